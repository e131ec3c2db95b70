// What is wrong with a file, in words for its editor: file, line, reason.

/** Something an editor has to mend, or wants to know. `line` is from 1. */
export interface ArticleProblem {
  file: string
  line: number
  reason: string
}
/** The file is given where it is another one than the one that is read: a snippet. */
export type Fault = Omit<ArticleProblem, 'file'> & { file?: string }

export class BrokenFile extends Error {
  readonly faults: Fault[]
  constructor(faults: Fault[]) {
    super(faults.map(({ line, reason }) => `${line}: ${reason}`).join(' '))
    this.faults = faults
  }
}

// Where the threads lie: a run is what one checkpoint wrote of one home into a thread file. Each names the run before
// it, so a home needs to know its newest only. Partner: thread-files.ts, which writes and reads them.

/** 24 bytes a run, outside of the collected heap: a busy desk makes one for nearly every message. */
const FIRST_RUNS = 1_024

export const NO_RUN = -1
/** Stands for entries or notes whose bytes are lost: the places of the others stay. */
export const NO_FILE = 0

export interface Run {
  file: number
  startsAt: number
  bytes: number
  /** Of the whole thread, up to the end of this run. */
  entries: number
  notes: number
  before: number
}

export class Runs {
  #fields = new Uint32Array(FIELDS * FIRST_RUNS)
  #count = 0
  /** File → bytes of runs in it that nobody reads any more. */
  readonly dead = new Map<number, number>()

  /** Not as an object: a million are added at a start. @returns its number */
  add(file: number, startsAt: number, bytes: number, entries: number, notes: number, before: number): number {
    if (FIELDS * (this.#count + 1) > this.#fields.length) {
      const fields = new Uint32Array(2 * this.#fields.length)
      fields.set(this.#fields)
      this.#fields = fields
    }
    const at = FIELDS * this.#count
    this.#fields[at] = file
    this.#fields[at + 1] = startsAt
    this.#fields[at + 2] = bytes
    this.#fields[at + 3] = entries
    this.#fields[at + 4] = notes
    // From 1, for an unsigned field knows no -1.
    this.#fields[at + 5] = before + 1
    return this.#count++
  }

  /** One more than the number of the newest. */
  get count(): number {
    return this.#count
  }

  /** Nobody reads it any more. */
  drop(run: number): void {
    const { file, bytes } = this.get(run)
    if (file === NO_FILE) return
    this.leave(file, bytes)
    this.#fields[FIELDS * run] = NO_FILE
  }

  /** Bytes of a run that is none of these. */
  leave(file: number, bytes: number): void {
    this.dead.set(file, (this.dead.get(file) ?? 0) + bytes)
  }

  /** The same bytes lie there now. */
  move(run: number, file: number, startsAt: number): void {
    this.#fields[FIELDS * run] = file
    this.#fields[FIELDS * run + 1] = startsAt
  }

  /** Those in a file, in the order in which they lie there. */
  in(file: number): number[] {
    const found: number[] = []
    for (let run = 0; run < this.#count; run++) if (this.#fields[FIELDS * run] === file) found.push(run)
    return found.sort((a, b) => (this.#fields[FIELDS * a + 1] ?? 0) - (this.#fields[FIELDS * b + 1] ?? 0))
  }

  get(run: number): Run {
    const at = FIELDS * run
    return {
      file: this.#fields[at] ?? NO_FILE,
      startsAt: this.#fields[at + 1] ?? 0,
      bytes: this.#fields[at + 2] ?? 0,
      entries: this.#fields[at + 3] ?? 0,
      notes: this.#fields[at + 4] ?? 0,
      before: (this.#fields[at + 5] ?? 0) - 1,
    }
  }
}

const FIELDS = 6

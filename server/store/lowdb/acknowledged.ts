// How far the journal had come some seconds ago. A journal that was cut at the end of a line, or that is an older copy of
// itself, looks like one that was never longer: only this second file tells. Never ahead of what is durable.

import { join } from 'node:path'
import { Low } from 'lowdb'
import type { Log } from '../../log.ts'
import { Damaged, sealed, unsealed } from './document-format.ts'
import { DurableFile, type Format } from './durable-file.ts'
import type { Files } from './files.ts'

/** A write for each commit would halve what the store can do; what such a cut may hide is bounded by this. */
export const NOTED_EVERY_MS = 5_000

export class Acknowledged {
  readonly #file: Low<number>
  readonly #commit: () => number
  readonly #everyMs: number
  #timer: NodeJS.Timeout | null = null
  #writing: Promise<void> = Promise.resolve()

  /** @param commit gives the number of the newest durable commit */
  constructor(folder: string, files: Files, commit: () => number, everyMs: number) {
    this.#file = lowNumber(folder, files)
    this.#commit = commit
    this.#everyMs = everyMs
  }

  /** Something was committed. */
  changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      // One after another, into one file. It only helps: on a full disk the next one does as well.
      this.#writing = this.#writing.then(() => this.note()).catch(() => undefined)
    }, this.#everyMs).unref()
  }

  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    await this.#writing
  }

  async note(): Promise<void> {
    this.#file.data = this.#commit()
    await this.#file.write()
  }
}

/** @returns 0 where nobody knows */
export async function readAcknowledged(folder: string, files: Files, log: Log): Promise<number> {
  const file = lowNumber(folder, files)
  try {
    await file.read()
  } catch (error) {
    if (!(error instanceof Damaged)) throw error
    log.warn(
      { path: pathIn(folder), why: error.message },
      'a file that only helps is damaged and is not used',
    )
  }
  return file.data
}

function lowNumber(folder: string, files: Files): Low<number> {
  return new Low(new DurableFile(files, pathIn(folder), FORMAT), 0)
}

function pathIn(folder: string): string {
  return join(folder, 'acknowledged.json')
}

const FORMAT: Format<number> = {
  parse: (bytes) => JSON.parse(`{${unsealed(bytes)}`).commit,
  print: (commit) => sealed(`"commit":${commit}}\n`),
}

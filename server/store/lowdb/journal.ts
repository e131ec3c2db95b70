// The journal: one line a commit, under a checksum, appended and synced; lines that wait share one write and one
// sync. What is in it has happened, what is not has not. Partner: journal-reader.ts, which reads it at a start.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Files, OpenFile } from './files.ts'
import { checksumOf } from './page.ts'

/** The form of journal and documents; a newer one is refused. */
export const FORMAT_VERSION = 1

/** The first line of each file. `commit` is the number of the first commit that may follow. */
export interface JournalHeader {
  journal: number
  version: number
  commit: number
}

export class Journal {
  readonly #folder: string
  readonly #files: Files
  #file: OpenFile | null = null
  #number: number
  #commit: number
  /** Bytes that are good: everything up to here was acknowledged, or is a header. */
  #end = 0
  /** Something may stand past `#end`. It must go before anything is written, or it would count as said. */
  #needsCut = false
  #tail: Promise<unknown> = Promise.resolve()
  /** Bytes in files that no checkpoint has let go. */
  bytesToReplay: number

  /** `number` is that of the next file, `commit` that of the next commit. */
  constructor(at: { folder: string; files: Files; number: number; commit: number; bytesToReplay: number }) {
    this.#folder = at.folder
    this.#files = at.files
    this.#number = at.number - 1
    this.#commit = at.commit
    this.bytesToReplay = at.bytesToReplay
  }

  /** Resolves when all are on disk, in this order; throws when none of them is there. */
  append(commits: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#file) await this.#startFile()
      await this.#cut()
      const bytes = journalLines(commits.map((commit, index) => `{"n":${this.#commit + index},${commit}}`))
      await this.#write(bytes)
      this.#commit += commits.length
      this.bytesToReplay += bytes.length
    })
  }

  /** What follows goes to a new file. @returns its number. */
  rotate(): Promise<number> {
    return this.#inTurn(async () => {
      await this.#cut()
      await this.#startFile()
      return this.#number
    })
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#cut()
      await this.#file?.close()
      this.#file = null
    })
  }

  async #startFile(): Promise<void> {
    const path = journalPath(this.#folder, this.#number + 1)
    const header: JournalHeader = {
      journal: this.#number + 1,
      version: FORMAT_VERSION,
      commit: this.#commit,
    }
    const bytes = journalLines([JSON.stringify(header)])
    // 'replace': a start that failed for want of space may have left an empty one.
    const file = await this.#files.open(path, 'replace')
    try {
      await file.write(bytes, 0)
      await file.datasync()
      await this.#files.syncFolder(this.#folder)
    } catch (error) {
      await file.close()
      await this.#files.remove(path)
      throw error
    }
    await this.#file?.close()
    this.#file = file
    this.#number += 1
    this.#end = bytes.length
  }

  async #write(bytes: Buffer): Promise<void> {
    if (!this.#file) throw new Error('the journal is closed')
    this.#needsCut = true
    try {
      await this.#file.write(bytes, this.#end)
      await this.#file.datasync()
    } catch (error) {
      // Tried again before the next write if it fails now, on a disk that may take nothing.
      await this.#cut().catch(() => undefined)
      throw error
    }
    this.#needsCut = false
    this.#end += bytes.length
  }

  /** An error that was shown must never later appear as saved. */
  async #cut(): Promise<void> {
    if (!this.#needsCut || !this.#file) return
    await this.#file.truncate(this.#end)
    await this.#file.datasync()
    this.#needsCut = false
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work)
    this.#tail = turn.catch(() => undefined)
    return turn
  }
}

const NO_CHECKSUM = '00000000 '
const NEWLINE = 10

/** Printed as bytes once, and the checksums written into the bytes: half the work of a busy server is here. */
function journalLines(jsons: readonly string[]): Buffer {
  let text = ''
  for (const json of jsons) text += `${NO_CHECKSUM}${json}\n`
  const bytes = Buffer.from(text)
  for (let startsAt = 0; startsAt < bytes.length; ) {
    const endsAt = bytes.indexOf(NEWLINE, startsAt)
    bytes.write(checksumOf(bytes.subarray(startsAt + NO_CHECKSUM.length, endsAt)), startsAt, 'latin1')
    startsAt = endsAt + 1
  }
  return bytes
}

const JOURNAL_NAME = /^(\d{8})\.log$/

export function journalPath(folder: string, number: number): string {
  return join(folder, `${String(number).padStart(8, '0')}.log`)
}

/** Oldest first. */
export function journalNumbers(folder: string): number[] {
  const numbers: number[] = []
  for (const name of readdirSync(folder)) {
    const digits = JOURNAL_NAME.exec(name)?.[1]
    if (digits) numbers.push(Number(digits))
  }
  return numbers.sort((one, other) => one - other)
}

// The journal: one line a commit, under a checksum, appended and synced; lines that wait share one write and one
// sync. What is in it has happened, what is not has not. Partners: journal-lines.ts; journal-reader.ts, which reads it at a start; journal-space.ts.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Files, OpenFile } from './files.ts'
import { lineOf, linesOf } from './journal-lines.ts'
import { NextSpace, type SpaceLimits } from './journal-space.ts'
import { FORMAT_VERSION } from './manifest.ts'
import type { Write } from './writes.ts'

/** The first line of each file. `commit` is the number of the first commit that may follow. */
export interface JournalHeader {
  journal: number
  version: number
  commit: number
}

/** The last line of each file but the newest: so a file that is gone is missed. */
export interface JournalTrailer {
  next: number
}

/** Where a file ends that another process wrote. */
export interface JournalFileEnd {
  path: string
  bytes: number
}

export class Journal {
  readonly #folder: string
  readonly #files: Files
  #file: OpenFile | null = null
  /** The file of an earlier process, which must still say what follows it. */
  #before: JournalFileEnd | null
  #number: number
  #commit: number
  /** Bytes that are good: everything up to here was acknowledged, or is a header. */
  #end = 0
  /** Bytes of the file that are there already, with zeros past `#end`; 0 for one that grows. */
  #space = 0
  readonly #next: NextSpace
  /** Something may stand past `#end`. It must go before anything is written, or it would count as said. */
  #needsCut = false
  /** Where batches are printed, one after the other. */
  readonly #print = Buffer.allocUnsafe(PRINT_BYTES)
  #tail: Promise<unknown> = Promise.resolve()
  /** Bytes in files that no checkpoint has let go. */
  bytesToReplay: number

  /** `number` is that of the next file, `commit` that of the next commit. */
  constructor(at: {
    folder: string
    files: Files
    number: number
    commit: number
    bytesToReplay: number
    before: JournalFileEnd | null
    space: SpaceLimits
  }) {
    this.#folder = at.folder
    this.#files = at.files
    this.#next = new NextSpace(at.folder, at.files, at.space)
    this.#number = at.number - 1
    this.#commit = at.commit
    this.bytesToReplay = at.bytesToReplay
    this.#before = at.before
  }

  /** Number of the next commit. */
  get commit(): number {
    return this.#commit
  }

  /** Resolves when all are on disk, in this order; throws when none of them is there. */
  append(commits: readonly (readonly Write[])[]): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#file) await this.#startFile()
      await this.#cut()
      const bytes = linesOf(commits, this.#commit, this.#print)
      if (this.#end + bytes.length > this.#space && this.#next.isMade) await this.#startFile()
      await this.#write(bytes)
      this.#commit += commits.length
      this.bytesToReplay += bytes.length
      if (this.#needsSpace()) this.#next.make()
    })
  }

  /** What follows goes to a new file. @returns its number, and that of its first commit */
  rotate(): Promise<{ number: number; commit: number }> {
    return this.#inTurn(async () => {
      await this.#cut()
      await this.#startFile()
      return { number: this.#number, commit: this.#commit }
    })
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#cut()
      await this.#next.close()
      await this.#leave()
    })
  }

  #needsSpace(): boolean {
    const { afterBytes, bytes } = this.#next.limits
    return this.#space > 0 ? this.#end > this.#space - bytes / 2 : this.#end > afterBytes
  }

  async #startFile(): Promise<void> {
    const number = this.#number + 1
    const path = journalPath(this.#folder, number)
    const header: JournalHeader = { journal: number, version: FORMAT_VERSION, commit: this.#commit }
    const bytes = lineOf(header)
    const made = this.#next.take()
    // 'replace': a start that failed for want of space may have left an empty one.
    const file = made ?? (await this.#files.open(path, 'replace'))
    try {
      await file.writeDurably(bytes, 0)
      if (made) await this.#files.rename(this.#next.path, path)
      await this.#files.syncFolder(this.#folder)
    } catch (error) {
      await file.close()
      for (const one of [path, this.#next.path]) await this.#files.remove(one)
      throw error
    }
    try {
      // Only now, so that what is named is there; and before the first commit in it is acknowledged.
      await this.#sayNext(number)
    } catch (error) {
      // The new file stays: it may be named already, whatever the disk says.
      await file.close()
      throw error
    }
    await this.#leave()
    this.#file = file
    this.#number = number
    this.#end = bytes.length
    this.#space = made ? this.#next.limits.bytes : 0
  }

  /** Zeros that are left of its space say nothing: that they go need not be durable, and may fail. */
  async #leave(): Promise<void> {
    if (this.#space > this.#end) await this.#file?.truncate(this.#end).catch(() => undefined)
    await this.#file?.close()
    this.#file = null
    this.#space = 0
  }

  async #sayNext(next: number): Promise<void> {
    const trailer: JournalTrailer = { next }
    const line = lineOf(trailer)
    if (this.#file) return this.#write(line)
    if (!this.#before) return
    const { path, bytes } = this.#before
    const file = await this.#files.open(path, 'change')
    try {
      await file.write(line, bytes)
      // A process that was killed left the zeros of its space.
      await file.truncate(bytes + line.length)
      await file.datasync()
    } finally {
      await file.close()
    }
    this.#before = null
  }

  async #write(bytes: Buffer): Promise<void> {
    if (!this.#file) throw new Error('the journal is closed')
    this.#needsCut = true
    try {
      await this.#file.writeDurably(bytes, this.#end)
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
    this.#space = 0
    this.#needsCut = false
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work)
    this.#tail = turn.catch(() => undefined)
    return turn
  }
}

/** A batch of some hundred messages. Memory that nothing was ever printed to costs nothing. */
const PRINT_BYTES = 2 ** 21

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

// The journal's next file, filled with zeros ahead. A file that grows with each write is synced together with what the file system
// keeps of it, and waits for whatever else is written there at that moment: 100 ms and more, on a disk that others use. One
// that has its bytes already waits for these alone. Made beside everything else, and only where much is written. Partner: journal.ts.

import { join } from 'node:path'
import { UNFINISHED } from './durable-file.ts'
import type { Files, OpenFile } from './files.ts'

export interface SpaceLimits {
  /** A desk that writes less than that between two checkpoints needs none. */
  afterBytes: number
  /** Some thousand messages. */
  bytes: number
}

export const SPACE_LIMITS: SpaceLimits = { afterBytes: 1024 * 1024, bytes: 8 * 1024 * 1024 }

/** Written and synced at once: a journal that syncs meanwhile must not wait long for the disk. */
const PIECE_BYTES = 256 * 1024

export class NextSpace {
  /** Under this name it means nothing; journal.ts gives it a number. */
  readonly path: string
  readonly limits: SpaceLimits
  readonly #files: Files
  #made: OpenFile | null = null
  #making: Promise<void> | null = null
  /** A disk that has no room for zeros may have some for what is said: not tried again before the next file. */
  #isUnfit = false
  #isClosed = false

  constructor(folder: string, files: Files, limits: SpaceLimits) {
    this.path = join(folder, `next${UNFINISHED}`)
    this.limits = limits
    this.#files = files
  }

  get isMade(): boolean {
    return this.#made !== null
  }

  /** Nothing happens where it is made already, or being made. */
  make(): void {
    if (this.#made || this.#making || this.#isUnfit || this.#isClosed) return
    this.#making = this.#make()
      .catch(() => {
        this.#isUnfit = true
      })
      .finally(() => {
        this.#making = null
      })
  }

  /** @returns null where there is none yet; the next one is made when it is asked for */
  take(): OpenFile | null {
    const made = this.#made
    this.#made = null
    this.#isUnfit = false
    return made
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#making
    const made = this.take()
    if (!made) return
    await made.close()
    await this.#files.remove(this.path)
  }

  async #make(): Promise<void> {
    // 'new': what another process makes, which has the folder now, is not ours to touch.
    const file = await this.#files.open(this.path, 'new')
    try {
      const zeros = Buffer.alloc(Math.min(PIECE_BYTES, this.limits.bytes))
      for (let at = 0; at < this.limits.bytes && !this.#isClosed; at += zeros.length) {
        await file.write(zeros, at)
        await file.datasync()
      }
    } catch (error) {
      await file.close()
      await this.#files.remove(this.path)
      throw error
    }
    this.#made = file
  }
}

/** What is there without the zeros that nothing was written over yet: no line ends with one. */
export function withoutSpace(bytes: Buffer): Buffer {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end--
  return bytes.subarray(0, end)
}

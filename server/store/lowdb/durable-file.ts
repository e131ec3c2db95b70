// lowdb's adapter for one JSON file, replaced whole or not at all: lowdb's own adapters rename without syncing.
// The old generation stays until the new one is on disk; the new name is durable once its folder is synced too.

import { dirname } from 'node:path'
import type { Adapter } from 'lowdb'
import { type Files, isMissing, type OpenFile } from './files.ts'

export interface Format<T> {
  parse(bytes: Buffer): T
  print(value: T): string
}

/** A leftover of this name was never renamed and means nothing. */
export const UNFINISHED = '.unfinished'

export class DurableFile<T> implements Adapter<T> {
  readonly #files: Files
  readonly #path: string
  readonly #format: Format<T>

  constructor(files: Files, path: string, format: Format<T>) {
    this.#files = files
    this.#path = path
    this.#format = format
  }

  async read(): Promise<T | null> {
    const bytes = await this.#files.read(this.#path)
    return bytes === null ? null : this.#format.parse(bytes)
  }

  async write(value: T): Promise<void> {
    const unfinished = `${this.#path}${UNFINISHED}`
    const file = await this.#openInFolder(unfinished)
    try {
      await file.write(Buffer.from(this.#format.print(value)), 0)
      await file.datasync()
    } finally {
      await file.close()
    }
    await this.#files.rename(unfinished, this.#path)
  }

  async #openInFolder(path: string): Promise<OpenFile> {
    try {
      return await this.#files.open(path, 'replace')
    } catch (error) {
      if (!isMissing(error)) throw error
      await this.#files.makeFolder(dirname(path))
      return this.#files.open(path, 'replace')
    }
  }
}

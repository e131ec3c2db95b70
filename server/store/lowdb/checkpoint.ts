// A checkpoint brings the documents up to the journal, and then lets old journal files go. Until its last step
// the journal alone would do; a checkpoint that fails or is cut short is simply done again.

import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Low } from 'lowdb'
import type { Log } from '../../log.ts'
import type { Documents } from './documents.ts'
import { DurableFile, type Format } from './durable-file.ts'
import type { Files } from './files.ts'
import { FORMAT_VERSION, type Journal, journalNumbers, journalPath } from './journal.ts'
import type { Home, Memory } from './memory.ts'

export interface CheckpointLimits {
  /** Journal that a start may have to replay: about half a second's work. */
  journalBytes: number
  /** A quiet server's documents are this far behind at most. */
  afterMs: number
  /** Journal kept after its checkpoint, only to make damaged documents anew. */
  keptBytes: number
}

export const CHECKPOINT_LIMITS: CheckpointLimits = {
  journalBytes: 32 * 1024 * 1024,
  afterMs: 60_000,
  keptBytes: 32 * 1024 * 1024,
}

/** After a failure, most likely a full disk, wait rather than hammer it. */
const RETRY_AFTER_MS = 5_000
/** Documents written at once: more would keep the journal's sync waiting for a free thread. */
const WRITERS = 2

export interface Meta {
  version: number
  /** The first journal file that a start must replay. */
  journalFrom: number
}

const META: Format<Meta | null> = {
  parse: (text) => {
    const meta: unknown = JSON.parse(text)
    if (isMeta(meta)) return meta
    throw new SyntaxError('not what a checkpoint writes')
  },
  print: (meta) => `${JSON.stringify(meta)}
`,
}

function isMeta(value: unknown): value is Meta {
  if (typeof value !== 'object' || value === null) return false
  return 'version' in value && 'journalFrom' in value && typeof value.journalFrom === 'number'
}

export function metaFile(files: Files, path: string): Low<Meta | null> {
  return new Low<Meta | null>(new DurableFile(files, path, META), null)
}

interface Parts {
  memory: Memory
  documents: Documents
  journal: Journal
  journalFolder: string
  metaPath: string
  /** Throws when this process must not write any more. */
  mayWrite: () => void
  files: Files
  log: Log
  limits: CheckpointLimits
}

export class Checkpoints {
  readonly #parts: Parts
  #going: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null
  #failedAt = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Something was committed. */
  changed(): void {
    const { journal, limits } = this.#parts
    if (this.#going) return
    const mayTry = Date.now() - this.#failedAt > RETRY_AFTER_MS
    if (journal.bytesToReplay > limits.journalBytes && mayTry) void this.#tryRun()
    else this.#timer ??= setTimeout(() => void this.#tryRun(), limits.afterMs).unref()
  }

  /** Resolves when all that was committed before is in documents. */
  async run(): Promise<void> {
    await this.#going?.catch(() => undefined)
    this.#going = this.#write().finally(() => {
      this.#going = null
    })
    await this.#going
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  async #tryRun(): Promise<void> {
    this.stop()
    if (this.#going) return
    try {
      await this.run()
      if (this.#failedAt > 0) this.#parts.log.info({}, 'documents are written again')
      this.#failedAt = 0
    } catch (error) {
      this.#failedAt = Date.now()
      this.#parts.log.error(
        { err: error },
        'documents could not be written; the journal has everything and grows',
      )
      this.#timer ??= setTimeout(() => void this.#tryRun(), RETRY_AFTER_MS).unref()
    }
  }

  async #write(): Promise<void> {
    const { memory, journal, files, metaPath, mayWrite } = this.#parts
    if (memory.dirty.size === 0) return
    mayWrite()
    const journalFrom = await journal.rotate()
    const bytes = journal.bytesToReplay
    const homes = memory.dirty
    memory.dirty = new Set()
    try {
      const folders = new Set<string>()
      const queue = homes.values()
      const writers = Array.from({ length: WRITERS }, () => this.#writeHomes(queue, folders))
      // All must have ended before anything is tried again.
      for (const { reason } of (await Promise.allSettled(writers)).filter(isRejected)) throw reason
      for (const folder of folders) await files.syncFolder(folder)
      mayWrite()
      const meta = metaFile(files, metaPath)
      meta.data = { version: FORMAT_VERSION, journalFrom }
      await meta.write()
      await files.syncFolder(dirname(metaPath))
    } catch (error) {
      for (const home of homes) memory.dirty.add(home)
      throw error
    }
    journal.bytesToReplay -= bytes
    await this.#letGo(journalFrom)
  }

  async #writeHomes(queue: Iterator<Home>, folders: Set<string>): Promise<void> {
    const { memory, documents } = this.#parts
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const folder = await documents.write(next.value, memory)
      if (folder !== null) folders.add(folder)
    }
  }

  /** The newest of the files that no start needs are kept, within `keptBytes`. */
  async #letGo(journalFrom: number): Promise<void> {
    const { journalFolder, files, limits } = this.#parts
    let room = limits.keptBytes
    for (const number of journalNumbers(journalFolder).reverse()) {
      if (number >= journalFrom) continue
      const path = journalPath(journalFolder, number)
      room -= statSync(path).size
      if (room < 0) await files.remove(path)
    }
  }
}

function isRejected(result: PromiseSettledResult<void>): result is PromiseRejectedResult {
  return result.status === 'rejected'
}

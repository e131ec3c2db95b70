// A checkpoint brings threads and documents up to the journal, names them all in a manifest, and then lets old journal
// files go. Until the manifest is written the journal alone would do; one that fails or is cut short is done again.

import { statSync } from 'node:fs'
import type { Log } from '../../log.ts'
import { Damaged } from './document-format.ts'
import type { Documents } from './documents.ts'
import type { Files } from './files.ts'
import { type Journal, journalNumbers, journalPath } from './journal.ts'
import { FORMAT_VERSION, type Manifest, type Mark, writeManifest } from './manifest.ts'
import type { Memory } from './memory.ts'
import type { ThreadFiles } from './thread-files.ts'

export interface CheckpointLimits {
  /** Journal that a start may have to replay: about half a second's work. */
  journalBytes: number
  /** A quiet server's documents are this far behind at most. */
  afterMs: number
  /** Journal kept after its checkpoint, only to make damaged files anew. */
  keptBytes: number
  /** What was removed lies in files and kept journal for so long, until both are written anew without it. */
  removedMs: number
}

export const CHECKPOINT_LIMITS: CheckpointLimits = {
  journalBytes: 32 * 1024 * 1024,
  afterMs: 60_000,
  keptBytes: 32 * 1024 * 1024,
  // Once a night, after all of the night's removals.
  removedMs: 60 * 60_000,
}

/** After a failure, most likely a full disk, wait rather than hammer it. */
const RETRY_AFTER_MS = 5_000

interface Parts {
  memory: Memory
  documents: Documents
  threads: ThreadFiles
  journal: Journal
  dir: string
  journalFolder: string
  /** The last one that is on disk; null in a folder that has none of ours yet. */
  manifest: Manifest | null
  marks: readonly Mark[]
  /** What is in memory is not what the manifest and the journal say: the next checkpoint is a new beginning. */
  isAnew: boolean
  /** Throws when this process must not write any more. */
  mayWrite: () => void
  files: Files
  log: Log
  limits: CheckpointLimits
}

export class Checkpoints {
  readonly #parts: Parts
  #manifest: Manifest | null
  #marks: readonly Mark[]
  #isAnew: boolean
  /** Each attempt has a number of its own, so that none writes over files that another may have named. */
  #number: number
  #going: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null
  #failedAt = 0
  /** Thread files that were written anew: they go when a manifest names the new ones. */
  readonly #unread: number[] = []
  /** One could not be: it is not tried again before the next removal, or start. */
  #isUnfit = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#manifest = parts.manifest
    this.#marks = parts.marks
    this.#isAnew = parts.isAnew
    this.#number = parts.manifest?.checkpoint ?? 0
  }

  /** The last one that is on disk. */
  get manifest(): Manifest | null {
    return this.#manifest
  }

  /** Something was committed. */
  changed(): void {
    const { journal, limits } = this.#parts
    if (this.#going) return
    const mayTry = Date.now() - this.#failedAt > RETRY_AFTER_MS
    if (journal.bytesToReplay > limits.journalBytes && mayTry) void this.#tryRun()
    else this.#timer ??= setTimeout(() => void this.#tryRun(), limits.afterMs).unref()
  }

  /** Resolves when all that was committed before is in documents and thread files. */
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
    const { memory, journal, threads, documents, files, dir, mayWrite, limits } = this.#parts
    if (memory.dirty.size === 0 && this.#manifest && !this.#isAnew) return
    mayWrite()
    const number = ++this.#number
    const { number: journalFrom, commit } = await journal.rotate()
    const bytes = journal.bytesToReplay
    const { removedAt } = memory
    const isToClear = removedAt !== null && Date.now() - removedAt >= limits.removedMs
    // What is removed from here on is another matter.
    if (isToClear) memory.removedAt = null
    const keptFrom = isToClear ? journalFrom : this.#keptFrom(journalFrom)
    const homes = memory.dirty
    memory.dirty = new Set()
    const gone: string[] = []
    try {
      await threads.append(homes)
      if (isToClear) await this.#rewrite()
      const last = this.#isAnew ? null : this.#manifest
      const previousFrom = last?.journalFrom ?? null
      const written = await documents.write(homes, { number, journalFrom, previousFrom, keptFrom })
      const manifest: Manifest = {
        version: FORMAT_VERSION,
        checkpoint: number,
        journalFrom,
        commit,
        threads: [...threads.written],
        marks: [...this.#marks, ...markOf(last)].filter((mark) => mark.journalFrom >= keptFrom),
        documents: written.entries,
        ...(memory.removedAt !== null && { removedAt: memory.removedAt }),
      }
      mayWrite()
      await writeManifest(files, dir, manifest)
      this.#manifest = manifest
      this.#marks = manifest.marks
      this.#isAnew = false
      gone.push(...written.settle())
    } catch (error) {
      for (const home of homes) memory.dirty.add(home)
      if (isToClear) memory.removedAt = removedAt
      throw error
    }
    if (isToClear && threads.hasDead && !this.#isUnfit) memory.removedAt = removedAt
    journal.bytesToReplay -= bytes
    for (const path of gone) await files.remove(path)
    for (const number of this.#unread.splice(0)) await threads.forget(number)
    await this.#letGo(keptFrom)
  }

  /** One file at a checkpoint: the others wait for the next ones. */
  async #rewrite(): Promise<void> {
    try {
      const old = await this.#parts.threads.rewriteOldest()
      if (old !== null) this.#unread.push(old)
    } catch (error) {
      if (!(error instanceof Damaged)) throw error
      this.#isUnfit = true
      this.#parts.log.error({ err: error }, 'a file with removed tickets cannot be written anew without them')
    }
  }

  /** The oldest journal file that stays: the newest of those that no start needs are kept, within `keptBytes`. */
  #keptFrom(journalFrom: number): number {
    const { journalFolder, limits } = this.#parts
    let room = limits.keptBytes
    let keptFrom = journalFrom
    for (const number of journalNumbers(journalFolder).reverse()) {
      if (number >= journalFrom) continue
      room -= statSync(journalPath(journalFolder, number)).size
      if (room < 0) break
      keptFrom = number
    }
    return keptFrom
  }

  async #letGo(keptFrom: number): Promise<void> {
    const { journalFolder, files } = this.#parts
    for (const number of journalNumbers(journalFolder)) {
      if (number < keptFrom) await files.remove(journalPath(journalFolder, number))
    }
  }
}

/** From there the journal gives everything that came into the thread files after that checkpoint. */
function markOf(manifest: Manifest | null): Mark[] {
  return manifest ? [{ journalFrom: manifest.journalFrom, threads: manifest.threads.at(-1) ?? null }] : []
}

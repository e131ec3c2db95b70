// Commits: one `work` at a time, each on a layer of its own; then into the journal together with all that wait.
// What a work put is seen by the next works at once, by readers and by memory only when it is durable.

import { Refusal } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Tables } from '../store.ts'
import type { Journal } from './journal.ts'
import type { Memory } from './memory.ts'
import { tablesOver } from './tables.ts'
import type { ThreadFiles } from './thread-files.ts'
import { Draft, Layer, View } from './view.ts'
import type { Write } from './writes.ts'

/**
 * Works that run before the event loop turns: sockets are served between them, and the disk syncs the first while
 * the next ones run. More would be fewer and larger syncs, fewer would be a sync for each.
 */
const WORKS_IN_A_TURN = 32

/** A sync that takes less costs less than the works of its batch: some forty microseconds each. */
const QUICK_SYNC_MS = 2

interface Asked {
  work: (tx: Tables) => Promise<unknown>
  resolve(result: unknown): void
  reject(error: unknown): void
}

/** A commit whose work has ended. */
interface Waiting {
  asked: Asked
  result: unknown
  /** None of one that only waits for what it has read. */
  writes: Write[]
}

/** Commits that share a sync, and what they wrote. */
class Batch {
  readonly commits: Waiting[] = []
  readonly layer = new Layer()
}

/** A batch that is on its way to the disk. */
interface Going {
  batch: Batch
  beganAt: number
  written: Promise<void>
}

interface Parts {
  memory: Memory
  threads: ThreadFiles
  journal: Journal
  /** Throws when this process must not write any more. */
  mayWrite: () => void
  /** Each write that became durable, before memory takes those of its commit. */
  hear: (write: Write) => void
  onDurable: () => void
  log: Log
}

export class Commits {
  readonly #parts: Parts
  /** That which waits. */
  #batch = new Batch()
  /** What is not durable yet, uppermost first: of that batch, and of those on their way. Works look through them. */
  #layers: readonly Layer[] = [this.#batch.layer]
  readonly #asked: Asked[] = []
  #working: Promise<void> | null = null
  #flushing: Promise<void> | null = null
  /** Counts failures: a work that began before one has read what is no longer there. */
  #era = 0
  #failing = false
  /** What the last one took. */
  #syncMs = 0
  #closed = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  commit<T>(work: (tx: Tables) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Refusal('store.failed', { detail: 'The store is closed.' }))
    return new Promise<T>((resolve, reject) => {
      this.#asked.push({ work, resolve: resolve as Asked['resolve'], reject })
      this.#working ??= this.#workAll()
    })
  }

  /** Takes no more commits; resolves when those that were asked for have ended. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#working
    await this.#flushing
  }

  async #workAll(): Promise<void> {
    // The one who asked first may still be in the middle of its own step.
    await null
    for (let count = 1; ; count++) {
      const next = this.#asked.shift()
      if (!next) break
      await this.#run(next)
      if (count % WORKS_IN_A_TURN === 0) await nextTurn()
    }
    // In the same step as the last look at who asks: nobody can come between.
    this.#working = null
  }

  async #run(asked: Asked): Promise<void> {
    const { memory, threads } = this.#parts
    const era = this.#era
    const own = new Draft()
    const view = new View(memory, threads, this.#layers, own)
    try {
      const result = await asked.work(tablesOver(view))
      if (era !== this.#era) asked.reject(notKept())
      else this.#wait(asked, result, own.all())
    } catch (error) {
      asked.reject(era === this.#era ? error : notKept())
    } finally {
      view.end()
    }
  }

  #wait(asked: Asked, result: unknown, writes: Write[]): void {
    const { commits, layer } = this.#batch
    // A resend found its first sending in a commit that is not durable yet: it must not be answered before.
    if (writes.length === 0 && commits.length === 0 && !this.#flushing) {
      asked.resolve(result)
      return
    }
    for (const write of writes) layer.set(write)
    commits.push({ asked, result, writes })
    this.#flushing ??= this.#flush()
  }

  async #flush(): Promise<void> {
    await this.#gather()
    for (let going = this.#begin(); going; ) {
      const failure = await going.written.then(
        () => null,
        (cause: unknown) => ({ cause }),
      )
      this.#syncMs = performance.now() - going.beganAt
      // On a quick disk the processor is what is short: a full batch that waits is handed over before anybody is
      // answered, and syncs while those ask for more. On a slow one it is better to sync less often.
      const isFull = this.#batch.commits.length >= WORKS_IN_A_TURN && this.#syncMs < QUICK_SYNC_MS
      const next = isFull && failure === null ? this.#begin() : null
      if (failure) this.#fail([...going.batch.commits, ...this.#batch.commits], failure.cause)
      else this.#settle(going.batch)
      if (!next) await this.#gather()
      going = next ?? this.#begin()
    }
    // In the same step as the last look at what waits: nobody can come between.
    this.#flushing = null
  }

  /** The works of this turn run first, so that they share the sync; on a slow disk those of more turns. */
  async #gather(): Promise<void> {
    const until = performance.now() + this.#syncMs / 2
    await nextTurn()
    if (this.#syncMs < QUICK_SYNC_MS) return
    while (this.#working && performance.now() < until) await nextTurn()
  }

  /** Gives the journal all that waits. */
  #begin(): Going | null {
    if (this.#batch.commits.length === 0) return null
    const batch = this.#batch
    this.#batch = new Batch()
    this.#layers = [this.#batch.layer, ...this.#layers]
    return { batch, beganAt: performance.now(), written: this.#write(batch) }
  }

  async #write({ commits }: Batch): Promise<void> {
    const written: Write[][] = []
    for (const { writes } of commits) if (writes.length > 0) written.push(writes)
    if (written.length === 0) return
    this.#parts.mayWrite()
    await this.#parts.journal.append(written)
  }

  #settle({ commits, layer }: Batch): void {
    for (const { writes } of commits) {
      for (const write of writes) this.#parts.hear(write)
      this.#parts.memory.take(writes)
    }
    this.#layers = this.#layers.filter((one) => one !== layer)
    if (this.#failing) this.#parts.log.info({}, 'the journal can be written again')
    this.#failing = false
    this.#parts.onDurable()
    for (const { asked, result } of commits) asked.resolve(result)
  }

  /** Everything not durable goes, for later works were built on it. */
  #fail(all: Waiting[], cause: unknown): void {
    this.#era++
    this.#batch = new Batch()
    this.#layers = [this.#batch.layer]
    if (!this.#failing) {
      this.#parts.log.error(
        { err: cause },
        'the journal could not be written; commits are refused until it can, reading goes on',
      )
    }
    this.#failing = true
    for (const { asked } of all) asked.reject(notKept())
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function notKept(): Refusal {
  return new Refusal('store.failed')
}

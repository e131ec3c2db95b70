// Work with a time at which it is due: claimed with a lease, run, removed or put again. A handler runs AT LEAST
// ONCE: after a crash, or when its removal could not be kept, it runs again. It must be idempotent.

import type { Log } from './log.ts'
import type { DueWorkRecord } from './store/records.ts'
import type { Store, Tables } from './store/store.ts'

type DueWorkTables = Pick<Tables, 'dueWork'> & {
  /** Said to who commits: the worker must look. */
  isScheduling?: boolean
}

/** `why` is kept with the work and read by operators. */
type WorkResult = { done: true } | { againAt: string; why: string }
export type WorkHandler = (work: DueWorkRecord) => Promise<WorkResult>

/** Nobody else runs claimed work for this long: four times the slowest handler, an outside call of 15 s. */
export const LEASE_MS = 60_000
/** Handlers at once: they mostly wait for other servers, and eight waits are cheap. */
const HANDLERS_AT_ONCE = 8
/** … and of these so many take what has become due last: a code somebody waits for is not behind two thousand letters of an outage. */
const NEWEST_AT_ONCE = 2
/** Asleep at most this long, for another copy of the server may have scheduled work, or the clock may have jumped. */
const SLEEP_MAX_MS = 5_000
/** After a commit it waits this long before it looks: a hundred messages a second are one look, not a hundred. */
const GATHERED_MS = 10
/** After a handler threw, which is a bug: soon, for it may have been chance, then twice as long each time … */
const FIRST_RETRY_MS = 5_000
/** … up to this, so that a bug that is mended is noticed within a coffee break and the log stays readable. */
const RETRY_MAX_MS = 15 * 60_000
/** Work put again for a time that has passed waits this long, or it would spin. */
const AGAIN_MIN_MS = 1_000

/**
 * Once for each `id`, however often it is called; a later call moves `dueAt`. Where the work runs at this moment,
 * it runs once more at the new time.
 */
export async function schedule(
  tx: DueWorkTables,
  work: Pick<DueWorkRecord, 'id' | 'kind' | 'subjectId' | 'dueAt' | 'causes'>,
): Promise<void> {
  // Without its lease the run that is going on no longer owns it, and does not remove it when it ends.
  await tx.dueWork.put({ ...work, attempts: 0, leaseUntil: null, lastError: null })
  tx.isScheduling = true
}

/** Work of which there is one, from the first start on: where it stands already, nothing changes. */
export async function scheduleOnce(tx: DueWorkTables, kind: string, dueAt: string): Promise<void> {
  if (!(await tx.dueWork.find(kind))) await schedule(tx, { id: kind, kind, subjectId: '', dueAt })
}

export async function cancel(tx: DueWorkTables, id: string): Promise<void> {
  if (await tx.dueWork.find(id)) await tx.dueWork.remove(id)
}

export interface DueWorker {
  start(): void
  /** Something may have become due: called after each commit that scheduled something, so it only sets a flag. */
  poke(): void
  /** Claims no more; resolves when the handlers that run have ended. */
  stop(): Promise<void>
  /** For tests: runs all that is due at `now`, and what that makes due, and resolves when all has run. */
  runDue(now: Date): Promise<void>
}

export function dueWorker(parts: {
  store: Store
  now: () => Date
  log: Log
  kinds: Record<string, WorkHandler>
  /** Runs each handler: who watches the work. */
  around?: (work: DueWorkRecord, run: () => Promise<WorkResult>) => Promise<WorkResult>
}): DueWorker {
  const { store, log, kinds, around = (_work, run) => run() } = parts
  /** By id: work that was scheduled again while it runs here waits for its own end. */
  const running = new Map<string, Promise<void>>()
  /** Of these, what was taken as the newest. */
  const newest = new Set<string>()
  let loop: Promise<void> | null = null
  let stopping = false
  let poked = false
  let wake = () => {}

  async function claimDue(now: Date, limit: number, isNewestFirst = false): Promise<DueWorkRecord[]> {
    if (limit === 0) return []
    const nextDueAt = await store.read.dueWork.nextDueAt()
    if (nextDueAt === undefined || nextDueAt > now.toISOString()) return []
    return store.commit((tx) =>
      tx.dueWork.claim({ now: now.toISOString(), leaseUntil: after(now, LEASE_MS), limit, isNewestFirst }),
    )
  }

  /** Where there is more than there are places for, the newest have theirs. */
  async function claimFor(free: number): Promise<DueWorkRecord[]> {
    const now = parts.now()
    const forNewest = Math.min(free, NEWEST_AT_ONCE - newest.size)
    const claimed = await claimDue(now, free - forNewest)
    if (claimed.length < free - forNewest) return claimed
    const last = await claimDue(now, forNewest, true)
    for (const { id } of last) newest.add(id)
    return [...claimed, ...last]
  }

  function begin(work: DueWorkRecord, now: () => Date): void {
    const earlier = running.get(work.id) ?? Promise.resolve()
    const run = earlier
      .then(() => runOne(work, now))
      .catch((error: unknown) => {
        log.error({ err: error, id: work.id }, 'the end of due work could not be kept; it runs again')
      })
      .finally(() => {
        newest.delete(work.id)
        if (running.get(work.id) === run) running.delete(work.id)
        poke()
      })
    running.set(work.id, run)
  }

  async function runOne(work: DueWorkRecord, now: () => Date): Promise<void> {
    const result = await resultOf(work, now)
    await store.commit(async (tx) => {
      const kept = await tx.dueWork.find(work.id)
      // Scheduled again, cancelled, or taken over after the lease: not ours any more.
      if (!kept || kept.leaseUntil !== work.leaseUntil || kept.dueAt !== work.dueAt) return
      if ('done' in result) return tx.dueWork.remove(work.id)
      await tx.dueWork.put({
        ...kept,
        dueAt: notBefore(after(now(), AGAIN_MIN_MS), result.againAt),
        attempts: kept.attempts + 1,
        leaseUntil: null,
        lastError: result.why,
      })
    })
  }

  async function resultOf(work: DueWorkRecord, now: () => Date): Promise<WorkResult> {
    const facts = { id: work.id, kind: work.kind, attempts: work.attempts }
    const againAt = () => after(now(), Math.min(FIRST_RETRY_MS * 2 ** work.attempts, RETRY_MAX_MS))
    const handler = kinds[work.kind]
    if (!handler) {
      log.error(facts, 'there is no handler for this kind of due work; a newer server may have made it')
      return { againAt: againAt(), why: `no handler for ${work.kind}` }
    }
    try {
      return await around(work, () => handler(work))
    } catch (error) {
      log.error({ ...facts, err: error }, 'a handler of due work threw, which is a bug; it is tried again')
      return { againAt: againAt(), why: String(error) }
    }
  }

  async function work(): Promise<void> {
    while (!stopping) {
      poked = false
      let sleepMs = SLEEP_MAX_MS
      try {
        const free = HANDLERS_AT_ONCE - running.size
        const claimed = await claimFor(free)
        for (const one of claimed) begin(one, parts.now)
        if (free > 0 && claimed.length === free) continue
        if (free > 0) sleepMs = await untilNextDueMs()
      } catch (error) {
        log.error({ err: error }, 'due work could not be claimed; trying again')
      }
      await sleep(sleepMs)
    }
  }

  async function untilNextDueMs(): Promise<number> {
    const nextDueAt = await store.read.dueWork.nextDueAt()
    if (nextDueAt === undefined) return SLEEP_MAX_MS
    return Math.min(Math.max(Date.parse(nextDueAt) - parts.now().getTime(), 0), SLEEP_MAX_MS)
  }

  async function sleep(ms: number): Promise<void> {
    if (!poked) await wakeOr(ms)
    if (poked) await wakeOr(GATHERED_MS, true)
  }

  function wakeOr(ms: number, onlyToStop = false): Promise<void> {
    if (stopping) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        if (onlyToStop && !stopping) return
        clearTimeout(timer)
        resolve()
      }
    })
  }

  function poke(): void {
    poked = true
    wake()
  }

  return {
    start() {
      loop ??= work()
    },
    poke,
    async stop() {
      stopping = true
      wake()
      await loop
      await Promise.all(running.values())
    },
    async runDue(now) {
      for (;;) {
        for (const one of await claimDue(now, HANDLERS_AT_ONCE)) begin(one, () => now)
        if (running.size === 0) return
        await Promise.all(running.values())
      }
    },
  }
}

function after(now: Date, ms: number): string {
  return new Date(now.getTime() + ms).toISOString()
}

function notBefore(earliest: string, instant: string): string {
  return instant < earliest ? earliest : instant
}

// Work with a time at which it is due, kept in the store: claimed with a lease, run, retried. A crash loses none,
// so a handler is run at least once and must be idempotent. The retry times of a kind live with its handler.

import type { Log } from './log.ts'
import type { DueWorkRecord } from './store/records.ts'
import type { Store, Tables } from './store/store.ts'

export type DueHandler = (work: DueWorkRecord) => Promise<{ done: true } | { againAt: string; why: string }>
export type DueWorker = ReturnType<typeof dueWorker>

/** A handler that is not done by then is taken for crashed; the slowest, a webhook, gives up after 10 s. */
const LEASE_MS = 60_000
const CLAIM_AT_ONCE = 16
/** Looks at least this often, in case a clock jumped or another copy left work behind. */
const SLEEP_MAX_MS = 5_000
/** After a bug: long enough not to fill the log, short enough that a fix is soon felt. */
const BUG_RETRY_MS = 30_000
const BUG_RETRY_MAX_MS = 60 * 60_000

/** Puts work; the same id again moves it to the new time. */
export async function schedule(
  tx: Pick<Tables, 'dueWork'>,
  work: Pick<DueWorkRecord, 'id' | 'kind' | 'subjectId' | 'dueAt'>,
): Promise<void> {
  await tx.dueWork.put({ ...work, attempts: 0, leaseUntil: null, lastError: null })
}

export async function cancel(tx: Pick<Tables, 'dueWork'>, id: string): Promise<void> {
  await tx.dueWork.remove(id)
}

export function dueWorker({
  store,
  now,
  log,
  kinds,
}: {
  store: Store
  now: () => Date
  log: Log
  kinds: Record<string, DueHandler>
}) {
  let running: Promise<void> | null = null
  let again = false
  let stopped = true
  let timer: NodeJS.Timeout | undefined

  return {
    start() {
      stopped = false
      wake()
    },
    /** Something may have become due. */
    poke: wake,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
    /** Runs all that is due now, and what follows from it at once. For tests with a clock of their own. */
    runDue,
  }

  function wake(): void {
    if (stopped) return
    again = true
    running ??= rounds().finally(() => {
      running = null
      if (again) wake()
    })
  }

  async function rounds(): Promise<void> {
    while (again && !stopped) {
      again = false
      try {
        await runDue()
      } catch (err) {
        log.error({ err }, 'due work could not be claimed; trying again soon')
      }
    }
    if (!stopped) await sleepUntilNext()
  }

  async function sleepUntilNext(): Promise<void> {
    const next = await store.read.dueWork.nextDueAt()
    const waitMs = next ? new Date(next).getTime() - now().getTime() : SLEEP_MAX_MS
    clearTimeout(timer)
    timer = setTimeout(wake, Math.min(Math.max(waitMs, 1), SLEEP_MAX_MS))
  }

  async function runDue(): Promise<void> {
    for (;;) {
      const at = now()
      const claim = { now: at.toISOString(), leaseUntil: later(at, LEASE_MS), limit: CLAIM_AT_ONCE }
      // Most wake-ups find nothing: then nothing is written.
      const next = await store.read.dueWork.nextDueAt()
      if (!next || next > claim.now) return
      const claimed = await store.commit((tx) => tx.dueWork.claim(claim))
      if (claimed.length === 0) return
      await Promise.all(claimed.map(run))
    }
  }

  async function run(work: DueWorkRecord): Promise<void> {
    const outcome = await handled(work)
    await store.commit(async (tx) => {
      const kept = await tx.dueWork.find(work.id)
      // Put anew while it ran: the new time stands.
      if (!kept || kept.leaseUntil !== work.leaseUntil) return
      if ('done' in outcome) return tx.dueWork.remove(work.id)
      await tx.dueWork.put({
        ...kept,
        dueAt: outcome.againAt,
        attempts: kept.attempts + 1,
        leaseUntil: null,
        lastError: outcome.why,
      })
    })
  }

  async function handled(work: DueWorkRecord): ReturnType<DueHandler> {
    const handler = kinds[work.kind]
    try {
      if (!handler) throw new Error(`There is no handler for due work of the kind “${work.kind}”.`)
      return await handler(work)
    } catch (err) {
      log.error({ err, kind: work.kind, subjectId: work.subjectId }, 'due work failed in a way that is a bug')
      const waitMs = Math.min(BUG_RETRY_MS * 2 ** work.attempts, BUG_RETRY_MAX_MS)
      return { againAt: later(now(), waitMs), why: err instanceof Error ? err.message : String(err) }
    }
  }
}

function later(at: Date, ms: number): string {
  return new Date(at.getTime() + ms).toISOString()
}

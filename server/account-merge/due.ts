// Work of merges that becomes due by itself: the end of a cooling-off, and the end of every wait. Partner: due-work.ts.

import type { WorkHandler } from '../due-work.ts'
import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import type { ReadTables } from '../store/store.ts'
import { DELIVERY_RETRY_MS } from '../webhooks/deliveries.ts'
import type { AskPreview } from './host-side.ts'
import { MERGE_EXECUTE, MERGE_EXPIRE } from './ledger.ts'
import { MERGE_MARKS, markSoFar } from './mark.ts'
import type { Merges } from './merges.ts'

export function mergeWork({
  read,
  commit,
  merges,
  askPreview,
  now,
}: {
  read: Pick<ReadTables, 'merges' | 'tickets'>
  commit: Commit
  merges: Merges
  askPreview: AskPreview
  now: () => Date
}): Record<string, WorkHandler> {
  return {
    /** Looks once more first: what was approved is what is merged. */
    [MERGE_EXECUTE]: async ({ subjectId, attempts }) => {
      const merge = await read.merges.find(subjectId)
      if (!merges.isDue(merge)) return { done: true }
      const looked = await askPreview(merge).catch((cause: unknown) => {
        if (cause instanceof Refusal) return cause
        throw cause
      })
      if (!(looked instanceof Refusal)) {
        await commit((tx) => merges.execute(tx, subjectId, looked.hash))
        return { done: true }
      }
      const why = looked.facts.detail ?? looked.code
      const waitMs = DELIVERY_RETRY_MS[attempts]
      await commit((tx) => merges.couldNotLook(tx, subjectId, why, waitMs === undefined))
      if (waitMs === undefined) return { done: true }
      return { againAt: new Date(now().getTime() + waitMs).toISOString(), why }
    },
    [MERGE_MARKS]: markSoFar({ read, commit, now }),
    [MERGE_EXPIRE]: async ({ subjectId }) => {
      await commit((tx) => merges.expire(tx, subjectId))
      return { done: true }
    },
  }
}

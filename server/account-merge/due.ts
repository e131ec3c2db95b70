// Work of merges that becomes due by itself: the end of a cooling-off, and the end of every wait. Partner: due-work.ts.

import type { WorkHandler } from '../due-work.ts'
import type { Commit } from '../events.ts'
import { MERGE_EXECUTE, MERGE_EXPIRE } from './ledger.ts'
import type { Merges } from './merges.ts'

export function mergeWork({
  commit,
  merges,
}: {
  commit: Commit
  merges: Merges
}): Record<string, WorkHandler> {
  return {
    [MERGE_EXECUTE]: async ({ subjectId }) => {
      await commit((tx) => merges.execute(tx, subjectId))
      return { done: true }
    },
    [MERGE_EXPIRE]: async ({ subjectId }) => {
      await commit((tx) => merges.expire(tx, subjectId))
      return { done: true }
    },
  }
}

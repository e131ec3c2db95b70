// What a request waits for, written on its ticket: so lists hold those about which agents have to decide, and a ticket that is put
// aside says why. Partner: ledger.ts, which keeps both in one commit.

import type { TicketMerge } from '../../protocol/entities.ts'
import { MERGE_TYPE } from '../../protocol/type-names.ts'
import type { WorkHandler } from '../due-work.ts'
import type { Commit, Unit } from '../events.ts'
import type { MergeRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'

export const MERGE_MARKS = 'merge.marks'

const TICKETS_AT_ONCE = 100

/** Of agents alone: its contact sees the request itself, and no other `updatedAt`. */
export async function markTicket(tx: Unit, merge: MergeRecord): Promise<void> {
  const ticket = merge.ticketId ? await tx.tickets.find(merge.ticketId) : undefined
  const mark = markOf(merge)
  if (!ticket || ticket.merge === mark) return
  const { merge: _before, ...unmarked } = ticket
  const marked = mark ? { ...unmarked, merge: mark } : unmarked
  await tx.tickets.put(marked)
  tx.record({ name: 'ticket.arranged', ticket: marked })
}

function markOf({ state, undo }: MergeRecord): TicketMerge | undefined {
  switch (state) {
    case 'in_review':
    case 'failed':
      return 'to_decide'
    case 'undo_requested':
      return undo?.agreedBy ? 'asked' : 'to_decide'
    case 'approved':
      return 'approved'
    case 'executing':
      return 'asked'
    default:
      return undefined
  }
}

/** Due work at each start: requests that were under way before tickets had such a mark. */
export function markSoFar({
  read,
  commit,
  now,
}: {
  read: Pick<ReadTables, 'tickets'>
  commit: Commit
  now: () => Date
}): WorkHandler {
  return async () => {
    const filter = { types: [MERGE_TYPE], fields: [{ field: 'merge', is: 'empty' as const }] }
    const query = { filter, agentId: '', now: now(), sort: 'number' as const, limit: TICKETS_AT_ONCE }
    let before: string | null | undefined
    while (before !== null) {
      const page = await read.tickets.select({ ...query, ...(before && { before }) })
      await commit(async (tx) => {
        for (const { mergeId } of page.tickets) {
          const merge = mergeId ? await tx.merges.find(mergeId) : undefined
          if (merge) await markTicket(tx, merge)
        }
      })
      before = page.next
    }
    return { done: true }
  }
}

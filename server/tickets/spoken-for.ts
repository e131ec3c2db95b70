// A merge of accounts that is under way ends its ticket by itself, and nobody else does: solved before, it would be in no view
// of agents any more, while its contact waits for their decision. Partner: account-merge/transitions.ts.

import { CLAIMING_STATES } from '../../protocol/merge-states.ts'
import type { TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'

export async function isSpokenFor(
  tables: Pick<ReadTables, 'merges'>,
  { mergeId }: TicketRecord,
): Promise<boolean> {
  const merge = mergeId === null ? undefined : await tables.merges.find(mergeId)
  return merge !== undefined && CLAIMING_STATES.includes(merge.state)
}

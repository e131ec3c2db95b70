// What an agent has not read when a reply of theirs arrives: two agents who press in the same moment, or one whose line was lost
// meanwhile. The console stops most of them before (console/writing/taking-back.ts); who was first is known here alone.

import { Refusal } from '../errors.ts'
import type { AgentRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'

/** @throws Refusal('ticket.answered_meanwhile') */
export async function refuseOvertaken(
  tx: Pick<ReadTables, 'entries'>,
  agent: AgentRecord,
  ticket: TicketRecord,
  upTo: number,
): Promise<void> {
  if (ticket.newestSequence <= upTo) return
  const since = await tx.entries.after(ticket.id, upTo, ticket.newestSequence - upTo)
  const isOfOthers = since.some(
    (entry) => entry.kind === 'message' && !(entry.author.kind === 'agent' && entry.author.id === agent.id),
  )
  if (isOfOthers) throw new Refusal('ticket.answered_meanwhile')
}

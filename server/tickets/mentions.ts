// Who is named in a note has its ticket among their mentions. Only agents are looked for, and only in notes: no contact is ever
// named so, or told. Partners: protocol/desk/mentions.ts, tickets.ts.

import { mentionedIn } from '../../protocol/desk/mentions.ts'
import type { AgentRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'

/** Who can be named at all; nobody where no sign stands in the text, so that most notes ask for nothing. */
export async function namedIn(
  tables: Pick<ReadTables, 'agents'>,
  text: string,
  writer: Pick<AgentRecord, 'id'>,
): Promise<string[]> {
  if (!text.includes('@')) return []
  const others = (await tables.agents.list()).filter(({ id, disabledAt }) => !disabledAt && id !== writer.id)
  return mentionedIn(text, others).map(({ id }) => id)
}

export function withMentions(ticket: TicketRecord, agentIds: readonly string[]): TicketRecord {
  const mentions = [...new Set([...(ticket.mentions ?? []), ...agentIds])]
  return mentions.length > (ticket.mentions?.length ?? 0) ? { ...ticket, mentions } : ticket
}

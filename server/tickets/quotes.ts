// A message that answers another one of its ticket carries what that one says. Kept as it was when it was written, read
// as it is now: what was changed or taken back is in no quote either. Notes have no such number, so none can be quoted.
// Partners: protocol/revisions.ts (clients work revisions in alike), revisions.ts.

import type { Entry, Quote } from '../../protocol/entities.ts'
import { quoteOf as asQuote, quotedBy } from '../../protocol/revisions.ts'
import { Refusal } from '../errors.ts'
import type { TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { messageOf, revisionAt } from './messages.ts'

type Tables = Pick<ReadTables, 'tickets' | 'entries'>

/**
 * What the message will carry. One that was taken back meanwhile is quoted as that: nobody's answer is lost for it.
 * @throws Refusal('not_found') where the ticket has no message of that number
 */
export async function quoteOf(
  tables: Tables,
  ticket: TicketRecord,
  sequence: number | undefined,
): Promise<{ quotes?: Quote }> {
  if (sequence === undefined) return {}
  const message = await messageOf(tables, ticket, sequence)
  if (!message) throw new Refusal('not_found', { field: '/quotes', detail: `No message ${sequence} there.` })
  return { quotes: { ...asQuote(message), ...(message.deleted && { deleted: true }) } }
}

/** Of a page, for agents: what stood before is theirs to see, but at its own place only. */
export async function withQuotesNow<E extends Entry>(tables: Tables, entries: E[]): Promise<E[]> {
  const [first] = entries
  const ticket = first && (await tables.tickets.find(first.ticketId))
  if (!ticket?.revised) return entries
  return Promise.all(entries.map((entry) => withQuoteNow(tables, ticket, entry)))
}

export async function withQuoteNow<E extends Entry>(
  tables: Tables,
  ticket: TicketRecord,
  entry: E,
): Promise<E> {
  if (entry.kind !== 'message' || !entry.quotes) return entry
  const newest = ticket.revised?.[entry.quotes.sequence]
  if (!newest) return entry
  return { ...entry, quotes: quotedBy(entry.quotes, await revisionAt(tables, ticket, newest)) }
}

// One message of a ticket, by its number. Nothing that is kept is rewritten, so what it is now is looked up with its
// newest revision. Partners: revisions.ts, quotes.ts.

import type { Message, Revision } from '../../protocol/entities.ts'
import { revisedBy } from '../../protocol/revisions.ts'
import type { TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'

/** A message of the ticket as it is now. */
export async function messageOf(
  tables: Pick<ReadTables, 'tickets' | 'entries'>,
  ticket: TicketRecord,
  sequence: number,
): Promise<Message | undefined> {
  const [message] = await tables.entries.after(ticket.id, sequence - 1, 1)
  if (message?.kind !== 'message' || message.sequence !== sequence) return undefined
  const newest = ticket.revised?.[sequence]
  return newest ? revisedBy(message, await revisionAt(tables, ticket, newest)) : message
}

/** @throws where a ticket names a revision that is not there */
export async function revisionAt(
  tables: Pick<ReadTables, 'entries'>,
  ticket: TicketRecord,
  sequence: number,
): Promise<Revision> {
  const [revision] = await tables.entries.after(ticket.id, sequence - 1, 1)
  if (revision?.kind !== 'revision')
    throw new Error(`Ticket ${ticket.id} names a revision ${sequence}, which is not stored.`)
  return revision
}

/** Anything after that place. */
export async function hasContactWritten(
  tables: Pick<ReadTables, 'entries'>,
  { id, newestSequence }: TicketRecord,
  after: number,
): Promise<boolean> {
  if (newestSequence <= after) return false
  const since = await tables.entries.after(id, after, newestSequence - after)
  return since.some((entry) => entry.kind === 'message' && entry.author.kind === 'contact')
}

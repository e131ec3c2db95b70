// One contact with all that the desk knows of them: who vouches for what, every ticket, and what they read and searched for before
// each. Partner: protocol/desk/contacts.ts.

import type { ContactPage } from '../../protocol/desk/contacts.ts'
import { Refusal } from '../errors.ts'
import type { ContactRecord, MergeRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { deskTicket } from '../tickets/views.ts'

/** More than anybody scrolls; the search finds the others. */
const TICKETS = 200
const MERGES = 20

/** @throws Refusal('not_found') */
export async function contactPage(read: ReadTables, id: string): Promise<ContactPage> {
  const record = await read.contacts.find(id)
  if (!record || record.mergedInto) throw new Refusal('not_found')
  const { mergedInto: _nowhere, ...contact } = record
  const found = await read.tickets.listForContact(id, TICKETS + 1)
  const tickets = found.slice(0, TICKETS)
  const merges = await read.merges.listForContact(id, MERGES)
  return {
    contact,
    addresses: addressesOf(record, merges),
    tickets: await Promise.all(tickets.map((ticket) => deskTicket(ticket, read))),
    isAll: found.length <= TICKETS,
    reads: onceEach(
      tickets,
      ({ handover }) => handover.reads,
      ({ slug }) => slug,
    ),
    searches: onceEach(
      tickets,
      ({ handover }) => handover.searches.map((query) => ({ query })),
      ({ query }) => query,
    ),
  }
}

function addressesOf(
  { email, emailVerified, identity, attributesSignedAt, createdAt }: ContactRecord,
  merges: MergeRecord[],
): ContactPage['addresses'] {
  const how = emailVerified ? (identity === 'verified' ? 'host' : 'code') : 'none'
  const own: ContactPage['addresses'] =
    email === null
      ? []
      : [{ email, proof: how, at: how === 'host' ? attributesSignedAt : how === 'code' ? createdAt : null }]
  // Of accounts that became part of theirs, as they proved them then.
  const merged = merges
    .filter(({ state, from }) => state === 'merged' && from.email !== email)
    .map(({ from, provedAt }) => ({ email: from.email, proof: 'merge' as const, at: provedAt }))
  return [...own, ...merged]
}

/** Of all tickets, the newest first, each once. */
function onceEach<T extends object>(
  tickets: readonly TicketRecord[],
  of: (ticket: TicketRecord) => readonly T[],
  name: (one: T) => string,
): (T & { ticketId: string; at: string })[] {
  const byBirth = [...tickets].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
  const all = byBirth.flatMap((ticket) =>
    of(ticket).map((one) => ({ ...one, ticketId: ticket.id, at: ticket.createdAt })),
  )
  return [...new Map(all.reverse().map((one) => [name(one), one])).values()].sort((a, b) =>
    a.at < b.at ? 1 : -1,
  )
}

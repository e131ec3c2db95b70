// Sent twice is stored once: a client names what it writes before sending, and the name is kept for ever.
// The same name with the same content gets the same answer again; with another content it is refused.

import { Refusal } from '../errors.ts'
import { sha256 } from '../hashes.ts'
import type { ClientIdRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { pagesOfNotes } from './notes.ts'

/** @throws Refusal('client_id.reused') when the name stands for another content. */
export async function claimClientId(
  tables: Pick<ReadTables, 'clientIds'>,
  writerId: string,
  clientId: string,
  content: string[],
): Promise<ClientIdRecord | undefined> {
  const known = await tables.clientIds.find(writerId, clientId)
  if (known && known.fingerprint !== sha256(...content)) throw new Refusal('client_id.reused')
  return known
}

export function claimed(writerId: string, clientId: string, content: string[]): ClientIdRecord {
  return {
    writerId,
    clientId,
    fingerprint: sha256(...content),
    ticketId: null,
    sequence: null,
    noteId: null,
    mergeId: null,
  }
}

/** The ticket that it named. */
export async function readBackTicket(tables: Pick<ReadTables, 'tickets'>, { ticketId }: ClientIdRecord) {
  const ticket = await tables.tickets.find(ticketId ?? '')
  if (!ticket) throw new Refusal('not_found')
  return ticket
}

export async function readBackMessage(tables: ReadTables, known: ClientIdRecord) {
  const { ticket, entry: message } = await readBackEntry(tables, known)
  if (message?.kind !== 'message') throw new Refusal('not_found')
  return { ticket, message }
}

/** Of a contact: what they wrote may stand in another's ticket, where an account merge was taken back since. */
export async function readBackOwnMessage(tables: ReadTables, known: ClientIdRecord) {
  const found = await readBackMessage(tables, known)
  if (found.ticket.contactId !== known.writerId) throw new Refusal('not_found')
  return found
}

export async function readBackRevision(tables: ReadTables, known: ClientIdRecord) {
  const { ticket, entry: revision } = await readBackEntry(tables, known)
  if (revision?.kind !== 'revision') throw new Refusal('not_found')
  return { ticket, revision }
}

async function readBackEntry(tables: ReadTables, known: ClientIdRecord) {
  const ticket = await readBackTicket(tables, known)
  const [entry] = await tables.entries.after(ticket.id, (known.sequence ?? 1) - 1, 1)
  return { ticket, entry }
}

export async function readBackNote(tables: ReadTables, known: ClientIdRecord) {
  const ticket = await readBackTicket(tables, known)
  // Who sends again does so soon.
  for await (const page of pagesOfNotes(tables, ticket.id)) {
    const note = page.find(({ id }) => id === known.noteId)
    if (note) return { ticket, note }
  }
  throw new Refusal('not_found')
}

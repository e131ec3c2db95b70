// A writer changes or deletes a message of theirs, shortly after it was sent. Nothing that is kept is rewritten: the
// revision is an entry of its own, agents read what stood before, contacts never do (asContactSees).
// Partner: protocol/revisions.ts.

import type { Author, Entry, Message, Revision } from '../../protocol/entities.ts'
import { REVISE_WITHIN_MS, REVISED_OF_TICKET } from '../../protocol/limits.ts'
import { revisedBy, superseded } from '../../protocol/revisions.ts'
import type { ContactCommandBody } from '../../protocol/socket.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { messageOf, revisionAt } from './messages.ts'
import { withQuoteNow } from './quotes.ts'
import { cleanText, inShort, subjectFrom } from './text.ts'
import { claimClientId, claimed, readBackRevision } from './thread.ts'

/** The subject of a ticket whose first message gave it one and is deleted. */
const SUBJECT_OF_NOTHING = 'Deleted message'

/** What stands in lists in the place of a deleted message; see `lastEntry`. */
const DELETED = 'message.deleted'

/** @throws Refusal('not_found' | 'message.too_late'): not there, not theirs and deleted answer alike. */
export async function revise(
  tx: Unit,
  { now, newId }: Pick<Parts, 'now' | 'newId'>,
  before: TicketRecord,
  author: Author,
  body: ContactCommandBody<'message.revise'>,
) {
  const text = body.text === null ? null : cleanText(body.text)
  const fingerprint = ['message.revise', body.ticketId, String(body.sequence), text ?? '']
  const known = await claimClientId(tx, author.id, body.clientId, fingerprint)
  if (known) return readBackRevision(tx, known)

  const message = await messageOf(tx, before, body.sequence)
  if (!message || message.deleted || message.author.kind !== author.kind || message.author.id !== author.id)
    throw new Refusal('not_found')
  if (now().getTime() - Date.parse(message.createdAt) > REVISE_WITHIN_MS)
    throw new Refusal('message.too_late')
  const revised = { ...before.revised, [message.sequence]: before.newestSequence + 1 }
  if (Object.keys(revised).length > REVISED_OF_TICKET) throw new Refusal('request.too_many')

  const revision: Revision = {
    kind: 'revision',
    id: newId('rev'),
    ticketId: before.id,
    sequence: before.newestSequence + 1,
    clientId: body.clientId,
    of: message.sequence,
    author,
    text,
    createdAt: now().toISOString(),
  }
  const ticket = withoutTrace({ ...before, revised }, message, revision)
  await tx.entries.append(revision)
  if (text === null) await hide(tx, message)
  await tx.tickets.put(ticket)
  await tx.clientIds.put({
    ...claimed(author.id, body.clientId, fingerprint),
    ticketId: ticket.id,
    sequence: revision.sequence,
  })
  tx.record({ name: 'message.revised', ticket, revision })
  tx.record({ name: 'ticket.changed', ticket })
  return { ticket, revision }
}

/** Entries as the ticket's contact may read them. Entries first, then the ticket: never an old ticket for newer ones. */
export async function asContactSees<E extends Entry>(
  tables: Pick<ReadTables, 'tickets' | 'entries'>,
  entries: E[],
): Promise<E[]> {
  const [first] = entries
  const ticket = first && (await tables.tickets.find(first.ticketId))
  if (!ticket?.revised) return entries
  const seen = entries.map(async (each) => {
    const entry = await withQuoteNow(tables, ticket, each)
    const newest = ticket.revised?.[entry.kind === 'revision' ? entry.of : entry.sequence]
    if (!newest || newest === entry.sequence || entry.kind === 'activity') return entry
    return entry.kind === 'revision'
      ? superseded(entry)
      : revisedBy(entry, await revisionAt(tables, ticket, newest))
  })
  return Promise.all(seen) as Promise<E[]>
}

/**
 * For agents, who get messages as they were first written: the newest revisions that stand outside the page, so that none is
 * shown as it was because its page ends there.
 */
export async function revisionsBeyond(
  tables: Pick<ReadTables, 'entries'>,
  ticket: TicketRecord,
  page: readonly Entry[],
): Promise<Revision[]> {
  const last = page.at(-1)?.sequence ?? 0
  const beyond = page.map(({ sequence }) => ticket.revised?.[sequence] ?? 0).filter((newest) => newest > last)
  return Promise.all(beyond.map((newest) => revisionAt(tables, ticket, newest)))
}

/** The files of a deleted message are what those of a note are: for agents only. */
async function hide(tx: Unit, { attachments = [] }: Message): Promise<void> {
  for (const { id } of attachments) {
    const record = await tx.attachments.find(id)
    if (record) await tx.attachments.put({ ...record, isOfNote: true })
  }
}

/** Lists and mails read the ticket: neither its subject nor its last words may keep what was taken back. */
function withoutTrace(
  ticket: TicketRecord,
  message: Message,
  { sequence, text, author, createdAt }: Revision,
) {
  const own = author.kind === 'contact' ? 'seenByContact' : 'seenByAgent'
  const { lastEntry } = ticket
  const isLast = lastEntry.sequence === message.sequence
  // A message of files alone gave it the name of the first.
  const [file] = message.attachments ?? []
  const gaveSubject = ticket.subject === subjectFrom(message.text || (file?.name ?? ''))
  return {
    ...ticket,
    updatedAt: createdAt,
    newestSequence: sequence,
    // Who had read everything has: the newest is their own doing.
    ...(ticket[own] === ticket.newestSequence && { [own]: sequence }),
    ...(isLast && {
      lastEntry:
        text === null
          ? { ...lastEntry, author: 'system' as const, snippet: DELETED }
          : { ...lastEntry, snippet: subjectFrom(inShort({ ...message, text })) },
    }),
    ...(gaveSubject && { subject: text === null ? SUBJECT_OF_NOTHING : subjectFrom(text) }),
  }
}

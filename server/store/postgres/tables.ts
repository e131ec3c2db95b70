// The interfaces of ../store.ts, noun by noun, over a view: each question is one of questions.ts, each answer was parsed a
// moment ago and belongs to its receiver.

import type { DeskView } from '../../../protocol/entities.ts'
import type { AttachmentRecord, FeedbackRecord } from '../records.ts'
import type { ReadTables, Tables } from '../store.ts'
import { availableAt, keyOf } from './collections.ts'
import * as ask from './questions.ts'
import type { View } from './view.ts'

/** The counter of the numbers people say aloud. */
const TICKET_NUMBER = 'ticketNumber'

export function tablesOver(view: View): Tables {
  const first = async <R>(found: Promise<R[]>): Promise<R | undefined> => (await found)[0]
  return {
    contacts: {
      find: (id) => view.find('contacts', id),
      findByExternalId: (externalId) => first(view.list(ask.contactsBy.externalId(externalId))),
      findGuestByEmail: (email) => first(view.list(ask.contactsBy.guestEmail(email))),
      put: (contact) => view.put('contacts', contact),
    },
    sessions: {
      findByTokenHash: (tokenHash) => first(view.list(ask.sessionsOf.token(tokenHash))),
      listForContact: (contactId) => view.list(ask.sessionsOf.contact(contactId)),
      put: (session) => view.put('sessions', session),
      removeExpired: (at, limit) => removeExpired(view, 'sessions', at, limit),
    },
    agents: {
      find: (id) => view.find('agents', id),
      findByEmail: (email) => first(view.list(ask.agentByEmail(email))),
      list: () => view.list(ask.allAgents),
      put: (agent) => view.put('agents', agent),
    },
    agentSessions: {
      findByTokenHash: (tokenHash) => first(view.list(ask.agentSessionByToken(tokenHash))),
      put: (session) => view.put('agentSessions', session),
      removeExpired: (at, limit) => removeExpired(view, 'agentSessions', at, limit),
    },
    tickets: {
      find: (id) => view.find('tickets', id),
      listForContact: (contactId, limit) => view.list(ask.ticketsOf(contactId, limit)),
      list: (query) => ticketPage(view, query),
      async firstReplies(hourOfWeek, since, limit) {
        const replied = await view.list(ask.repliedTickets(hourOfWeek, since, limit))
        return replied.map(({ createdAt, firstReplyAt }) => ({
          openedAt: createdAt,
          tookMs: Date.parse(firstReplyAt ?? createdAt) - Date.parse(createdAt),
        }))
      },
      async nextNumber() {
        const value = ((await view.find('counters', TICKET_NUMBER))?.value ?? 0) + 1
        await view.put('counters', { id: TICKET_NUMBER, value })
        return value
      },
      put: (ticket) => view.put('tickets', ticket),
    },
    entries: {
      append: (entry) => view.append('entries', entry, entry.sequence),
      after: (ticketId, sequence, limit) => view.list(ask.entriesAfter(ticketId, sequence, limit)),
      async before(ticketId, sequence, limit) {
        return (await view.list(ask.entriesBefore(ticketId, sequence, limit))).reverse()
      },
    },
    notes: {
      append: (note) => view.append('notes', note, note.noteSequence),
      list: (ticketId) => view.list(ask.notesOf(ticketId)),
    },
    clientIds: {
      find: (writerId, clientId) => view.find('clientIds', keyOf(writerId, clientId)),
      async put(record) {
        const { writerId, clientId } = record
        if (await view.find('clientIds', keyOf(writerId, clientId)))
          throw new Error(`clientIds: ${writerId} has used ${clientId} before; look before you put`)
        await view.put('clientIds', record)
      },
    },
    addressProofs: {
      find: (id) => view.find('addressProofs', id),
      countSince: async (email, since) => (await view.list(ask.proofsSince(email, since))).length,
      put: (proof) => view.put('addressProofs', proof),
    },
    merges: {
      find: (id) => view.find('merges', id),
      findByStopTokenHash: (hash) => first(view.list(ask.mergesBy.stopTokenHash(hash))),
      listForContact: (contactId, limit) => view.list(ask.mergesBy.contact(contactId, limit)),
      list: () => view.list(ask.allMerges),
      findOpenWith: (account) => first(openWith(view, account)),
      listOpenWith: (account) => openWith(view, account),
      put: (merge) => view.put('merges', merge),
    },
    mails: { find: (id) => view.find('mails', id), put: (mail) => view.put('mails', mail) },
    deliveries: {
      find: (id) => view.find('deliveries', id),
      put: (delivery) => view.put('deliveries', delivery),
    },
    dueWork: {
      find: (id) => view.find('dueWork', id),
      claim: (query) => view.claim(query),
      async nextDueAt() {
        const soonest = await first(view.list(ask.soonestWork))
        return soonest && availableAt(soonest)
      },
      put: (work) => view.put('dueWork', work),
      remove: (id) => view.remove('dueWork', id),
    },
    feedback: {
      find: ({ slug, locale, version, readerHash }) =>
        view.find('feedback', keyOf(slug, locale, version, readerHash)),
      counts: (slug, locale) => feedbackCounts(view, slug, locale),
      list: (slug, locale, limit) => view.list(ask.feedbackOn(slug, locale, limit)),
      put: (feedback) => view.put('feedback', feedback),
    },
    searchGaps: {
      put: (gap) => view.put('searchGaps', gap),
      list: (limit) => view.list(ask.newestGaps(limit)),
    },
    searchFinds: {
      find: (slug, locale) => view.find('searchFinds', keyOf(slug, locale)),
      list: (limit) => view.list(ask.allFinds(limit)),
      put: (finds) => view.put('searchFinds', finds),
    },
    attachments: {
      find: (id) => view.find('attachments', id),
      async uploadedSince(uploader: AttachmentRecord['uploader'], since) {
        const uploads = await view.list(ask.uploadsSince(uploader, since))
        return { files: uploads.length, bytes: uploads.reduce((sum, { size }) => sum + size, 0) }
      },
      listLoose: (before, limit) => view.list(ask.looseBefore(before, limit)),
      put: (attachment) => view.put('attachments', attachment),
      remove: (id) => view.remove('attachments', id),
    },
    openingHours: {
      find: () => view.find('openingHours', 'desk'),
      put: (hours) => view.put('openingHours', hours),
    },
    ratings: {
      find: (ticketId, solved) => view.find('ratings', keyOf(ticketId, solved)),
      list: (ticketId) => view.list(ask.ratingsOf(ticketId)),
      put: (rating) => view.put('ratings', rating),
    },
    secrets: { find: (id) => view.find('secrets', id), put: (secret) => view.put('secrets', secret) },
  }
}

export const readTablesOver = (view: View): ReadTables => tablesOver(view)

async function removeExpired(
  view: View,
  name: 'sessions' | 'agentSessions',
  at: string,
  limit: number,
): Promise<number> {
  const expired = await view.list(ask.expired(name, at, limit))
  for (const { id } of expired) await view.remove(name, id)
  return expired.length
}

/** An instant and an id, as they stand in the list; anything else begins at the first page. */
const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*Z)~([A-Za-z0-9_-]+)$/

async function ticketPage(
  view: View,
  query: { view: DeskView; agentId: string; before?: string; limit: number },
) {
  const [, updatedAt, id] = CURSOR.exec(query.before ?? '') ?? []
  const isCursor = updatedAt !== undefined && id !== undefined && !Number.isNaN(Date.parse(updatedAt))
  const before = isCursor ? { updatedAt, id } : undefined
  // One more than fits tells whether there is another page.
  const found = await view.list(ask.ticketsIn(query.view, query.agentId, before, query.limit + 1))
  const tickets = found.slice(0, query.limit)
  const last = tickets.at(-1)
  return { tickets, next: last && found.length > query.limit ? `${last.updatedAt}~${last.id}` : null }
}

async function openWith(view: View, { externalId, email }: { externalId?: string; email?: string }) {
  const found = [
    ...(externalId === undefined ? [] : await view.list(ask.mergesBy.openExternalId(externalId))),
    ...(email === undefined ? [] : await view.list(ask.mergesBy.openEmail(email))),
  ]
  return [...new Map(found.map((merge) => [merge.id, merge])).values()]
}

async function feedbackCounts(view: View, slug: string, locale: string) {
  const counts: Record<FeedbackRecord['answer'], number> = { yes: 0, partly: 0, no: 0 }
  for (const { answer } of await view.list(ask.feedbackOn(slug, locale, Number.MAX_SAFE_INTEGER)))
    counts[answer]++
  return counts
}

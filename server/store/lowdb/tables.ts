// The interfaces of ../store.ts, noun by noun, over a view. What comes out was parsed a moment ago and what goes
// in is printed at once, so both belong to their receiver.

import type { DeskView } from '../../../protocol/socket.ts'
import type {
  AddressProofs,
  AgentSessions,
  Agents,
  ClientIds,
  Contacts,
  Deliveries,
  DueWork,
  Entries,
  Feedback,
  Mails,
  Merges,
  Notes,
  SearchGaps,
  Sessions,
  Tables,
  Tickets,
} from '../store.ts'
import { availableAt, type ThreadName, type Threads, words } from './collections.ts'
import type { View } from './view.ts'
import { removalOf, threadWriteOf } from './writes.ts'

export function tablesOver(view: View): Tables {
  return {
    contacts: contactsOver(view),
    sessions: sessionsOver(view),
    agents: agentsOver(view),
    agentSessions: agentSessionsOver(view),
    tickets: ticketsOver(view),
    entries: entriesOver(view),
    notes: notesOver(view),
    clientIds: clientIdsOver(view),
    addressProofs: addressProofsOver(view),
    merges: mergesOver(view),
    mails: mailsOver(view),
    deliveries: deliveriesOver(view),
    dueWork: dueWorkOver(view),
    feedback: feedbackOver(view),
    searchGaps: searchGapsOver(view),
  }
}

const NEWEST_FIRST = 'greatest first'
const OLDEST_FIRST = 'smallest first'

function contactsOver(view: View): Contacts {
  return {
    find: async (id) => view.find('contacts', id),
    findByExternalId: async (externalId) => view.findUnder('contacts', `externalId:${externalId}`),
    findGuestByEmail: async (email) => view.findUnder('contacts', `guest:${email}`),
    put: async (contact) => view.put('contacts', contact),
  }
}

function sessionsOver(view: View): Sessions {
  return {
    findByTokenHash: async (tokenHash) => view.findUnder('sessions', `token:${tokenHash}`),
    listForContact: async (contactId) =>
      view.listUnder('sessions', `contact:${contactId}`, { direction: OLDEST_FIRST }),
    put: async (session) => view.put('sessions', session),
  }
}

function agentsOver(view: View): Agents {
  return {
    find: async (id) => view.find('agents', id),
    findByEmail: async (email) => view.findUnder('agents', `email:${email}`),
    list: async () => view.listUnder('agents', 'all', { direction: OLDEST_FIRST }),
    put: async (agent) => view.put('agents', agent),
  }
}

function agentSessionsOver(view: View): AgentSessions {
  return {
    findByTokenHash: async (tokenHash) => view.findUnder('agentSessions', `token:${tokenHash}`),
    put: async (session) => view.put('agentSessions', session),
  }
}

/** The counter of the numbers people say aloud. */
const TICKET_NUMBER = 'ticketNumber'

function ticketsOver(view: View): Tickets {
  return {
    find: async (id) => view.find('tickets', id),
    listForContact: async (contactId, limit) =>
      view.listUnder('tickets', `contact:${contactId}`, { direction: NEWEST_FIRST, limit }),
    async list({ view: deskView, agentId, before, limit }) {
      const under = filedUnder(deskView, agentId)
      const below = before === undefined ? undefined : entryOfCursor(before)
      const entries = view.entriesUnder('tickets', under, {
        direction: NEWEST_FIRST,
        limit: limit + 1,
        ...(below === undefined ? {} : { below }),
      })
      const page = entries.slice(0, limit)
      const tickets = page.flatMap((entry) => view.find('tickets', entry.slice(entry.indexOf(' ') + 1)) ?? [])
      const last = page.at(-1)
      return { tickets, next: entries.length > limit && last ? cursorOfEntry(last) : null }
    },
    async firstReplyTimesMs(since, limit) {
      const times: number[] = []
      for (const entry of view.entriesUnder('tickets', 'replied', { direction: NEWEST_FIRST, limit })) {
        if (entry < since) break
        const ticket = view.find('tickets', entry.slice(entry.indexOf(' ') + 1))
        if (ticket?.firstReplyAt) times.push(Date.parse(ticket.firstReplyAt) - Date.parse(ticket.createdAt))
      }
      return times
    },
    async nextNumber() {
      const value = (view.find('counters', TICKET_NUMBER)?.value ?? 0) + 1
      view.put('counters', { id: TICKET_NUMBER, value })
      return value
    },
    put: async (ticket) => view.put('tickets', ticket),
  }
}

function filedUnder(deskView: DeskView, agentId: string): string {
  return deskView === 'mine' ? `assignee:${agentId}` : deskView
}

/** An instant and an id, as they stand in the list; anything else begins at the first page. */
const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~([A-Za-z0-9_-]+)$/

function entryOfCursor(cursor: string): string | undefined {
  const [, updatedAt, id] = CURSOR.exec(cursor) ?? []
  return updatedAt && id ? `${updatedAt} ${id}` : undefined
}

function cursorOfEntry(entry: string): string {
  return entry.replace(' ', '~')
}

function entriesOver(view: View): Entries {
  return {
    append: async (entry) => append(view, 'entries', entry, entry.sequence),
    async after(ticketId, sequence, limit) {
      const from = Math.max(0, sequence)
      return parseAll(await view.thread('entries', ticketId, from, from + limit))
    },
    async before(ticketId, sequence, limit) {
      const to = Math.min(sequence - 1, view.count('entries', ticketId))
      return parseAll(await view.thread('entries', ticketId, Math.max(0, to - limit), to))
    },
  }
}

function notesOver(view: View): Notes {
  return {
    append: async (note) => append(view, 'notes', note, note.noteSequence),
    list: async (ticketId) =>
      parseAll(await view.thread('notes', ticketId, 0, view.count('notes', ticketId))),
  }
}

function append<Name extends ThreadName>(
  view: View,
  name: Name,
  record: Threads[Name],
  sequence: number,
): void {
  const newest = view.count(name, record.ticketId)
  if (sequence !== newest + 1) {
    throw new Error(
      `${name} of ${record.ticketId}: ${sequence} cannot follow ${newest}; a thread has no holes`,
    )
  }
  view.write(threadWriteOf(name, record))
}

function parseAll<R>(texts: string[]): R[] {
  return texts.map((text) => JSON.parse(text))
}

function clientIdsOver(view: View): ClientIds {
  return {
    find: (writerId, clientId) => view.findClientId(writerId, clientId),
    async put(record) {
      if (view.knowsClientId(record.writerId, record.clientId)) {
        throw new Error(
          `clientIds: ${record.writerId} has used ${record.clientId} before; look before you put`,
        )
      }
      view.nameClient(record)
    },
  }
}

function addressProofsOver(view: View): AddressProofs {
  return {
    find: async (id) => view.find('addressProofs', id),
    async countSince(email, since) {
      const entries = view.entriesUnder('addressProofs', `email:${email}`, { direction: NEWEST_FIRST })
      return entries.filter((entry) => entry >= since).length
    },
    put: async (proof) => view.put('addressProofs', proof),
  }
}

function mergesOver(view: View): Merges {
  return {
    find: async (id) => view.find('merges', id),
    findByStopTokenHash: async (hash) => view.findUnder('merges', `stop:${hash}`),
    listForContact: async (contactId, limit) =>
      view.listUnder('merges', `contact:${contactId}`, { direction: NEWEST_FIRST, limit }),
    async findOpenWith({ externalId, email }) {
      const byId =
        externalId === undefined ? undefined : view.findUnder('merges', `open:externalId:${externalId}`)
      return byId ?? (email === undefined ? undefined : view.findUnder('merges', `open:email:${email}`))
    },
    put: async (merge) => view.put('merges', merge),
  }
}

function mailsOver(view: View): Mails {
  return {
    find: async (id) => view.find('mails', id),
    put: async (mail) => view.put('mails', mail),
  }
}

function deliveriesOver(view: View): Deliveries {
  return {
    find: async (id) => view.find('deliveries', id),
    put: async (delivery) => view.put('deliveries', delivery),
  }
}

function dueWorkOver(view: View): DueWork {
  return {
    find: async (id) => view.find('dueWork', id),
    async claim({ now, leaseUntil, limit }) {
      const available = view.listUnder('dueWork', 'available', { direction: OLDEST_FIRST, limit })
      const claimed = available
        .filter((work) => availableAt(work) <= now)
        .map((work) => ({ ...work, leaseUntil }))
      for (const work of claimed) view.put('dueWork', work)
      return claimed.sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1))
    },
    async nextDueAt() {
      const soonest = view.findUnder('dueWork', 'available')
      return soonest && availableAt(soonest)
    },
    put: async (work) => view.put('dueWork', work),
    remove: async (id) => view.write(removalOf('dueWork', id)),
  }
}

function feedbackOver(view: View): Feedback {
  const count = (slug: string, locale: string, answer: 'yes' | 'partly' | 'no') =>
    view.entriesUnder('feedback', words(slug, locale, answer), { direction: OLDEST_FIRST }).length
  return {
    counts: async (slug, locale) => ({
      yes: count(slug, locale, 'yes'),
      partly: count(slug, locale, 'partly'),
      no: count(slug, locale, 'no'),
    }),
    put: async (feedback) => view.put('feedback', feedback),
  }
}

function searchGapsOver(view: View): SearchGaps {
  return {
    put: async (gap) => view.put('searchGaps', gap),
    list: async (limit) => view.listUnder('searchGaps', 'all', { direction: NEWEST_FIRST, limit }),
  }
}

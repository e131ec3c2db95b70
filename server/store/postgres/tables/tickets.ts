// Tickets over PostgreSQL. Partners: tickets-by-time.ts and tickets-by-filter.ts, their longer lists; threads.ts, what is of one ticket.

import type { DeskView } from '../../../../protocol/entities.ts'
import { hourOfWeek, type TicketRecord } from '../../records.ts'
import type { Tickets } from '../../store.ts'
import type { Question } from '../question.ts'
import { Table } from './table.ts'
import { countTickets, selectTickets } from './tickets-by-filter.ts'
import { inDeskView, oldestSolved, openedOrSolvedBetween } from './tickets-by-time.ts'

/** The counter of the numbers people say aloud. */
const TICKET_NUMBER = 'ticketNumber'

export class TicketsTable extends Table implements Tickets {
  find(id: string) {
    return this.view.find('tickets', id)
  }

  listForContact(contactId: string, limit: number) {
    return this.view.list(ticketsOf(contactId, limit))
  }

  list(query: { view: DeskView; agentId: string; before?: string; limit: number }) {
    return inDeskView(this.view, query)
  }

  select(query: Parameters<Tickets['select']>[0]) {
    return selectTickets(this.view, query)
  }

  count(query: Parameters<Tickets['count']>[0]) {
    return countTickets(this.view, query)
  }

  causedBy(trackerId: string, { after, limit }: { after?: string; limit: number }) {
    return this.view.list(ticketsCausedBy(trackerId, after, limit))
  }

  trackers(limit: number) {
    return this.view.list(openTrackers(limit))
  }

  between(query: Parameters<Tickets['between']>[0]) {
    return openedOrSolvedBetween(this.view, query)
  }

  async firstReplies(hourOfWeek: number, since: string, limit: number) {
    const replied = await this.view.list(repliedTickets(hourOfWeek, since, limit))
    return replied.map(({ createdAt, firstReplyAt }) => ({
      openedAt: createdAt,
      tookMs: Date.parse(firstReplyAt ?? createdAt) - Date.parse(createdAt),
    }))
  }

  async nextNumber() {
    const value = ((await this.view.find('counters', TICKET_NUMBER))?.value ?? 0) + 1
    await this.view.put('counters', { id: TICKET_NUMBER, value })
    return value
  }

  put(ticket: TicketRecord) {
    return this.view.put('tickets', ticket)
  }

  oldestSolved(query: Parameters<Tickets['oldestSolved']>[0]) {
    return oldestSolved(this.view, query)
  }

  /** What is of it goes by a trigger: migrations/0018-removed-tickets.ts. */
  remove(id: string) {
    return this.view.remove('tickets', id)
  }
}

export const ticketsOf = (contactId: string, limit: number): Question<'tickets'> => ({
  name: 'tickets',
  called: 'tickets of a contact',
  where: 'contact_id = $1',
  order: 'updated_at DESC, id DESC',
  values: [contactId],
  limit,
  list: `contact:${contactId}`,
  belongs: (ticket) => ticket.contactId === contactId,
  place: ({ updatedAt, id }) => [updatedAt, id],
  descending: true,
})

const ticketsCausedBy = (
  trackerId: string,
  after: string | undefined,
  limit: number,
): Question<'tickets'> => ({
  name: 'tickets',
  called: `tickets of a tracker${after === undefined ? '' : ', next page'}`,
  where: after === undefined ? 'cause_id = $1' : 'cause_id = $1 AND id > $2',
  order: 'id',
  values: after === undefined ? [trackerId] : [trackerId, after],
  limit,
  belongs: ({ id, cause }) => cause?.id === trackerId && (after === undefined || id > after),
  place: ({ id }) => [id],
})

const openTrackers = (limit: number): Question<'tickets'> => ({
  name: 'tickets',
  called: 'open trackers',
  where: `is_tracker AND state <> 'solved'`,
  order: 'updated_at DESC, id DESC',
  values: [],
  limit,
  belongs: ({ tracker, state }) => tracker !== undefined && state !== 'solved',
  place: ({ updatedAt, id }) => [updatedAt, id],
  descending: true,
})

export const repliedTickets = (hour: number, since: string, limit: number): Question<'tickets'> => ({
  name: 'tickets',
  called: 'tickets replied to',
  where: 'hour_of_week = $1 AND first_reply_at IS NOT NULL AND created_at >= $2::timestamptz',
  order: 'created_at DESC, id DESC',
  values: [hour, since],
  limit,
  belongs: ({ firstReplyAt, createdAt }) =>
    firstReplyAt !== null && createdAt >= since && hourOfWeek(createdAt) === hour,
  place: ({ createdAt, id }) => [createdAt, id],
  descending: true,
})

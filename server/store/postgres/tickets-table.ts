// Tickets over PostgreSQL. Partners: tables.ts, questions.ts.

import { cursorAt, placeAt, placeIn } from '../../../protocol/desk/filtering.ts'
import type { DeskView } from '../../../protocol/entities.ts'
import { facetsOfRecord } from '../facets.ts'
import type { TicketRecord } from '../records.ts'
import type { TicketPage, Tickets } from '../store.ts'
import * as ask from './questions.ts'
import { Table } from './table.ts'
import type { View } from './view.ts'

/** The counter of the numbers people say aloud. */
const TICKET_NUMBER = 'ticketNumber'

export class TicketsTable extends Table implements Tickets {
  find(id: string) {
    return this.view.find('tickets', id)
  }

  listForContact(contactId: string, limit: number) {
    return this.view.list(ask.ticketsOf(contactId, limit))
  }

  list(query: { view: DeskView; agentId: string; before?: string; limit: number }) {
    return ticketPage(this.view, query)
  }

  async select({ sort, before, limit, ...query }: Parameters<Tickets['select']>[0]): Promise<TicketPage> {
    const question = ask.ticketsThatFit(query, sort, placeAt(sort, before), limit + 1)
    const found = await this.view.list(question)
    const tickets = found.slice(0, limit)
    const last = tickets.at(-1)
    const next = last && found.length > limit ? cursorAt(placeIn(sort, facetsOfRecord(last))) : null
    return { tickets, next }
  }

  count({ now, ...query }: Parameters<Tickets['count']>[0]) {
    // Whoever asks within a second asks the same, also of waits.
    const second = new Date(Math.floor(now.getTime() / 1_000) * 1_000)
    return this.view.count(ask.ticketsThatFit({ ...query, now: second }, 'newest', undefined, ask.ALL))
  }

  causedBy(trackerId: string, { after, limit }: { after?: string; limit: number }) {
    return this.view.list(ask.ticketsCausedBy(trackerId, after, limit))
  }

  trackers(limit: number) {
    return this.view.list(ask.openTrackers(limit))
  }

  between(query: Parameters<Tickets['between']>[0]) {
    return ticketsBetween(this.view, query)
  }

  async firstReplies(hourOfWeek: number, since: string, limit: number) {
    const replied = await this.view.list(ask.repliedTickets(hourOfWeek, since, limit))
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

  async oldestSolved({ before, after, limit }: Parameters<Tickets['oldestSolved']>[0]) {
    const found = await this.view.list(ask.ticketsSolvedBefore(before, instantIn(after), limit + 1))
    const tickets = found.slice(0, limit)
    const last = tickets.at(-1)
    return { tickets, next: last && found.length > limit ? `${ask.solvedAt(last)}~${last.id}` : null }
  }

  /** What is of it goes by a trigger: migrations/0018-removed-tickets.ts. */
  remove(id: string) {
    return this.view.remove('tickets', id)
  }
}

/** An instant and an id, as they stand in the list; anything else begins at the first page. */
const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*Z)~([A-Za-z0-9_-]+)$/

function instantIn(cursor: string | undefined): { at: string; id: string } | undefined {
  const [, at, id] = CURSOR.exec(cursor ?? '') ?? []
  return at !== undefined && id !== undefined && !Number.isNaN(Date.parse(at)) ? { at, id } : undefined
}

async function ticketPage(
  view: View,
  query: { view: DeskView; agentId: string; before?: string; limit: number },
) {
  const cursor = instantIn(query.before)
  const before = cursor && { updatedAt: cursor.at, id: cursor.id }
  // One more than fits tells whether there is another page.
  const found = await view.list(ask.ticketsIn(query.view, query.agentId, before, query.limit + 1))
  const tickets = found.slice(0, query.limit)
  const last = tickets.at(-1)
  return { tickets, next: last && found.length > query.limit ? `${last.updatedAt}~${last.id}` : null }
}

async function ticketsBetween(view: View, query: Parameters<Tickets['between']>[0]) {
  const before = instantIn(query.before)
  const found = await view.list(ask.ticketsBetween(query, before, query.limit + 1))
  const tickets = found.slice(0, query.limit)
  const last = tickets.at(-1)
  const lastAt = last && (query.by === 'opened' ? last.createdAt : ask.solvedAt(last))
  return { tickets, next: last && found.length > query.limit ? `${lastAt}~${last.id}` : null }
}

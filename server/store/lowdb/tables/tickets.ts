// Tickets in the embedded store: pages are read off the sorted lists that memory keeps. Partner: tickets-by-filter.ts.

import type { DeskView } from '../../../../protocol/entities.ts'
import { isInstant } from '../../../../protocol/instants.ts'
import type { TicketRecord } from '../../records.ts'
import type { Tickets } from '../../store.ts'
import { repliedIn } from '../collections.ts'
import { keyOfEntry, orderOfEntry, removalOf } from '../writes.ts'
import { NEWEST_FIRST, OLDEST_FIRST, Table } from './table.ts'
import { countTickets, selectTickets } from './tickets-by-filter.ts'

/** The counter of the numbers people say aloud. */
const TICKET_NUMBER = 'ticketNumber'

export class TicketsTable extends Table implements Tickets {
  async find(id: string) {
    return this.view.find('tickets', id)
  }

  async listForContact(contactId: string, limit: number) {
    return this.view.listUnder('tickets', `contact:${contactId}`, { direction: NEWEST_FIRST, limit })
  }

  async list(query: { view: DeskView; agentId: string; before?: string; limit: number }) {
    const { view, agentId, before, limit } = query
    const own = { mine: `assignee:${agentId}`, mentions: `mentioned:${agentId}` }
    const under = view === 'mine' || view === 'mentions' ? own[view] : view
    const entries = this.view.entriesUnder('tickets', under, {
      direction: NEWEST_FIRST,
      past: before === undefined ? undefined : entryOfCursor(before),
      limit: limit + 1,
    })
    const page = entries.slice(0, limit)
    const tickets = page.flatMap((entry) => this.view.find('tickets', keyOfEntry(entry)) ?? [])
    const last = page.at(-1)
    return { tickets, next: last !== undefined && entries.length > limit ? cursorOfEntry(last) : null }
  }

  async select(query: Parameters<Tickets['select']>[0]) {
    return selectTickets(this.view, query)
  }

  async count(query: Parameters<Tickets['count']>[0]) {
    return countTickets(this.view, query)
  }

  async causedBy(trackerId: string, { after, limit }: { after?: string; limit: number }) {
    const attached = this.view.entriesUnder('tickets', `cause:${trackerId}`, { direction: OLDEST_FIRST })
    const ids = attached.map(keyOfEntry).filter((id) => after === undefined || id > after)
    return ids.slice(0, limit).flatMap((id) => this.view.find('tickets', id) ?? [])
  }

  async trackers(limit: number) {
    return this.view.listUnder('tickets', 'trackers', { direction: NEWEST_FIRST, limit })
  }

  async between({ by, from, to, before, limit }: Parameters<Tickets['between']>[0]) {
    const newest = this.view.entriesUnder('tickets', by === 'opened' ? 'opened' : 'closed', {
      direction: NEWEST_FIRST,
      past: (before === undefined ? undefined : entryOfCursor(before)) ?? to,
      limit: limit + 1,
    })
    const entries = newest.filter((entry) => entry >= from)
    const page = entries.slice(0, limit)
    const tickets = page.flatMap((entry) => this.view.find('tickets', keyOfEntry(entry)) ?? [])
    const last = page.at(-1)
    return { tickets, next: last !== undefined && entries.length > limit ? cursorOfEntry(last) : null }
  }

  async firstReplies(hourOfWeek: number, since: string, limit: number) {
    const newest = this.view.entriesUnder('tickets', repliedIn(hourOfWeek), {
      direction: NEWEST_FIRST,
      limit,
    })
    return newest
      .filter((entry) => entry >= since)
      .map((entry) => {
        const [openedAt = '', tookMs] = orderOfEntry(entry).split('~')
        return { openedAt, tookMs: Number(tookMs) }
      })
  }

  async nextNumber() {
    const value = (this.view.find('counters', TICKET_NUMBER)?.value ?? 0) + 1
    this.view.put('counters', { id: TICKET_NUMBER, value })
    return value
  }

  async put(ticket: TicketRecord) {
    this.view.put('tickets', ticket)
  }

  async oldestSolved({ before, after, limit }: Parameters<Tickets['oldestSolved']>[0]) {
    const oldest = this.view.entriesUnder('tickets', 'closed', {
      direction: OLDEST_FIRST,
      past: after === undefined ? undefined : entryOfCursor(after),
      limit: limit + 1,
    })
    const entries = oldest.filter((entry) => entry < before)
    const page = entries.slice(0, limit)
    const tickets = page.flatMap((entry) => this.view.find('tickets', keyOfEntry(entry)) ?? [])
    const last = page.at(-1)
    return { tickets, next: last !== undefined && entries.length > limit ? cursorOfEntry(last) : null }
  }

  /** Its home goes with it: thread, notes and client ids. */
  async remove(id: string) {
    for (const [name, under] of [
      ['ratings', id],
      ['drafts', `ticket:${id}`],
    ] as const)
      for (const entry of this.view.entriesUnder(name, under, { direction: OLDEST_FIRST }))
        this.view.write(removalOf(name, keyOfEntry(entry)))
    this.view.write(removalOf('tickets', id))
  }
}

/** An instant and an id, as they stand in the list; anything else begins at the first page. */
const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~([A-Za-z0-9_-]+)$/

function entryOfCursor(cursor: string): string | undefined {
  const [, updatedAt, id] = CURSOR.exec(cursor) ?? []
  return updatedAt && isInstant(updatedAt) && id ? `${updatedAt} ${id}` : undefined
}

function cursorOfEntry(entry: string): string {
  return entry.replace(' ', '~')
}

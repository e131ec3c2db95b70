// Tickets by a filter: those that it holds (../held.ts), and for a commit what is put and not yet kept. Partner: protocol/desk/filters.ts, the rule.

import {
  compareIn,
  cursorAt,
  dueBy,
  fits,
  placeAt,
  placeIn,
  waitedSince,
} from '../../../../protocol/desk/filtering.ts'
import type { TicketSort } from '../../../../protocol/desk/filters.ts'
import type { FilterQuery, TicketPage, Tickets } from '../../store.ts'
import { askingOf, type HeldByFilter } from '../held-by-filter.ts'
import type { Row } from '../memory.ts'
import { Slices } from '../slices.ts'
import { contactTold, type ToldTicket, ticketTold } from '../told.ts'
import type { View } from '../view.ts'
import { keyOfEntry, orderUnder } from '../writes.ts'

/** A filter that holds fewer is sorted as a whole; of more, the newest are soon found in the lists of their states. */
const FEW = 2_000
const ENTRIES_AT_ONCE = 256

export async function countTickets(
  view: View,
  { most = Number.MAX_SAFE_INTEGER, ...query }: Parameters<Tickets['count']>[0],
): Promise<number> {
  const held = await view.held.by(query)
  const above = judgedAbove(view, query, held)
  const isTime = timeOf(view, query)
  if (above.size === 0 && !isTime) return Math.min(held.size, most)
  let count = 0
  for (const row of held.rows()) if (!above.has(row.key) && (!isTime || isTime(row))) count++
  for (const told of above.values()) if (told) count++
  return Math.min(count, most)
}

export async function selectTickets(
  view: View,
  { sort, before, limit, ...query }: Parameters<Tickets['select']>[0],
): Promise<TicketPage> {
  // One more than fits tells whether there is another page.
  const first = new FirstIn(sort, placeAt(sort, before), limit + 1)
  const held = await view.held.by(query)
  if (sort === 'newest' && held.size > FEW) takeNewest(view, query, held, first)
  else await takeAll(view, query, held, first)
  const page = first.all.slice(0, limit)
  const last = page.at(-1)
  return {
    tickets: page.flatMap(({ id }) => view.find('tickets', id) ?? []),
    next: last && first.all.length > limit ? cursorAt(last.place) : null,
  }
}

function takeNewest(view: View, query: FilterQuery, held: HeldByFilter, first: FirstIn): void {
  const above = judgedAbove(view, query, held)
  const isTime = timeOf(view, query)
  const isHeld = (id: string) => {
    const judged = above.get(id)
    if (judged !== undefined) return judged !== null
    const row = view.row('tickets', id)
    return row !== undefined && held.has(row) && (!isTime || isTime(row))
  }
  for (const state of new Set(held.states)) {
    let past = first.from?.join(' ')
    for (let isMore = true; isMore; ) {
      const question = { direction: 'greatest first', past, limit: ENTRIES_AT_ONCE } as const
      const entries = view.entriesUnder('tickets', state, question)
      for (const entry of entries) {
        const id = keyOfEntry(entry)
        if (isHeld(id)) first.take(id, entry.split(' '))
      }
      past = entries.at(-1)
      isMore = entries.length === ENTRIES_AT_ONCE && first.mayTake(past?.split(' ') ?? [])
    }
  }
}

async function takeAll(view: View, query: FilterQuery, held: HeldByFilter, first: FirstIn): Promise<void> {
  const above = judgedAbove(view, query, held)
  const isTime = timeOf(view, query)
  const slices = new Slices()
  for (const row of held.rows()) {
    const turn = slices.step()
    if (turn) await turn
    // It may have been removed while others had their turn.
    if (above.has(row.key) || row.filed.length === 0 || (isTime && !isTime(row))) continue
    first.take(
      row.key,
      first.sort === 'newest' ? placeFiled(row, held) : placeIn(first.sort, view.held.told(row).facets),
    )
  }
  for (const [id, told] of above) if (told) first.take(id, placeIn(first.sort, told.facets))
}

/** Of what a commit has written and of what waits for the disk, what the filter holds; null where it does not. */
function judgedAbove(view: View, { filter, agentId, now }: FilterQuery, held: HeldByFilter) {
  const ids = view.writtenAbove('tickets')
  if (held.isOfContacts)
    for (const contactId of view.writtenAbove('contacts'))
      for (const entry of view.entriesUnder('tickets', `contact:${contactId}`, {
        direction: 'smallest first',
      }))
        ids.add(keyOfEntry(entry))
  const contactOf = (id: string) => {
    const text = view.text('contacts', id)
    return typeof text === 'string' ? contactTold(text, held.fields, null) : undefined
  }
  const judged = new Map<string, ToldTicket | null>()
  for (const id of ids) {
    const text = view.text('tickets', id)
    const told = typeof text === 'string' ? ticketTold(text, held.fields, null) : null
    const isHeld = told && fits(told.facets, filter, askingOf(told, contactOf, agentId, now.getTime()))
    judged.set(id, isHeld ? told : null)
  }
  return judged
}

/** What the filter asks of waits and of promises, at this time; null for nothing. */
function timeOf(view: View, { filter, now }: FilterQuery): ((row: Row) => boolean) | null {
  const { waitsLongerThanMinutes: waits, dueWithinMinutes: due } = filter
  if (waits === undefined && due === undefined) return null
  const since = waits === undefined ? null : waitedSince(waits, now.getTime())
  const by = due === undefined ? null : dueBy(due, now.getTime())
  return (row) => {
    const { waitingSince, dueAt } = view.held.told(row).facets
    if (since !== null && (waitingSince === null || waitingSince > since)) return false
    return by === null || (dueAt !== null && dueAt <= by)
  }
}

/** Its place among the newest, without reading it. */
function placeFiled(row: Row, { states }: HeldByFilter): string[] {
  for (const state of states) {
    const order = orderUnder(row.filed, state)
    if (order !== undefined) return [order, row.key]
  }
  return []
}

/** The first of thousands, which are not sorted for it. */
class FirstIn {
  readonly all: { id: string; place: string[] }[] = []
  readonly sort: TicketSort
  readonly from: string[] | undefined
  readonly #limit: number

  constructor(sort: TicketSort, from: string[] | undefined, limit: number) {
    this.sort = sort
    this.from = from
    this.#limit = limit
  }

  mayTake(place: string[]): boolean {
    const last = this.all[this.#limit - 1]
    return last === undefined || compareIn(this.sort, place, last.place) < 0
  }

  take(id: string, place: string[]): void {
    if (this.from && compareIn(this.sort, this.from, place) >= 0) return
    if (!this.mayTake(place)) return
    this.all.splice(this.#limit - 1)
    let low = 0
    let high = this.all.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareIn(this.sort, place, this.all[middle]?.place ?? []) < 0) high = middle
      else low = middle + 1
    }
    this.all.splice(low, 0, { id, place })
  }
}

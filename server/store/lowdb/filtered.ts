// Tickets by a filter: looked through one by one, in memory. Of each head the few facts that are asked for are kept as long as
// the head stays the same, so that ten thousand of them are some milliseconds. Partner: protocol/filters.ts, the rule.

import {
  compareIn,
  cursorAt,
  type Facets,
  fits,
  placeAt,
  placeIn,
  UNSOLVED,
} from '../../../protocol/filtering.ts'
import { facetsOfRecord } from '../facets.ts'
import type { TicketRecord } from '../records.ts'
import type { TicketPage, Tickets } from '../store.ts'
import type { View } from './view.ts'
import { keyOfEntry } from './writes.ts'

export type KnownFacets = Map<string, { text: string; facets: Omit<Facets, 'identity'>; contactId: string }>

export function ticketsThatFit(
  view: View,
  { filter, agentId, now }: Parameters<Tickets['count']>[0],
): Omit<Facets, 'identity'>[] {
  const found: Omit<Facets, 'identity'>[] = []
  for (const state of new Set(filter.states ?? UNSOLVED)) {
    for (const entry of view.entriesUnder('tickets', state, { direction: 'smallest first' })) {
      const known = factsOf(view, keyOfEntry(entry))
      if (!known) continue
      const identity = () => view.find('contacts', known.contactId)?.identity
      if (fits(known.facets, filter, { agentId, now: now.getTime(), identity })) found.push(known.facets)
    }
  }
  return found
}

export function selectTickets(
  view: View,
  { sort, before, limit, ...query }: Parameters<Tickets['select']>[0],
): TicketPage {
  const from = placeAt(sort, before)
  const places = ticketsThatFit(view, query)
    .map((facets) => ({ id: facets.id, place: placeIn(sort, facets) }))
    .filter(({ place }) => !from || compareIn(sort, from, place) < 0)
    .sort((a, b) => compareIn(sort, a.place, b.place))
  const page = places.slice(0, limit)
  const last = page.at(-1)
  return {
    tickets: page.flatMap(({ id }) => view.find('tickets', id) ?? []),
    next: last && places.length > limit ? cursorAt(last.place) : null,
  }
}

function factsOf(view: View, id: string) {
  const text = view.text('tickets', id)
  if (typeof text !== 'string') return undefined
  const known = view.facets.get(id)
  // The same string, mostly, so that this compares one address.
  if (known?.text === text) return known
  const ticket: TicketRecord = JSON.parse(text)
  const facts = { text, facets: facetsOfRecord(ticket), contactId: ticket.contactId }
  view.facets.set(id, facts)
  return facts
}

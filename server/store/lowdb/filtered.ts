// Tickets by a filter: looked through one by one, in memory. Of each head the few facts that are asked for are kept as long as
// the head stays the same, so that ten thousand of them are some milliseconds. Partner: protocol/filters.ts, the rule.

import { type Fact, factsOfContact, factsOfTicket, isOfContact } from '../../../protocol/fields.ts'
import {
  compareIn,
  cursorAt,
  type Facets,
  fits,
  placeAt,
  placeIn,
  UNSOLVED,
} from '../../../protocol/filtering.ts'
import type { FieldTest } from '../../../protocol/filters.ts'
import { askedTicket, facetsOfRecord } from '../facets.ts'
import type { ContactRecord, TicketRecord } from '../records.ts'
import type { TicketPage, Tickets } from '../store.ts'
import type { View } from './view.ts'
import { keyOfEntry } from './writes.ts'

/** What filters asked of fields, as it was when its record had this text: of the fields that some filter names, and no others. */
interface Told {
  text: string
  told: Map<string, Fact[]>
}
interface Known extends Told {
  facets: Omit<Facets, 'identity'>
  contactId: string
}
/** Of tickets, and of contacts, which have no facets. */
export type KnownFacets = Map<string, Known>
export type KnownContacts = Map<string, Told>

export function ticketsThatFit(
  view: View,
  { filter, agentId, now }: Parameters<Tickets['count']>[0],
): Omit<Facets, 'identity'>[] {
  const found: Omit<Facets, 'identity'>[] = []
  const { fields = [] } = filter
  for (const state of new Set(filter.states ?? UNSOLVED)) {
    for (const entry of view.entriesUnder('tickets', state, { direction: 'smallest first' })) {
      const known = factsOf(view, keyOfEntry(entry))
      if (!known) continue
      const identity = () => view.find('contacts', known.contactId)?.identity
      const facts = (field: string) =>
        isOfContact(field)
          ? factsOfTheirs(view, known.contactId, field, fields)
          : factIn(known, field, fields, () => askedTicket(JSON.parse(known.text)), factsOfTicket)
      if (fits(known.facets, filter, { agentId, now: now.getTime(), identity, facts }))
        found.push(known.facets)
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
  const facts = { text, told: new Map(), facets: facetsOfRecord(ticket), contactId: ticket.contactId }
  view.facets.set(id, facts)
  return facts
}

function factsOfTheirs(view: View, id: string, field: string, fields: readonly FieldTest[]): Fact[] {
  const text = view.text('contacts', id)
  if (typeof text !== 'string') return []
  let known = view.contactFacts.get(id)
  if (known?.text !== text) {
    known = { text, told: new Map() }
    view.contactFacts.set(id, known)
  }
  return factIn(known, field, fields, () => JSON.parse(text) as ContactRecord, factsOfContact)
}

/** All that the filter asks is taken out at once: the record is read once for it. */
function factIn<Record>(
  { told }: Told,
  field: string,
  fields: readonly FieldTest[],
  read: () => Record,
  factsOf: (record: Record, field: string) => Fact[],
): Fact[] {
  const known = told.get(field)
  if (known) return known
  const record = read()
  for (const one of fields) if (!told.has(one.field)) told.set(one.field, factsOf(record, one.field))
  return told.get(field) ?? []
}

// What filters and orders ask of a ticket, kept beside it: one that changes is another one, and at each event all the others are
// asked again. Partner: state.ts.

import { type Fact, factsOfContact, factsOfTicket, isOfContact } from '../../protocol/desk/fields.ts'
import { type Facets, placeIn, relationOf } from '../../protocol/desk/filtering.ts'
import type { TicketSort } from '../../protocol/desk/filters.ts'
import type { DeskTicket } from '../../protocol/entities.ts'

export function facetsOf(ticket: DeskTicket): Facets {
  const known = knownFacets.get(ticket)
  if (known) return known
  const { id, number, state, type, tags = [], mentions = [], priority = 'normal' } = ticket
  const { team = null, contact } = ticket
  const { assignee, waitingSince, updatedAt } = ticket
  const assigneeId = assignee?.id ?? null
  const facets: Facets = {
    ...{ id, number, state, type, tags, mentions, priority, team, assigneeId, waitingSince, updatedAt },
    dueAt: ticket.sla?.[0]?.dueAt ?? null,
    identity: contact.identity,
    relation: relationOf(ticket),
  }
  knownFacets.set(ticket, facets)
  return facets
}
const knownFacets = new WeakMap<DeskTicket, Facets>()

export function placeOf(ticket: DeskTicket, sort: TicketSort): string[] {
  const known = knownPlaces.get(ticket)
  if (known?.sort === sort) return known.place
  const place = placeIn(sort, facetsOf(ticket))
  knownPlaces.set(ticket, { sort, place })
  return place
}
const knownPlaces = new WeakMap<DeskTicket, { sort: TicketSort; place: string[] }>()

export const factsAbout = (ticket: DeskTicket, field: string): Fact[] =>
  isOfContact(field)
    ? factsOfContact(ticket.contact, field)
    : factsOfTicket(
        {
          ...ticket,
          score: ticket.rating?.score ?? null,
          firstReplyAt: ticket.firstReplyAt ?? null,
          solvedAt: ticket.solvedAt ?? null,
        },
        field,
      )

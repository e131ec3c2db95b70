// Of a ticket's record what filters ask for, and what they can ask of any field. What is asked of its contact stands elsewhere.
// Partners: protocol/filters.ts, protocol/fields.ts.

import {
  type AskedTicket,
  answerField,
  attributeField,
  type Fact,
  factsOfContact,
  factsOfTicket,
  isOfContact,
} from '../../protocol/fields.ts'
import { type Facets, relationOf } from '../../protocol/filtering.ts'
import { nextDueAt } from '../sla/shown.ts'
import type { ContactRecord, TicketRecord } from './records.ts'

export function facetsOfRecord(ticket: TicketRecord): Omit<Facets, 'identity'> {
  const { id, number, state, type, tags = [], mentions = [], priority = 'normal', team = null } = ticket
  const { assigneeId, waitingSince, updatedAt } = ticket
  return {
    ...{ id, number, state, type, tags, mentions, priority, team, assigneeId, waitingSince, updatedAt },
    relation: relationOf(ticket),
    dueAt: nextDueAt(ticket),
  }
}

export function askedTicket(ticket: TicketRecord): AskedTicket {
  const isSolved = ticket.state === 'solved'
  return {
    ...ticket,
    score: (isSolved && ticket.score) || null,
    // Of what was solved before there was such a mark, its last change.
    solvedAt: isSolved ? (ticket.solvedAt ?? ticket.updatedAt) : null,
  }
}

/** Of either. */
export const factsAbout =
  (ticket: TicketRecord, contact: () => ContactRecord | undefined) =>
  (field: string): Fact[] => {
    if (!isOfContact(field)) return factsOfTicket(askedTicket(ticket), field)
    const known = contact()
    return known ? factsOfContact(known, field) : []
  }

/** A field, its value, and what people read: what PostgreSQL keeps in rows of their own. */
type Told = [field: string, value: string, words: string]

/** Beside answers; what has a column, and its type, are not told twice. */
const IN_ROWS = ['subject', 'page', 'browser', 'tag', 'opened_by', 'rating', 'merged']

export function toldOfTicket(ticket: TicketRecord): Told[] {
  const answers = (ticket.answers ?? []).map(({ field }) => answerField(field))
  const asked = askedTicket(ticket)
  return [...IN_ROWS, ...answers].flatMap((field) =>
    factsOfTicket(asked, field).map(({ value, text }): Told => [field, value, text]),
  )
}

export function toldOfContact(contact: ContactRecord): Told[] {
  const attributes = Object.keys(contact.attributes).map(attributeField)
  return ['email', 'locale', ...attributes].flatMap((field) =>
    factsOfContact(contact, field).map(({ value, text }): Told => [field, value, text]),
  )
}

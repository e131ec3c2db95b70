// Of a ticket's record what filters ask for, and what they can ask of any field. What is asked of its contact stands elsewhere.
// Partners: protocol/desk/filters.ts, protocol/desk/fields.ts.

import {
  type AskedTicket,
  answerField,
  attributeField,
  type Fact,
  factsOfContact,
  factsOfTicket,
  isOfContact,
} from '../../protocol/desk/fields.ts'
import { type Facets, relationOf } from '../../protocol/desk/filtering.ts'
import { nextDueAt } from '../sla/shown.ts'
import { type ContactRecord, solvedAtOf, type TicketRecord } from './records.ts'

// Neither spreads a record: of a hundred thousand that took as long as to parse them.
export function facetsOfRecord(ticket: TicketRecord): Omit<Facets, 'identity'> {
  return {
    id: ticket.id,
    number: ticket.number,
    state: ticket.state,
    type: ticket.type,
    tags: ticket.tags ?? NONE,
    mentions: ticket.mentions ?? NONE,
    priority: ticket.priority ?? 'normal',
    team: ticket.team ?? null,
    relation: relationOf(ticket),
    assigneeId: ticket.assigneeId,
    waitingSince: ticket.waitingSince,
    dueAt: nextDueAt(ticket),
    updatedAt: ticket.updatedAt,
  }
}
const NONE: readonly string[] = []

export function askedTicket(ticket: TicketRecord): AskedTicket {
  const isSolved = ticket.state === 'solved'
  return {
    subject: ticket.subject,
    type: ticket.type,
    tags: ticket.tags ?? NONE,
    handover: ticket.handover,
    answers: ticket.answers ?? NO_ANSWERS,
    ...(ticket.openedBy && { openedBy: ticket.openedBy }),
    ...(ticket.mergedInto && { mergedInto: ticket.mergedInto }),
    ...(ticket.merge && { merge: ticket.merge }),
    score: (isSolved && ticket.score) || null,
    createdAt: ticket.createdAt,
    updatedAt: ticket.updatedAt,
    firstReplyAt: ticket.firstReplyAt,
    solvedAt: isSolved ? solvedAtOf(ticket) : null,
  }
}
const NO_ANSWERS: NonNullable<AskedTicket['answers']> = []

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
const IN_ROWS = ['subject', 'page', 'browser', 'tag', 'opened_by', 'rating', 'merged', 'merge']

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

// A ticket as its readers may see it. The contact's view is written out field by field on purpose: what is not
// named here never reaches a contact.

import type { ContactTicket, DeskTicket } from '../../protocol/entities.ts'
import { plainWords } from '../../protocol/plain-words.ts'
import { clocksShown } from '../sla/shown.ts'
import type { TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { shownState, shownUpdatedAt } from './aside.ts'
import { earlierRatings, ratingOf } from './ratings.ts'
import { subjectFrom } from './text.ts'

type Names = Pick<ReadTables, 'agents' | 'contacts' | 'ratings'>

export async function contactTicket(ticket: TicketRecord, tables: Names): Promise<ContactTicket> {
  return {
    id: ticket.id,
    number: ticket.number,
    type: ticket.type,
    state: shownState(ticket),
    subject: plainWords(ticket.subject),
    createdAt: ticket.createdAt,
    updatedAt: shownUpdatedAt(ticket),
    newestSequence: ticket.newestSequence,
    deliveredToAgent: ticket.deliveredToAgent ?? 0,
    seenByContact: ticket.seenByContact,
    seenByAgent: ticket.seenByAgent,
    lastEntry: inPlainWords(ticket.lastEntry),
    // Asked for only where there is one: this is made three times for each message.
    assignee: ticket.assigneeId ? await assigneeOf(ticket.assigneeId, tables) : null,
    mergeId: ticket.mergeId,
    rating: ticket.state === 'solved' ? await ratingOf(tables, ticket) : null,
    ...(ticket.mergedInto && { mergedInto: ticket.mergedInto }),
    ...(ticket.answers && {
      answers: ticket.answers.map(({ field, kind, label, text, read }) => ({
        field,
        kind,
        label,
        text,
        ...read,
      })),
    }),
  }
}

/** What was kept before marks were left out has them still. */
function inPlainWords(lastEntry: TicketRecord['lastEntry']): TicketRecord['lastEntry'] {
  const snippet = plainWords(lastEntry.snippet)
  return snippet === lastEntry.snippet ? lastEntry : { ...lastEntry, snippet }
}

export async function deskTicket(ticket: TicketRecord, tables: Names): Promise<DeskTicket> {
  const contact = await tables.contacts.find(ticket.contactId)
  if (!contact) throw new Error(`Ticket ${ticket.id} names contact ${ticket.contactId}, who is not stored.`)
  // Not spread into a new one: that makes an object of the slow kind, five times the size, for each message.
  return Object.assign(await contactTicket(ticket, tables), {
    state: ticket.state,
    updatedAt: ticket.updatedAt,
    contact: {
      id: contact.id,
      identity: contact.identity,
      name: contact.name,
      email: contact.email,
      emailVerified: contact.emailVerified,
      externalId: contact.externalId,
      locale: contact.locale,
      attributes: contact.attributes,
    },
    newestNote: ticket.newestNote,
    ...(ticket.mentions && { mentions: ticket.mentions }),
    waitingSince: ticket.waitingSince,
    ...(ticket.firstReplyAt && { firstReplyAt: ticket.firstReplyAt }),
    ...(ticket.state === 'solved' && { solvedAt: ticket.solvedAt ?? ticket.updatedAt }),
    ...(ticket.state === 'snoozed' && ticket.snooze && { snooze: snoozeView(ticket.snooze) }),
    ...(ticket.merge && { merge: ticket.merge }),
    ...(ticket.sla && { sla: clocksShown(ticket) }),
    handover: ticket.handover,
    earlierRatings: await earlierRatings(tables, ticket),
    ...(ticket.answers && { answers: ticket.answers.map(({ read: _theirs, ...answer }) => answer) }),
    ...(ticket.form && { form: ticket.form }),
    ...(ticket.priority && { priority: ticket.priority }),
    ...(ticket.tags && { tags: ticket.tags }),
    ...(ticket.team && { team: ticket.team }),
    ...(ticket.openedBy && { openedBy: ticket.openedBy }),
    ...(ticket.links && { links: ticket.links }),
    ...(ticket.cause && { cause: ticket.cause.id }),
    ...(ticket.tracker && { tracker: trackerView(ticket.tracker) }),
  })
}

const trackerView = ({ attached, updates = [] }: NonNullable<TicketRecord['tracker']>) => ({
  attached,
  updates: updates.map(({ id, by, startsAt, solves, total, sent, left, text }) => ({
    ...{ id, by, startsAt, solves, total, done: sent + left },
    snippet: subjectFrom(text),
  })),
})

const snoozeView = ({ until, by }: NonNullable<TicketRecord['snooze']>) => ({ until, by })

async function assigneeOf(agentId: string, tables: Names): Promise<ContactTicket['assignee']> {
  const agent = await tables.agents.find(agentId)
  if (!agent) return null
  const { id, name, picture } = agent
  return { id, name, ...(picture && { picture }) }
}

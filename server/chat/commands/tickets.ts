// Tickets and their threads: caller, rule, answer. No rule lives here. Partner: protocol/commands/tickets.ts.

import { VIEW_FILTERS } from '../../../protocol/desk/filtering.ts'
import type { Message } from '../../../protocol/entities.ts'
import { THREAD_PAGE_ENTRIES, THREAD_PAGE_NOTES, TICKET_PAGE_ROWS } from '../../../protocol/limits.ts'
import { deskMerge } from '../../account-merge/views.ts'
import type { Reading } from '../../agents/reading.ts'
import type { Bus } from '../../bus/bus.ts'
import { stillIn } from '../../caller.ts'
import type { AnswersByMail } from '../../email/answers.ts'
import type { LanguageFor } from '../../email/language.ts'
import { Refusal } from '../../errors.ts'
import type { Commit } from '../../events.ts'
import { noteWithActions, sendWithActions } from '../../macros/acting.ts'
import type { TicketRecord } from '../../store/records.ts'
import type { ReadTables } from '../../store/store.ts'
import type { TeamParts } from '../../teams/teams.ts'
import { draftIsSent } from '../../tickets/drafts.ts'
import { related } from '../../tickets/links.ts'
import { notesOfPart } from '../../tickets/notes.ts'
import { withQuotesNow } from '../../tickets/quotes.ts'
import { rate } from '../../tickets/ratings.ts'
import { asContactSees, revisionsBeyond } from '../../tickets/revisions.ts'
import { refuseUnread } from '../../tickets/snooze.ts'
import { getTicket, ownTicket, type Tickets } from '../../tickets/tickets.ts'
import { mailTranscript } from '../../tickets/transcript.ts'
import { contactTicket, deskTicket } from '../../tickets/views.ts'
import { topics } from '../audience.ts'
import type { ContactHandlers, DeskHandlers } from './handlers.ts'

export function ticketHandlers(
  parts: {
    read: ReadTables
    commit: Commit
    bus: Bus
    tickets: Tickets
    reading: Reading
    languageFor: LanguageFor
    answers?: AnswersByMail | undefined
  } & TeamParts,
) {
  const { read, commit, bus, tickets, reading } = parts

  const ofContacts = {
    'ticket.open': async (letIn, body) => {
      const opened = await commit(async (tx) => {
        const { contact, vouchedAt } = await stillIn(tx, letIn, parts.now())
        return tickets.open(tx, contact, body, vouchedAt)
      }, letIn.askedOn)
      return acknowledged(opened)
    },
    'message.send': async (letIn, body) => {
      const said = await commit(async (tx) => {
        const { contact } = await stillIn(tx, letIn, parts.now())
        return tickets.sendAsContact(tx, contact, body)
      }, letIn.askedOn)
      return acknowledged(said)
    },
    'message.revise': async ({ contact }, body) => {
      const { ticket, revision } = await commit((tx) => tickets.reviseAsContact(tx, contact, body))
      const [seen = revision] = await asContactSees(read, [revision])
      return { ticket: await contactTicket(ticket, read), revision: seen }
    },
    'thread.read': async ({ contact }, body) => {
      const ticket = await ownTicket(read, contact, body.ticketId)
      const { entries, more } = await page(body)
      return { ticket: await contactTicket(ticket, read), entries: await asContactSees(read, entries), more }
    },
    'thread.see': async (letIn, body) => {
      await commit(async (tx) => {
        const { contact } = await stillIn(tx, letIn, parts.now())
        await tickets.see(tx, await ownTicket(tx, contact, body.ticketId), 'contact', body.sequence)
      })
      return {}
    },
    'typing.start': async ({ contact }, body) => {
      const ticket = await ownTicket(read, contact, body.ticketId)
      bus.publish(topics.desk, { name: 'typing.started', body: { ticketId: ticket.id, name: contact.name } })
      return {}
    },
    'ticket.solve': async ({ contact }, body) => {
      const ticket = await commit(async (tx) =>
        tickets.solve(tx, await ownTicket(tx, contact, body.ticketId), {
          name: contact.name,
          side: 'contact',
        }),
      )
      return { ticket: await contactTicket(ticket, read) }
    },
    'ticket.rate': async ({ contact }, body) => {
      const ticket = await commit(async (tx) =>
        rate(tx, parts, await ownTicket(tx, contact, body.ticketId), body),
      )
      return { ticket: await contactTicket(ticket, read) }
    },
    'transcript.mail': async ({ contact }, { ticketId, zone }) => ({
      address: await commit(async (tx) =>
        mailTranscript(tx, parts, contact, await ownTicket(tx, contact, ticketId), zone),
      ),
    }),
  } satisfies Partial<ContactHandlers>

  const ofDesks = {
    'ticket.list': async ({ agent }, { view = 'unsolved', filter, sort = 'newest', before }) => {
      if (before !== undefined) await reading.begins(agent, 'lists')
      const page = { agentId: agent.id, limit: TICKET_PAGE_ROWS, ...(before !== undefined && { before }) }
      const found =
        filter || sort !== 'newest'
          ? await read.tickets.select({
              ...page,
              filter: filter ?? VIEW_FILTERS[view],
              sort,
              now: parts.now(),
            })
          : await read.tickets.list({ ...page, view })
      return {
        tickets: await Promise.all(found.tickets.map((ticket) => deskTicket(ticket, read))),
        next: found.next,
      }
    },
    'thread.read': async ({ agent }, body) => {
      await reading.begins(agent, 'threads')
      const ticket = await getTicket(read, body.ticketId)
      const contact = await read.contacts.find(ticket.contactId)
      if (!contact)
        throw new Error(`Ticket ${ticket.id} names contact ${ticket.contactId}, who is not stored.`)
      const others = await read.tickets.listForContact(contact.id, TICKET_PAGE_ROWS)
      const { entries, more } = await page(body)
      const isEnd = body.before === undefined && (body.after === undefined || !more)
      const merge = ticket.mergeId ? await read.merges.find(ticket.mergeId) : undefined
      return {
        ticket: await deskTicket(ticket, read),
        entries: await withQuotesNow(read, entries),
        revisions: await revisionsBeyond(read, ticket, entries),
        more,
        notes: await notesOfPart(read, ticket, isEnd ? undefined : entries.at(-1)?.sequence),
        contact,
        earlier: await Promise.all(
          others.filter(({ id }) => id !== ticket.id).map((other) => deskTicket(other, read)),
        ),
        merge: merge ? await deskMerge(merge, read) : null,
        related: await Promise.all((await related(read, ticket)).map((other) => deskTicket(other, read))),
      }
    },
    'thread.notes': async (_caller, { ticketId, before }) => {
      const { id } = await getTicket(read, ticketId)
      return { notes: await read.notes.before(id, before, THREAD_PAGE_NOTES) }
    },
    'thread.see': async (_caller, body) => {
      await commit(async (tx) => tickets.see(tx, await getTicket(tx, body.ticketId), 'agent', body.sequence))
      return {}
    },
    'tickets.receive': async (_caller, { upTo }) => {
      await commit(async (tx) => {
        for (const [ticketId, sequence] of Object.entries(upTo)) await tickets.receive(tx, ticketId, sequence)
      })
      return {}
    },
    'typing.start': async ({ agent }, body) => {
      const ticket = await getTicket(read, body.ticketId)
      const event = { name: 'typing.started', body: { ticketId: ticket.id, name: agent.name } }
      bus.publish(topics.contact(ticket.contactId), event)
      return {}
    },
    'message.send': async ({ agent }, body) => {
      const { ticket, message } = await commit(async (tx) => {
        await draftIsSent(tx, agent, body.ticketId, 'reply', body.draft)
        return sendWithActions(tx, parts, agent, body)
      })
      const [now = message] = await withQuotesNow(read, [message])
      return { ticket: await deskTicket(ticket, read), message: now }
    },
    'message.revise': async ({ agent }, body) => {
      const { ticket, revision } = await commit((tx) => tickets.reviseAsAgent(tx, agent, body))
      return { ticket: await deskTicket(ticket, read), revision }
    },
    'note.write': async ({ agent }, body) => {
      const { ticket, note } = await commit(async (tx) => {
        await draftIsSent(tx, agent, body.ticketId, 'note', body.draft)
        return noteWithActions(tx, parts, agent, body)
      })
      return { ticket: await deskTicket(ticket, read), note }
    },
    'ticket.assign': async (_caller, body) => {
      const ticket = await commit(async (tx) => {
        const assignee = body.agentId ? await tx.agents.find(body.agentId) : null
        if (assignee === undefined || assignee?.disabledAt) throw new Refusal('not_found')
        return tickets.assign(tx, body.ticketId, assignee)
      })
      return { ticket: await deskTicket(ticket, read) }
    },
    'ticket.solve': async ({ agent }, body) => {
      const ticket = await commit(async (tx) => {
        const open = await getTicket(tx, body.ticketId)
        if (body.upTo !== undefined && open.state !== 'solved') await refuseUnread(tx, open, body.upTo)
        return tickets.solve(tx, open, { name: agent.name, side: 'agent' })
      })
      return { ticket: await deskTicket(ticket, read) }
    },
    'ticket.reopen': async ({ agent }, body) => {
      const ticket = await commit((tx) => tickets.reopen(tx, body.ticketId, { name: agent.name }))
      return { ticket: await deskTicket(ticket, read) }
    },
    'ticket.answer': async ({ agent }, body) => {
      const ticket = await commit((tx) => tickets.answer(tx, agent, body))
      return { ticket: await deskTicket(ticket, read) }
    },
  } satisfies Partial<DeskHandlers>

  return { ofContacts, ofDesks }

  /** Sent again after it was changed: what it is now, not what it was. */
  async function acknowledged({ ticket, message }: { ticket: TicketRecord; message: Message }) {
    const [seen = message] = ticket.revised ? await asContactSees(read, [message]) : []
    return { ticket: await contactTicket(ticket, read), message: seen }
  }

  /** A page of a thread: after a mark, before one, or its newest end. */
  async function page({ ticketId, after, before }: { ticketId: string; after?: number; before?: number }) {
    // One more than fits tells whether there is more.
    const limit = THREAD_PAGE_ENTRIES + 1
    if (after !== undefined) {
      const found = await read.entries.after(ticketId, after, limit)
      return { entries: found.slice(0, THREAD_PAGE_ENTRIES), more: found.length === limit }
    }
    const found = await read.entries.before(ticketId, before ?? Number.MAX_SAFE_INTEGER, limit)
    return { entries: found.slice(-THREAD_PAGE_ENTRIES), more: found.length === limit }
  }
}

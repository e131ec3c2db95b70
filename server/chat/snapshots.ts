// What a client needs to be current, read from the store: the beginning of every connection, and the answer to
// every poll. Live events applied to an older snapshot must give the newer one (test/replay-*.test.ts).

import type { Contact, ContactTicket, Entry } from '../../protocol/entities.ts'
import { THREAD_PAGE_ENTRIES, TICKET_PAGE_ROWS, WELCOME_MISSED_ENTRIES } from '../../protocol/limits.ts'
import type { ContactSnapshot, DeskSnapshot } from '../../protocol/socket.ts'
import { contactMerge } from '../account-merge/views.ts'
import { agentView } from '../agents/agents.ts'
import { troubleWithMailbox } from '../email/inbound/imap-mailbox.ts'
import type { AgentRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import type { TicketTypes } from '../ticket-types/types.ts'
import type { DeskHours } from '../tickets/availability.ts'
import { asContactSees } from '../tickets/revisions.ts'
import { viewsFor } from '../tickets/saved-views.ts'
import { contactTicket, deskTicket } from '../tickets/views.ts'

/** Tags that a console is told of: past it nobody finds one in a list. */
const TAGS_NAMED = 500

export interface SnapshotParts {
  read: ReadTables
  now: () => Date
  history: string
  articlesVersion: () => string
  hours: () => Promise<DeskHours>
  types: TicketTypes
  /** How many were switched off because they failed. */
  endpointsOff: () => number
}

/** @param marks ticket id → newest sequence that the client holds without holes */
export async function contactSnapshot(
  parts: Omit<SnapshotParts, 'types' | 'endpointsOff'>,
  contact: Contact,
  marks: Record<string, number>,
): Promise<ContactSnapshot> {
  const { read } = parts
  const tickets = await read.tickets.listForContact(contact.id, TICKET_PAGE_ROWS)
  const missed: Entry[] = []
  const gaps: string[] = []
  // The marks lead, not the list: a client may hold a thread that is older than the page.
  for (const [ticketId, mark] of Object.entries(marks)) {
    const ticket = await read.tickets.find(ticketId)
    if (ticket?.contactId !== contact.id || mark === ticket.newestSequence) continue
    const count = ticket.newestSequence - mark
    // More than fits; or less than nothing: this store was restored from a time before.
    if (count > WELCOME_MISSED_ENTRIES || count < 0) gaps.push(ticket.id)
    else {
      const entries = await read.entries.after(ticket.id, mark, WELCOME_MISSED_ENTRIES)
      missed.push(...(await asContactSees(read, entries)))
    }
  }
  const merges = await read.merges.listForContact(contact.id, THREAD_PAGE_ENTRIES)
  return {
    contact,
    // Once more in order: what moved one for agents alone stands elsewhere for its contact.
    tickets: (await Promise.all(tickets.map((ticket) => contactTicket(ticket, read)))).sort(newestFirst),
    merges: await Promise.all(merges.map((merge) => contactMerge(merge, read))),
    missed,
    gaps,
    history: parts.history,
    articlesVersion: parts.articlesVersion(),
    availability: (await parts.hours()).availability,
    at: parts.now().toISOString(),
  }
}

const newestFirst = (a: ContactTicket, b: ContactTicket) =>
  b.updatedAt.localeCompare(a.updatedAt) || b.number - a.number

/** For heartbeats. What changed last stands first, so a client that is behind is behind in one of these. */
export async function newestOfContact(read: ReadTables, contact: Contact): Promise<Record<string, number>> {
  return newestOf(await read.tickets.listForContact(contact.id, TICKET_PAGE_ROWS))
}

export async function newestOfDesk(read: ReadTables, agent: AgentRecord): Promise<Record<string, number>> {
  const page = { agentId: agent.id, limit: TICKET_PAGE_ROWS }
  const [unsolved, solved] = await Promise.all([
    read.tickets.list({ ...page, view: 'unsolved' }),
    // A ticket whose last entry is that it was solved is one to be behind in.
    read.tickets.list({ ...page, view: 'solved' }),
  ])
  const changedLast = [...unsolved.tickets, ...solved.tickets].sort((a, b) =>
    a.updatedAt < b.updatedAt ? 1 : -1,
  )
  return newestOf(changedLast.slice(0, TICKET_PAGE_ROWS))
}

/** Did a ticket change after that instant, as far as lists tell? */
export async function hasChangedSince(read: ReadTables, agent: AgentRecord, at: string): Promise<boolean> {
  const newest = { agentId: agent.id, limit: 1 }
  const lists = await Promise.all([
    read.tickets.list({ ...newest, view: 'unsolved' }),
    read.tickets.list({ ...newest, view: 'solved' }),
  ])
  return lists.some(({ tickets: [ticket] }) => ticket !== undefined && ticket.updatedAt > at)
}

const newestOf = (tickets: TicketRecord[]) =>
  Object.fromEntries(tickets.map(({ id, newestSequence }) => [id, newestSequence]))

export async function deskSnapshot(parts: SnapshotParts, agent: AgentRecord): Promise<DeskSnapshot> {
  const { read } = parts
  const isAdmin = agent.roles.includes('admin')
  const [page, agents, hours, tags, views, trouble] = await Promise.all([
    read.tickets.list({ view: 'unsolved', agentId: agent.id, limit: TICKET_PAGE_ROWS }),
    read.agents.list(),
    parts.hours(),
    read.tags.list(TAGS_NAMED),
    viewsFor(read, agent),
    isAdmin ? troubleWithMailbox(read) : null,
  ])
  return {
    agent: agentView(agent),
    agents: agents.filter(({ disabledAt, invitation }) => !disabledAt && !invitation).map(agentView),
    tickets: await Promise.all(page.tickets.map((ticket) => deskTicket(ticket, read))),
    next: page.next,
    history: parts.history,
    articlesVersion: parts.articlesVersion(),
    hoursVersion: hours.version,
    availability: hours.availability,
    tags: tags.map(({ id }) => id),
    views,
    types: parts.types.all().map((type) => parts.types.deskForm(type)),
    ...(isAdmin && parts.endpointsOff() > 0 && { endpointsOff: parts.endpointsOff() }),
    ...(trouble !== null && { mailboxFails: true as const }),
    at: parts.now().toISOString(),
  }
}

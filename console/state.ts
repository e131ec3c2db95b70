// What the desk knows: every fact that came from the server, as signals, and apply(event): the only place where
// these facts change. Never what this browser alone knows (writing/, route.ts, preferences.ts).
// Live must equal replay: test/replay-console.test.ts compares apply(event) with a fresh load for each event.

import { batch, computed, type ReadonlySignal, signal } from '@preact/signals'
import type { DeskMerge } from '../protocol/account-merge.ts'
import { compareIn, fits, isTimed, placeIn } from '../protocol/desk/filtering.ts'
import type { SavedView } from '../protocol/desk/filters.ts'
import type { Agent, Contact, DeskTicket, Entry, Note } from '../protocol/entities.ts'
import type { Availability } from '../protocol/hours.ts'
import { TYPING_MS } from '../protocol/limits.ts'
import { withQuotes } from '../protocol/revisions.ts'
import type { DeskCommandAnswer, DeskEvent, DeskSnapshot } from '../protocol/socket.ts'
import type { DeskTicketForm } from '../protocol/ticket-types.ts'
import { facetsOf, factsAbout, placeOf } from './facts/facets.ts'
import { inOrder } from './facts/in-order.ts'
import { dropDraft, forgetDrafts, keepDraft } from './facts/kept-drafts.ts'
import { knownTickets } from './facts/known-tickets.ts'
import { dropMacro, forgetMacros, keepMacro } from './facts/macros.ts'
import { newerOf, newestOf, touches, union, withNotes, without } from './facts/meeting.ts'
import { forgetPresence, keepPresence } from './facts/presence.ts'
import { dropRule, forgetRules, keepRule } from './facts/rules.ts'
import { forgetTeams, keepTeam } from './facts/teams.ts'
import { keepTypist, stopTyping, typing } from './facts/typing.ts'
import {
  askedOf,
  filterOf,
  forgetView,
  keepView,
  minute,
  savedViewOf,
  savedViews,
  sortOf,
} from './list/views.ts'

/** One thread as it was read: kept for the tickets that were open lately, so that going back costs nothing. */
export interface Thread {
  /** Oldest first, by sequence, without holes. */
  entries: Entry[]
  /** Oldest first, by noteSequence; the newest, and others that were read. */
  notes: Note[]
  /** Older entries exist. */
  more: boolean
  contact: Contact
  /** Ids of the contact's other tickets. */
  earlier: readonly string[]
  merge: DeskMerge | null
}

/** How far a view has been listed. */
interface ListedView {
  next: string | null
  /** The place of the last one that was listed, in the order of the view. */
  end?: string[]
}

/** Threads kept besides the open one: a morning's going back and forth. */
const KEPT_THREADS = 30

export const me = signal<Agent | null>(null)
export const agents = signal<readonly Agent[]>([])
export const tickets = signal(knownTickets())
export const threads = signal<ReadonlyMap<string, Thread>>(new Map())
export const listed = signal<ReadonlyMap<string, ListedView>>(new Map())
export const articlesVersion = signal('')
let history: string | undefined
export const hoursVersion = signal(0)
const availability = signal<Availability | null>(null)
/** Of replies that are not seen. */
export const isMailed = () => !availability.value?.unmailed?.includes('replies')
/** Those that were used on some ticket, by name. */
export const tags = signal<readonly string[]>([])
/** How many endpoints were switched off because they failed; for admins. */
export const endpointsOff = signal(0)
/** The mailbox from which mails are fetched cannot be read; for admins. */
export const mailboxFails = signal(false)
/** Of tickets: what their forms ask. */
export const types = signal<readonly DeskTicketForm[]>([])
/** The server's clock minus this device's, so that countdowns are honest on a machine with a wrong clock. */
export const clockSkewMs = signal(0)

// ---- the server's news

/**
 * A welcome: the desk as it is now; what was known before is dropped. Only the ticket that is open on the screen
 * stays until it was read again (`heldId`), so that nobody loses the place at which they read.
 */
export function load(
  snapshot: DeskSnapshot,
  { heldId = '', now = Date.now() }: { heldId?: string; now?: number } = {},
) {
  // Of a server that was put back to an earlier state not even that.
  if (history !== snapshot.history) heldId = ''
  history = snapshot.history
  batch(() => {
    const held = tickets.value.get(heldId)
    const thread = threads.value.get(heldId)
    me.value = snapshot.agent
    agents.value = snapshot.agents
    tickets.value = knownTickets(held ? [held, ...snapshot.tickets] : snapshot.tickets)
    savedViews.value = snapshot.views
    const last = snapshot.tickets.at(-1)
    const end = last && placeIn('newest', facetsOf(last))
    listed.value =
      sortOf('unsolved') === 'newest'
        ? new Map([['unsolved', { next: snapshot.next, ...(end && { end }) }]])
        : new Map(snapshot.next === null ? [['unsolved', { next: null }]] : [])
    threads.value = new Map(thread && [[heldId, thread]])
    typing.value = new Map()
    articlesVersion.value = snapshot.articlesVersion
    hoursVersion.value = snapshot.hoursVersion
    availability.value = snapshot.availability
    tags.value = snapshot.tags
    types.value = snapshot.types
    endpointsOff.value = snapshot.endpointsOff ?? 0
    mailboxFails.value = !!snapshot.mailboxFails
    clockSkewMs.value = Date.parse(snapshot.at) - now
    forgetMacros()
    forgetDrafts()
    forgetTeams()
    forgetRules()
    forgetPresence()
  })
}

/** The same facts as a welcome carries: what a test compares. */
export function snapshot(): Omit<DeskSnapshot, 'history' | 'availability' | 'at'> & {
  availability: Availability | null
} {
  const agent = me.value
  if (!agent) throw new Error('There is no snapshot before the first load.')
  return {
    agent,
    agents: [...agents.value],
    tickets: [...ticketsOf('unsolved').value],
    next: listed.value.get('unsolved')?.next ?? null,
    articlesVersion: articlesVersion.value,
    hoursVersion: hoursVersion.value,
    availability: availability.value,
    tags: [...tags.value],
    views: [...savedViews.value],
    types: [...types.value],
    ...(endpointsOff.value > 0 && { endpointsOff: endpointsOff.value }),
    ...(mailboxFails.value && { mailboxFails: true as const }),
  }
}

export function apply(event: DeskEvent, now = Date.now()): void {
  batch(() => {
    switch (event.name) {
      case 'ticket.opened':
      case 'ticket.changed':
      case 'ticket.rated':
        return keepTicket(event.body.ticket)
      case 'ticket.removed':
        return dropTicket(event.body.ticketId)
      case 'message.created':
        stopTyping(event.body.message.ticketId, event.body.message.author.name)
        return keepEntry(event.body.message)
      case 'message.revised':
        return keepEntry(event.body.revision)
      case 'activity.created':
        return keepEntry(event.body.activity)
      case 'note.created':
        return keepNote(event.body.note)
      case 'thread.seen':
        return raiseMark(
          event.body.ticketId,
          event.body.by === 'contact' ? 'seenByContact' : 'seenByAgent',
          event.body.sequence,
        )
      case 'thread.delivered':
        return raiseMark(event.body.ticketId, 'deliveredToAgent', event.body.sequence)
      case 'typing.started':
        if (event.body.name !== me.value?.name)
          keepTypist(event.body.ticketId, { name: event.body.name, until: now + TYPING_MS })
        return
      case 'merge.changed':
        return keepMerge(event.body.merge)
      case 'view.changed':
        return keepSavedView(event.body.view)
      case 'view.removed':
        return forgetView(event.body.viewId)
      case 'contact.changed':
        return keepContact(event.body.contact)
      case 'articles.changed':
        articlesVersion.value = event.body.version
        return
      case 'hours.changed':
        hoursVersion.value = event.body.version
        availability.value = event.body.availability
        return
      case 'presence.changed':
        return keepPresence(event.body, now)
      case 'macro.changed':
        return keepMacro(event.body.macro)
      case 'macro.removed':
        return dropMacro(event.body.macroId)
      case 'ticket_types.changed':
        types.value = event.body.types
        return
      case 'team.changed':
        return keepTeam(event.body.team)
      case 'away.changed':
        return keepAway(event.body.agentId, event.body.isAway)
      case 'draft.changed':
        return keepDraft(event.body.draft)
      case 'draft.removed':
        return dropDraft(event.body.ticketId, event.body.as)
      case 'rule.changed':
        return keepRule(event.body.rule)
      case 'endpoints.off':
        endpointsOff.value = event.body.count
        return
      case 'mailbox.changed':
        mailboxFails.value = event.body.isInTrouble
        return
      case 'rule.removed':
        return dropRule(event.body.ruleId)
      default:
        return never(event)
    }
  })
}

// ---- answers to what this desk asked

export function keepList(view: string, answer: DeskCommandAnswer<'ticket.list'>): void {
  batch(() => {
    keepTickets(answer.tickets)
    const last = answer.tickets.at(-1)
    const end = last && placeIn(sortOf(view), facetsOf(last))
    listed.value = new Map(listed.value).set(view, { next: answer.next, ...(end && { end }) })
  })
}

export function forgetList(view: string): void {
  listed.value = without(listed.value, view)
}

/** With another filter it holds tickets that nobody has asked for yet. */
export function keepSavedView(view: SavedView): void {
  batch(() => {
    const asked = askedOf(view.id)
    keepView(view)
    if (askedOf(view.id) !== asked) forgetList(view.id)
  })
}

/** Who is at the desk: whoever logs in, and again where their picture has changed. */
export function keepMe(agent: Agent): void {
  me.value = agent
}

/**
 * The newest page of a thread, with all that stands beside it.
 * @param openId the one on the screen: it stays, however many are read ahead
 */
export function keepThread(
  ticketId: string,
  answer: DeskCommandAnswer<'thread.read'>,
  openId: string | null = null,
) {
  batch(() => {
    keepTickets([answer.ticket, ...answer.earlier, ...answer.related])
    const known = threads.value.get(ticketId)
    const entries = known ? withQuotes(union(known.entries, answer.entries)) : answer.entries
    // A page that does not touch what is there would leave a hole: then only the page counts.
    const whole = !known || touches(known.entries, answer.entries)
    const thread: Thread = {
      entries: whole ? entries : answer.entries,
      notes: withNotes(known?.notes ?? [], answer.notes),
      more: answer.more && !(known && whole && !known.more),
      contact: answer.contact,
      earlier: answer.earlier.map(({ id }) => id),
      merge: answer.merge,
    }
    const others = [...threads.value]
      .filter(([id]) => id !== ticketId)
      .filter(([id], at, { length }) => id === openId || at >= length - KEPT_THREADS)
    threads.value = new Map([...others, [ticketId, thread]])
  })
}

/** The event may come after the answer. */
export function keepHoursVersion(version: number): void {
  hoursVersion.value = Math.max(hoursVersion.value, version)
}

export const keepTicket = (ticket: DeskTicket): void => keepTickets([ticket])

function dropTicket(id: string): void {
  tickets.value = tickets.value.without(id)
  forgetThread(id)
  typing.value = without(typing.value, id)
  dropDraft(id, 'reply')
  dropDraft(id, 'note')
}

export function keepTickets(told: readonly DeskTicket[]): void {
  const kept = told.map((ticket) => {
    const known = tickets.value.get(ticket.id)
    return known ? newerOf(known, ticket) : ticket
  })
  batch(() => {
    tickets.value = tickets.value.with(kept)
    for (const ticket of kept) {
      standBesideOthers(ticket)
      learnTags(ticket)
    }
  })
}

function learnTags({ tags: own = [] }: DeskTicket): void {
  const unknown = own.filter((tag) => !tags.peek().includes(tag))
  if (unknown.length > 0) tags.value = [...tags.peek(), ...unknown].sort()
}

export function keepMerge(merge: DeskMerge): void {
  const ticketId = merge.ticketId
  if (!ticketId) return
  changeThread(ticketId, (thread) => ({ ...thread, merge }))
}

export function keepNote(note: Note): void {
  const ticket = tickets.value.get(note.ticketId)
  if (ticket && ticket.newestNote < note.noteSequence) {
    tickets.value = tickets.value.with([{ ...ticket, newestNote: note.noteSequence }])
  }
  keepNotes(note.ticketId, [note])
}

/** Numbers that are missing between them are notes that can be read. */
export const keepNotes = (ticketId: string, notes: Note[]): void =>
  changeThread(ticketId, (thread) => ({ ...thread, notes: withNotes(thread.notes, notes) }))

/** An entry that leaves a hole is not shown: `isBehind` says so, and the thread is read again. */
export function keepEntry(entry: Entry): void {
  changeThread(entry.ticketId, (thread) => {
    if (!touches(thread.entries, [entry])) return thread
    return { ...thread, entries: withQuotes(union(thread.entries, [entry])) }
  })
}

/** Which part of a thread is held: its newest entries, without holes. What is not held any more can be read again. */
export function holdEntries(ticketId: string, entries: Entry[]): void {
  changeThread(ticketId, (thread) => ({ ...thread, entries, more: (entries[0]?.sequence ?? 1) > 1 }))
}

/** After a log-out nothing of this agent stays in memory: the next one at this machine is shown none of it. */
export function forgetAll(): void {
  batch(() => {
    me.value = null
    agents.value = []
    tickets.value = knownTickets()
    savedViews.value = []
    threads.value = new Map()
    listed.value = new Map()
    typing.value = new Map()
    hoursVersion.value = 0
    availability.value = null
    tags.value = []
    types.value = []
    endpointsOff.value = 0
    forgetMacros()
    forgetDrafts()
    forgetTeams()
    forgetRules()
    forgetPresence()
    for (const forget of besides) forget()
  })
}

const besides: (() => void)[] = []
/** What stands beside these facts, or comes with a bundle of its own, hands in how it is forgotten with them. */
export const forgetWithAgent = (forget: () => void): void => void besides.push(forget)

// ---- what follows from the facts

const viewSignals = new Map<string, ReadonlySignal<readonly DeskTicket[]>>()

/** The known tickets of a view, in its order, as far as they were listed: behind that others may stand between. */
export function ticketsOf(view: string): ReadonlySignal<readonly DeskTicket[]> {
  const known = viewSignals.get(view)
  if (known) return known
  const ordered = inOrder()
  const all = computed(() => {
    const [sort, myId] = [sortOf(view), me.value?.id]
    const by = [myId, savedViewOf(view), minute.value]
    return ordered(tickets.value, { sort, by, holds: (ticket) => belongs(ticket, view, myId) })
  })
  const made = computed(() => {
    const sort = sortOf(view)
    const end = isListedToEnd(view) ? undefined : listed.value.get(view)?.end
    if (!end) return all.value
    return all.value.filter((ticket) => compareIn(sort, placeOf(ticket, sort), end) <= 0)
  })
  viewSignals.set(view, made)
  return made
}

/** A wait grows by itself: looked at when a ticket changes, and each minute. */
export function belongs(ticket: DeskTicket, view: string, myId = ''): boolean {
  const filter = filterOf(view)
  const now = isTimed(filter) ? minute.value : 0
  const facts = (field: string) => factsAbout(ticket, field)
  return fits(facetsOf(ticket), filter, {
    agentId: myId,
    now,
    identity: () => ticket.contact.identity,
    facts,
  })
}

/** The contact's other tickets that are known, newest change first. */
export function earlierOf(thread: Thread): DeskTicket[] {
  const known = thread.earlier.map((id) => tickets.value.get(id))
  return known.filter((ticket) => ticket !== undefined).sort(newestFirst)
}

/** Those with which it is linked, as far as they are known. */
export function linkedWith({ links = [] }: DeskTicket): DeskTicket[] {
  return links.map((id) => tickets.value.get(id)).filter((ticket) => ticket !== undefined)
}

/** `unsolved` holds the views that narrow it: when it was listed to its end, so were they. */
export function isListedToEnd(view: string): boolean {
  if (listed.value.get(view)?.next === null) return true
  const isNarrower = !filterOf(view).states?.includes('solved')
  return isNarrower && listed.value.get('unsolved')?.next === null
}

/** An agent has something to read: not what agents did themselves, and nothing in what is solved. */
export function isUnread({ state, seenByAgent, lastEntry }: DeskTicket): boolean {
  const isOwnDoing = lastEntry.author === 'system' && lastEntry.snippet.startsWith('ticket.')
  // The last entry, not the newest number: that a message was changed is no news.
  return state !== 'solved' && lastEntry.sequence > seenByAgent + (isOwnDoing ? 1 : 0)
}

/** The thread misses entries of which the ticket, or a heartbeat, knows. */
export function isBehind(
  ticketId: string,
  newest = tickets.value.get(ticketId)?.newestSequence ?? 0,
): boolean {
  const thread = threads.value.get(ticketId)
  return thread !== undefined && newestOf(thread.entries) < newest
}

/** As agents read it; of a type that is not there any more its name in the file. */
export function typeName(type: string): string {
  return types.value.find(({ name }) => name === type)?.label ?? type.replaceAll('_', ' ')
}

// ---- how facts meet

/** After a merge of accounts a ticket can come to another contact: threads then name others beside it. */
function standBesideOthers(ticket: DeskTicket): void {
  for (const [id, thread] of threads.value) {
    if (id === ticket.id) {
      if (thread.contact.id !== ticket.contact.id) forgetThread(id)
      continue
    }
    const isHere = thread.earlier.includes(ticket.id)
    if (thread.contact.id === ticket.contact.id && !isHere) {
      changeThread(id, () => ({ ...thread, earlier: [...thread.earlier, ticket.id] }))
    }
    if (thread.contact.id !== ticket.contact.id && isHere) {
      changeThread(id, () => ({ ...thread, earlier: thread.earlier.filter((other) => other !== ticket.id) }))
    }
  }
}

function forgetThread(ticketId: string): void {
  threads.value = without(threads.value, ticketId)
}

type Mark = 'deliveredToAgent' | 'seenByContact' | 'seenByAgent'

function raiseMark(ticketId: string, mark: Mark, sequence: number): void {
  const ticket = tickets.value.get(ticketId)
  if (ticket && ticket[mark] < sequence) tickets.value = tickets.value.with([{ ...ticket, [mark]: sequence }])
}

function keepAway(agentId: string, isAway: boolean): void {
  const as = ({ isAway: _, ...agent }: Agent): Agent => (isAway ? { ...agent, isAway } : agent)
  agents.value = agents.value.map((agent) => (agent.id === agentId ? as(agent) : agent))
  if (me.value?.id === agentId) me.value = as(me.value)
}

function keepContact(contact: Contact): void {
  const { id, identity, externalId, name, email, emailVerified, locale, attributes } = contact
  const theirs = [...tickets.value.values()].filter((ticket) => ticket.contact.id === id)
  const told = { id, identity, externalId, name, email, emailVerified, locale, attributes }
  tickets.value = tickets.value.with(theirs.map((ticket) => ({ ...ticket, contact: told })))
  for (const [ticketId, thread] of threads.value) {
    if (thread.contact.id === id) changeThread(ticketId, () => ({ ...thread, contact }))
  }
}

function changeThread(ticketId: string, change: (thread: Thread) => Thread): void {
  const thread = threads.value.get(ticketId)
  if (thread) threads.value = new Map(threads.value).set(ticketId, change(thread))
}

const newestFirst = (a: DeskTicket, b: DeskTicket) =>
  a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : b.number - a.number

function never(event: never): void {
  // A newer server may tell of things that this page does not know: not an error, and worth a line.
  console.warn('helpdock: unknown event', event)
}

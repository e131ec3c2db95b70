// All that the widget knows, as signals. What the server tells changes through `load`, `apply` and `take` and
// nowhere else: an event applied to an older snapshot gives the newer one (test/replay-widget.test.ts). What only
// this device knows changes through `put`.

import type { ContactMerge } from '../protocol/account-merge.ts'
import type { Article, FeedbackAnswer } from '../protocol/articles.ts'
import type {
  Answers,
  Attachment,
  Contact,
  ContactTicket,
  Entry,
  Handover,
  Quote,
} from '../protocol/entities.ts'
import type { RefusalCode } from '../protocol/errors.ts'
import type { Availability } from '../protocol/hours.ts'
import type { AddressProofAnswer, FoundThere, HelpHome } from '../protocol/http.ts'
import { HELLO_MARKS, TYPING_MS } from '../protocol/limits.ts'
import type { SearchAnswer } from '../protocol/search/ranking.ts'
import type { ContactEvent, ContactSnapshot } from '../protocol/socket.ts'
import { markIn, type Threads, withEntries } from './entries.ts'
import { batch, type ReadonlySignal, type Signal, signal } from './signals.ts'

export type Screen =
  | { name: 'home' | 'tickets' | 'merge' }
  /** A message that opens a ticket, about one that was solved perhaps. */
  | { name: 'write'; follows?: string }
  /** What a ticket of this type asks. */
  | { name: 'form'; type: string }
  | { name: 'collection'; slug: string }
  | { name: 'article'; slug: string; section?: string | undefined }
  /** A ticket's id, or `new:<clientId>` until its first message is acknowledged. */
  | { name: 'thread'; ticket: string }

/** A message not yet acknowledged. It stays in its thread until it is, or until the person takes it back. */
export interface Unsent {
  clientId: string
  /** Whose it is; see session.ts. */
  owner: string
  ticket: string
  text: string
  at: string
  /** Its place in the order in which it was written. */
  place: number
  attachments?: Attachment[] | undefined
  quotes?: Quote | undefined
  /** Present where it opens the ticket. */
  opening?: { handover: Handover; type?: string; answers?: Answers; locale?: string } | undefined
  /** Sent: the ticket that it opened. */
  opened?: string
  /** Why it was refused; it waits for the person then. */
  failed?: RefusalCode
}

/** A file chosen for a message that is being written; uploads.ts brings it to the server. */
export interface Chosen {
  key: string
  name: string
  size: number
  /** Of its upload, once it was announced. */
  id?: string
  /** Bytes that the server has; unknown after a reload or a lost answer. */
  received?: number
  /** An answer was lost: the server is asked what it has before the next piece. */
  isUnsure?: boolean
  /** Whole, and as the server keeps it. */
  attachment?: Attachment
  /** Send was pressed before all of them were whole: early.ts. */
  wasSent?: boolean
  /** Why not; `lost`: the page was loaded anew, and only the person can give the file again; `blocked`: something on the way takes no files. */
  failed?: RefusalCode | 'lost' | 'blocked'
}

type Read = Handover['reads'][number]
type Connection = 'idle' | 'live' | 'polling' | 'offline'
interface Guest {
  name: string
  email: string
  proof?: AddressProofAnswer
  /** The same, where nothing is to be sent after it: of who wants to see what they wrote before. */
  lookingBack?: AddressProofAnswer
  session?: { token: string; contactId: string }
}

/**
 * The server's clock, in ms. The device's may be hours off, and be set right while somebody writes; it counts only until the server
 * has told the time.
 */
export const now = () => (begun === undefined ? Date.now() : begun + performance.now())
/** When this page began. A device that slept is told anew by the next welcome. */
let begun: number | undefined
export function hearTime(at: number): void {
  begun = at - performance.now()
}

/** By name: of what the server has told. */
let history: string | undefined

/** What the server tells. */
const told = {
  contact: signal<Contact | null>(null),
  tickets: signal<ContactTicket[]>([]),
  threads: signal<Threads>({}),
  merges: signal<ContactMerge[]>([]),
  typing: signal<Record<string, { name: string; until: number }>>({}),
  articlesVersion: signal(''),
  availability: signal<Availability | null>(null),
}

/** What only this device knows, each with its beginning. */
const beginnings = {
  open: false,
  screens: [{ name: 'home' }] as [Screen, ...Screen[]],
  connection: 'idle' as Connection,
  /** There is an identity token, or a guest who proved an address: somebody can be answered. null: not known yet. */
  signedIn: null as boolean | null,
  /** Why the host's word for this person was not taken. */
  sessionRefused: null as RefusalCode | null,
  unsent: [] as Unsent[],
  /** By name: of these, what the device has not taken yet, or could not. It waits in this tab alone. */
  loose: [] as string[],
  /** The server asked to wait with what is unsent, until then on its clock. */
  heldUntil: 0,
  /** Messages on their way into the outbox: till they are there, the tab remembers their drafts. */
  storing: 0,
  drafts: {} as Record<string, string>,
  /** By the same names as drafts. */
  chosen: {} as Record<string, Chosen[]>,
  /** What the drafts answer. */
  quotes: {} as Record<string, Quote>,
  guest: null as Guest | null,
  query: '',
  home: null as HelpHome | null,
  /** Where it came from, last time that it came. */
  homePath: '',
  /** Address of the file that the index in use got last. */
  index: '',
  /** Home or index could not be loaded, and nothing older serves. */
  helpFailed: false,
  articles: {} as Record<string, Article | 'gone' | 'failed' | undefined>,
  feedback: {} as Record<string, FeedbackAnswer>,
  reads: [] as Read[],
  searches: [] as string[],
  /** Switched off: it does not go along with a message. */
  off: [] as string[],
  /** Words that found nothing. */
  gaps: [] as string[],
  /** What was typed before an article was opened. */
  found: [] as { query: string; slug: string }[],
  /** What the index that is named found last, and in what it was looked for. */
  answer: null as (SearchAnswer & { query: string; index: string }) | null,
  /** What the server's copy of the index found, and of which articles; alone: while the device had none. */
  more: null as (FoundThere & { query: string; isAlone: boolean }) | null,
}
type Device = typeof beginnings

const device = Object.fromEntries(
  Object.entries(beginnings).map(([name, value]) => [name, signal(value)]),
) as unknown as { [N in keyof Device]: Signal<Device[N]> }

type Readable<T> = { readonly [N in keyof T]: T[N] extends Signal<infer V> ? ReadonlySignal<V> : never }
export const state: Readable<typeof told> & Readable<typeof device> = { ...told, ...device }

export function put<N extends keyof Device>(name: N, value: Device[N]): void {
  device[name].value = value
}

/** What the tab keeps from page to page. */
export const remembered = [
  'homePath',
  'screens',
  'drafts',
  'unsent',
  'loose',
  'chosen',
  'quotes',
  'guest',
  'reads',
  'searches',
  'off',
  'feedback',
] as const
/** The articles too: some may be for some people only. */
const OF_A_PERSON = [
  ...remembered,
  'query',
  'answer',
  'more',
  'sessionRefused',
  'signedIn',
  'home',
  'index',
  'articles',
] as const
export type Remembered = Partial<Pick<Device, (typeof remembered)[number]>>

export const unread = () => told.tickets.value.filter(isUnread).length
/** Something that somebody else said or decided. That a colleague took the ticket is no news. */
export function isUnread({ seenByContact, lastEntry }: ContactTicket): boolean {
  // The last entry, not the newest number: that a message was changed is no news.
  if (lastEntry.sequence <= seenByContact) return false
  return (
    lastEntry.author === 'agent' || (isNews(lastEntry.snippet) && lastEntry.name !== told.contact.value?.name)
  )
}
/** Activities that somebody waits for. */
export const isNews = (code: string) => NEWS.includes(code)
const NEWS = [
  'ticket.opened',
  'ticket.solved',
  'merge.approved',
  'merge.rejected',
  'merge.cancelled',
  'merge.completed',
  'merge.failed',
]

// ---- what the server tells

/** Everything is replaced but the threads: those only grow, or are read again. */
export function load(snapshot: ContactSnapshot): void {
  hearTime(Date.parse(snapshot.at))
  batch(() => {
    // Another person's threads never stay, nor what a server that was put back to an earlier state does not know; of
    // the others, those without a mark could be of another time.
    const isSame = told.contact.value?.id === snapshot.contact.id && history === snapshot.history
    history = snapshot.history
    told.threads.value = Object.fromEntries(
      Object.entries(told.threads.value).filter(
        ([id]) => isSame && markOf(id) && !snapshot.gaps.includes(id),
      ),
    )
    told.contact.value = snapshot.contact
    told.tickets.value = byNews(snapshot.tickets)
    told.merges.value = byBirth(snapshot.merges)
    told.articlesVersion.value = snapshot.articlesVersion
    told.availability.value = snapshot.availability
    told.typing.value = {}
    for (const body of snapshot.typing ?? []) apply({ name: 'typing.started', body })
    addEntries(snapshot.missed)
  })
}

export function apply(event: ContactEvent): void {
  batch(() => {
    switch (event.name) {
      case 'ticket.opened':
      case 'ticket.changed':
      case 'ticket.rated':
        return putTicket(event.body.ticket)
      case 'ticket.removed':
        return dropTicket(event.body.ticketId)
      case 'message.created': {
        const { message } = event.body
        if (message.author.kind === 'agent') stopTyping(message.ticketId)
        return addEntries([message])
      }
      case 'message.revised':
        return addEntries([event.body.revision])
      case 'activity.created':
        return addEntries([event.body.activity])
      case 'thread.seen':
        return raise(event.body, event.body.by === 'contact' ? 'seenByContact' : 'seenByAgent')
      case 'thread.delivered':
        return raise(event.body, 'deliveredToAgent')
      case 'typing.started': {
        const { ticketId, name } = event.body
        told.typing.value = { ...told.typing.value, [ticketId]: { name, until: now() + TYPING_MS } }
        return
      }
      case 'merge.changed':
        return putMerge(event.body.merge)
      case 'articles.changed':
        told.articlesVersion.value = event.body.version
        return
      case 'hours.changed':
        told.availability.value = event.body.availability
        return
    }
    event satisfies never
  })
}

/** What an acknowledgement carries. */
export function take(answer: {
  ticket?: ContactTicket
  message?: Entry
  revision?: Entry
  entries?: Entry[]
  merge?: ContactMerge
}): void {
  batch(() => {
    if (answer.ticket) putTicket(answer.ticket)
    const { message, revision, entries = [] } = answer
    addEntries([...entries, message, revision].filter((entry) => entry !== undefined))
    if (answer.merge) putMerge(answer.merge)
  })
}

/** Which part of a thread is held: its newest entries, without holes. The others can be read again. */
export function hold(ticketId: string, entries: Entry[]): void {
  told.threads.value = { ...told.threads.value, [ticketId]: entries }
}

/** The same shape as a server's snapshot, with every entry that is held. */
export function snapshot(): Omit<ContactSnapshot, 'contact' | 'history' | 'availability' | 'at'> & {
  contact: Contact | null
  availability: Availability | null
} {
  return {
    contact: told.contact.value,
    tickets: told.tickets.value,
    merges: told.merges.value,
    missed: Object.keys(told.threads.value)
      .sort()
      .flatMap((id) => told.threads.value[id] ?? []),
    gaps: [],
    articlesVersion: told.articlesVersion.value,
    availability: told.availability.value,
  }
}

/** How many people have left: an answer for one of them is nobody's. */
export let gone = 0

/** Forgets the person, on the screen and in memory. */
export function forgetPerson(): void {
  gone++
  batch(() => {
    told.contact.value = null
    told.tickets.value = []
    told.threads.value = {}
    told.merges.value = []
    told.typing.value = {}
    for (const name of OF_A_PERSON) put(name, beginnings[name] as never)
  })
}

export const markOf = (ticketId: string) => markIn(told.threads.value[ticketId])

/** What a hello names. Threads that do not fit are noticed by the numbers of their tickets. */
export function marks(): Record<string, number> {
  const named = Object.keys(told.threads.value).flatMap((id) => {
    const mark = markOf(id)
    return mark ? [[id, mark] as const] : []
  })
  return Object.fromEntries(named.slice(-HELLO_MARKS))
}

/** Threads that lack something which their ticket counts, or which came before what was missing. */
export function threadsBehind(newest: Record<string, number> = {}): string[] {
  const ids = new Set([...Object.keys(told.threads.value), ...Object.keys(newest)])
  return [...ids].filter((id) => {
    const counted = ticketOf(id)?.newestSequence ?? 0
    const last = told.threads.value[id]?.at(-1)?.sequence ?? 0
    return (markOf(id) ?? counted) < Math.max(counted, last, newest[id] ?? 0)
  })
}

export const ticketOf = (id: string) => told.tickets.value.find((ticket) => ticket.id === id)

const MARKS = ['seenByContact', 'seenByAgent', 'deliveredToAgent'] as const

function raise(
  { ticketId, sequence }: { ticketId: string; sequence: number },
  field: (typeof MARKS)[number],
): void {
  told.tickets.value = told.tickets.value.map((ticket) =>
    ticket.id === ticketId ? { ...ticket, [field]: Math.max(ticket[field], sequence) } : ticket,
  )
}

/** An answer and an event may cross: the newer copy of a ticket stays, and seen marks only rise. */
function putTicket(ticket: ContactTicket): void {
  const known = ticketOf(ticket.id)
  const newer = known && isNewer(known, ticket) ? known : ticket
  const merged = {
    ...newer,
  }
  for (const field of MARKS) merged[field] = Math.max(ticket[field], known?.[field] ?? 0)
  told.tickets.value = byNews([merged, ...told.tickets.value.filter(({ id }) => id !== ticket.id)])
}

function dropTicket(id: string): void {
  told.tickets.value = told.tickets.value.filter((ticket) => ticket.id !== id)
  const { [id]: _gone, ...threads } = told.threads.value
  told.threads.value = threads
  stopTyping(id)
}

const isNewer = (a: ContactTicket, b: ContactTicket) =>
  a.newestSequence !== b.newestSequence ? a.newestSequence > b.newestSequence : a.updatedAt > b.updatedAt

function addEntries(entries: Entry[]): void {
  if (entries.length === 0) return
  told.threads.value = withEntries(told.threads.value, entries)
  // What the server has, by whichever way it came to be known, is not unsent.
  const arrived = new Set(entries.flatMap((entry) => (entry.kind === 'message' ? [entry.clientId] : [])))
  if (device.unsent.value.some(({ clientId }) => arrived.has(clientId)))
    put(
      'unsent',
      device.unsent.value.filter(({ clientId }) => !arrived.has(clientId)),
    )
}

function putMerge(merge: ContactMerge): void {
  const known = told.merges.value.find(({ id }) => id === merge.id)
  if (known && known.updatedAt > merge.updatedAt) return
  told.merges.value = byBirth([merge, ...told.merges.value.filter(({ id }) => id !== merge.id)])
}

function stopTyping(ticketId: string): void {
  const { [ticketId]: _stopped, ...others } = told.typing.value
  told.typing.value = others
}

const byNews = (tickets: ContactTicket[]) =>
  tickets.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt) || b.number - a.number)
/** Ids sort by time. */
const byBirth = (merges: ContactMerge[]) => merges.toSorted((a, b) => b.id.localeCompare(a.id))

// Live equals replay, for the widget alone: each event applied to an older snapshot gives what a newer one would
// have given; entries come in any order and more than once. The whole story with a server is test/replay.test.ts.

import { Check } from 'typebox/value'
import { beforeEach, expect, test } from 'vitest'
import type { ContactMerge } from '../protocol/account-merge.ts'
import type { ContactTicket, Message, Revision } from '../protocol/entities.ts'
import { HELLO_MARKS, THREAD_PAGE_ENTRIES } from '../protocol/limits.ts'
import { type ContactEvent, ContactHello, type ContactSnapshot, contactEvents } from '../protocol/socket.ts'
import * as widget from '../widget/state.ts'

const AT = '2026-11-24T08:00:00.000Z'
const LATER = '2026-11-24T08:05:00.000Z'

const maya = {
  id: 'con_maya',
  identity: 'verified' as const,
  externalId: 'student-maya',
  name: 'Maya Lindqvist',
  email: 'maya@northfield.edu',
  emailVerified: true,
  locale: 'en',
  attributes: {},
  attributesSignedAt: AT,
  createdAt: AT,
  lastSeenAt: AT,
}
const ticket: ContactTicket = {
  id: 'tkt_1',
  number: 1,
  type: 'question',
  state: 'open',
  subject: 'Where is my rotation?',
  createdAt: AT,
  updatedAt: AT,
  newestSequence: 1,
  deliveredToAgent: 0,
  seenByContact: 1,
  seenByAgent: 0,
  lastEntry: { sequence: 1, author: 'contact', name: maya.name, snippet: 'Where?', at: AT },
  assignee: null,
  mergeId: null,
  rating: null,
}
const message = (sequence: number, author: 'contact' | 'agent', ticketId = ticket.id): Message => ({
  kind: 'message',
  id: `msg_${ticketId}_${sequence}`,
  ticketId,
  sequence,
  clientId: `client-${ticketId}-${sequence}`,
  author:
    author === 'contact'
      ? { kind: author, id: maya.id, name: maya.name }
      : { kind: author, id: 'agt_omar', name: 'Omar' },
  text: `Message ${sequence}`,
  createdAt: AT,
})
const revision = (sequence: number, text: string | null): Revision => ({
  kind: 'revision',
  id: `rev_${sequence}`,
  ticketId: ticket.id,
  sequence,
  clientId: `client-revision-${sequence}`,
  of: 1,
  author: { kind: 'contact', id: maya.id, name: maya.name },
  text,
  createdAt: LATER,
})
const merge: ContactMerge = {
  id: 'mrg_1',
  ticketId: null,
  state: 'proof_sent',
  intoEmail: maya.email,
  fromEmail: 'maya@mail.example',
  codeExpiresAt: LATER,
  triesLeft: 3,
  executeAt: null,
  reason: null,
  updatedAt: AT,
}
const older: ContactSnapshot = {
  contact: maya,
  tickets: [ticket],
  merges: [merge],
  missed: [message(1, 'contact')],
  gaps: [],
  history: 'one',
  articlesVersion: 'v1',
  availability: { from: AT, openings: null, waitsMs: [] },
  at: AT,
}

beforeEach(() => widget.forgetPerson())

const answered: ContactTicket = {
  ...ticket,
  state: 'waiting_on_contact',
  updatedAt: LATER,
  newestSequence: 2,
  seenByAgent: 2,
  lastEntry: { sequence: 2, author: 'agent', name: 'Omar', snippet: 'Message 2', at: LATER },
}
const second: ContactTicket = {
  ...{ ...ticket, id: 'tkt_2', number: 2, createdAt: LATER, updatedAt: LATER },
  answers: [{ field: 'site', kind: 'text', label: 'Hospital or site', text: 'Lakeshore' }],
}
const solved = {
  kind: 'activity' as const,
  id: 'act_1',
  ticketId: ticket.id,
  sequence: 2,
  code: 'ticket.solved' as const,
  details: { name: 'Omar' },
  createdAt: LATER,
}
const inReview: ContactMerge = { ...merge, state: 'in_review', codeExpiresAt: null, updatedAt: LATER }

const rated: ContactTicket = {
  ...ticket,
  state: 'solved',
  updatedAt: LATER,
  rating: {
    ticketId: ticket.id,
    solved: 1,
    score: 4,
    comment: '',
    agent: null,
    ratedAt: LATER,
    changedAt: null,
  },
}
const availability = { from: AT, openings: [{ opensAt: AT, closesAt: LATER }], waitsMs: [300_000] }

/** What happened, and what a snapshot taken afterwards differs in. One line for each event there is. */
const stories: {
  [N in ContactEvent['name']]: [Extract<ContactEvent, { name: N }>, Partial<ContactSnapshot>]
} = {
  'ticket.opened': [{ name: 'ticket.opened', body: { ticket: second } }, { tickets: [second, ticket] }],
  'ticket.changed': [{ name: 'ticket.changed', body: { ticket: answered } }, { tickets: [answered] }],
  'message.created': [
    { name: 'message.created', body: { message: message(2, 'agent') } },
    { missed: [message(1, 'contact'), message(2, 'agent')] },
  ],
  'message.revised': [
    { name: 'message.revised', body: { revision: revision(2, 'Where is it?') } },
    { missed: [message(1, 'contact'), revision(2, 'Where is it?')] },
  ],
  'activity.created': [
    { name: 'activity.created', body: { activity: solved } },
    { missed: [message(1, 'contact'), solved] },
  ],
  'thread.seen': [
    { name: 'thread.seen', body: { ticketId: ticket.id, by: 'agent', sequence: 1 } },
    { tickets: [{ ...ticket, seenByAgent: 1 }] },
  ],
  'thread.delivered': [
    { name: 'thread.delivered', body: { ticketId: ticket.id, to: 'agent', sequence: 1 } },
    { tickets: [{ ...ticket, deliveredToAgent: 1 }] },
  ],
  // Gone in a moment: no snapshot carries it.
  'typing.started': [{ name: 'typing.started', body: { ticketId: ticket.id, name: 'Omar' } }, {}],
  'merge.changed': [{ name: 'merge.changed', body: { merge: inReview } }, { merges: [inReview] }],
  'articles.changed': [{ name: 'articles.changed', body: { version: 'v2' } }, { articlesVersion: 'v2' }],
  'ticket.removed': [
    { name: 'ticket.removed', body: { ticketId: ticket.id } },
    { tickets: [], missed: [] },
  ],
  'ticket.rated': [{ name: 'ticket.rated', body: { ticket: rated } }, { tickets: [rated] }],
  'hours.changed': [{ name: 'hours.changed', body: { version: 1, availability } }, { availability }],
}

test('there is a story for every event of the protocol', () => {
  expect(Object.keys(stories).toSorted()).toEqual(Object.keys(contactEvents).toSorted())
})

test.each(Object.entries(stories))(
  '%s, applied, is what a fresh snapshot says',
  (_name, [event, difference]) => {
    widget.load({ ...older, ...difference })
    const fresh = widget.snapshot()
    widget.forgetPerson()

    widget.load(older)
    widget.apply(event)
    expect(widget.snapshot()).toEqual(fresh)
    widget.apply(event)
    expect(widget.snapshot(), 'twice is once').toEqual(fresh)
  },
)

test('entries stand by their numbers, each once, however they come', () => {
  widget.load({ ...older, missed: [] })
  for (const sequence of [3, 1, 4, 3, 2, 1])
    widget.apply({ name: 'message.created', body: { message: message(sequence, 'agent') } })
  widget.take({ entries: [message(2, 'agent'), message(5, 'agent')] })
  expect(widget.snapshot().missed.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5])
})

test('the newest revision counts, in whichever order they come, and nothing older stays', () => {
  widget.load(older)
  for (const one of [revision(3, null), revision(2, 'canary-changed')])
    widget.apply({ name: 'message.revised', body: { revision: one } })
  expect(widget.snapshot().missed[0]).toMatchObject({ text: '', deleted: true, revised: 3 })
  expect(JSON.stringify(widget.snapshot())).not.toContain('canary-changed')
  expect(JSON.stringify(widget.snapshot())).not.toContain('Message 1')
})

test('that a message was changed is no news', () => {
  widget.load(older)
  const seen = { ...answered, seenByContact: 2 }
  expect(widget.isUnread({ ...seen, newestSequence: 3 })).toBe(false)
  expect(widget.isUnread({ ...seen, seenByContact: 1, newestSequence: 3 })).toBe(true)
})

test('a hole is noticed, and the mark stands before it', () => {
  widget.load(older)
  expect(widget.threadsBehind()).toEqual([])
  widget.apply({ name: 'message.created', body: { message: message(3, 'agent') } })
  expect(widget.marks()).toEqual({ [ticket.id]: 1 })
  expect(widget.threadsBehind()).toEqual([ticket.id])
  widget.take({ message: message(2, 'agent') })
  expect(widget.marks()).toEqual({ [ticket.id]: 3 })
  expect(widget.threadsBehind()).toEqual([])
})

test('news of a thread that nobody has read yet are no page of it', () => {
  const busy = { ...ticket, newestSequence: 7 }
  widget.load({ ...older, tickets: [busy], missed: [] })
  widget.apply({ name: 'message.created', body: { message: message(7, 'agent') } })
  expect(widget.markOf(ticket.id), 'it has to be read').toBeUndefined()
  expect(widget.marks()).toEqual({})
  widget.take({ entries: [1, 2, 3, 4, 5, 6, 7].map((sequence) => message(sequence, 'agent')) })
  expect(widget.marks()).toEqual({ [ticket.id]: 7 })
})

test('the newest page of a long thread is read, though it has no beginning', () => {
  const page = Array.from({ length: THREAD_PAGE_ENTRIES }, (_, at) => message(51 + at, 'agent'))
  widget.load({ ...older, missed: [] })
  widget.take({ entries: page })
  expect(widget.marks()).toEqual({ [ticket.id]: 50 + THREAD_PAGE_ENTRIES })
})

test('a gap drops what is held: the same number may be another message now', () => {
  widget.load({ ...older, missed: [message(1, 'contact'), message(2, 'agent')] })
  // The server was restored from before the second message; somebody else wrote the second one since.
  widget.load({ ...older, missed: [], gaps: [ticket.id] })
  expect(widget.markOf(ticket.id), 'it has to be read').toBeUndefined()
  const other = { ...message(2, 'agent'), id: 'msg_other', clientId: 'client-other', text: 'Another second' }
  widget.take({ entries: [message(1, 'contact'), other] })
  expect(widget.snapshot().missed).toEqual([message(1, 'contact'), other])
})

test('a server that was put back to an earlier state has what is held dropped, though the ticket has grown past it', () => {
  widget.load({ ...older, missed: [message(1, 'contact'), message(2, 'agent')] })
  const third = message(3, 'agent')
  const grown = { ...ticket, newestSequence: 3 }
  widget.load({ ...older, tickets: [grown], missed: [third] })
  expect(widget.markOf(ticket.id), 'the premise: it goes on from what is held').toBe(3)
  widget.load({ ...older, history: 'another', tickets: [grown], missed: [third] })
  expect(widget.markOf(ticket.id), 'it has to be read').toBeUndefined()
  const other = { ...message(2, 'agent'), id: 'msg_other', clientId: 'client-other', text: 'Another second' }
  widget.take({ entries: [message(1, 'contact'), other, third] })
  expect(widget.snapshot().missed).toEqual([message(1, 'contact'), other, third])
})

test('a hello names as many threads as a server takes, those read last', () => {
  const threads = Array.from({ length: HELLO_MARKS + 1 }, (_, at) => `tkt_${at}`)
  widget.load({ ...older, missed: threads.map((id) => message(1, 'contact', id)) })
  expect(Object.keys(widget.marks())).toEqual(threads.slice(1))
  expect(Check(ContactHello.properties.marks, widget.marks())).toBe(true)
})

test('a heartbeat that counts more than is known names who is behind, threads never opened too', () => {
  widget.load({ ...older, tickets: [ticket, second] })
  expect(widget.threadsBehind({ [ticket.id]: 1, [second.id]: 1 })).toEqual([])
  expect(widget.threadsBehind({ [ticket.id]: 2, [second.id]: 1, tkt_3: 1 })).toEqual([ticket.id, 'tkt_3'])
})

test('an answer that was overtaken by an event brings nothing old back', () => {
  widget.load(older)
  widget.apply({ name: 'ticket.changed', body: { ticket: answered } })
  widget.take({ ticket: { ...ticket, seenByContact: 1 } })
  expect(widget.snapshot().tickets).toEqual([answered])
  widget.apply({ name: 'merge.changed', body: { merge: inReview } })
  widget.take({ merge })
  expect(widget.snapshot().merges).toEqual([inReview])
})

test('what the server has is not unsent any more, by whichever way it came', () => {
  widget.load(older)
  const unsent = { owner: 'sub:student-maya', ticket: ticket.id, text: 'Message', at: AT, place: 1 }
  widget.put('unsent', [
    { ...unsent, clientId: message(2, 'contact').clientId },
    { ...unsent, clientId: 'not-yet-there' },
  ])
  widget.apply({ name: 'message.created', body: { message: message(2, 'contact') } })
  expect(widget.state.unsent.value.map(({ clientId }) => clientId)).toEqual(['not-yet-there'])
})

test('another contact’s snapshot leaves no thread of the one before', () => {
  widget.load(older)
  expect(widget.snapshot().missed).toHaveLength(1)
  widget.load({
    ...older,
    contact: { ...maya, id: 'con_leo', name: 'Leo' },
    tickets: [],
    merges: [],
    missed: [],
  })
  expect(widget.snapshot()).toMatchObject({ tickets: [], merges: [], missed: [] })
})

test('a reply is news; that a colleague took the ticket is not', () => {
  widget.load(older)
  expect(widget.isUnread(ticket)).toBe(false)
  expect(widget.isUnread(answered)).toBe(true)
  const last = { sequence: 2, author: 'system' as const, name: 'Omar', at: LATER }
  expect(widget.isUnread({ ...answered, lastEntry: { ...last, snippet: 'ticket.assigned' } })).toBe(false)
  expect(widget.isUnread({ ...answered, lastEntry: { ...last, snippet: 'merge.completed' } })).toBe(true)
})

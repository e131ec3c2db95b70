// Every frame of both sockets, written out in docs/protocol.md. The same command frames travel over
// POST /api/chat/send where a proxy blocks sockets: same rule, same answer.

import Type, { type Static } from 'typebox'
import {
  Activity,
  Agent,
  Contact,
  ContactMerge,
  ContactTicket,
  DeskMerge,
  DeskTicket,
  Entry,
  Handover,
  MergePreview,
  Message,
  Note,
  OneOf,
} from './entities.ts'
import { Problem } from './errors.ts'
import { ADDRESS_MAX_CHARS, HELLO_MARKS, MESSAGE_MAX_CHARS, SUBJECT_MAX_CHARS } from './limits.ts'

const Id = Type.String({ minLength: 1, maxLength: 64 })
/** A name that the writer gives before sending; the same name is never stored twice. */
const ClientId = Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' })
const Text = Type.String({ minLength: 1, maxLength: MESSAGE_MAX_CHARS })
const Sequence = Type.Integer({ minimum: 0 })
const Done = Type.Object({}, { additionalProperties: false })
const body = <T extends Type.TProperties>(fields: T) => Type.Object(fields, { additionalProperties: false })

/** `open` is all that is not solved; the others narrow it. */
/** `open` and `waiting_on_contact` are states; `mine`, `unassigned` and `unsolved` hold all states but `solved`. */
export const DeskView = OneOf('open', 'mine', 'unassigned', 'waiting_on_contact', 'unsolved', 'solved')
export type DeskView = Static<typeof DeskView>

// ---- commands: what a client asks; `answer` is what its acknowledgement carries

export const contactCommands = {
  'ticket.open': {
    body: body({
      clientId: ClientId,
      type: Type.Union([Type.Literal('question'), Type.Literal('problem')]),
      subject: Type.Optional(Type.String({ maxLength: SUBJECT_MAX_CHARS })),
      text: Text,
      handover: Type.Optional(Handover),
    }),
    answer: Type.Object({ ticket: ContactTicket, message: Message }),
  },
  'message.send': {
    body: body({ clientId: ClientId, ticketId: Id, text: Text }),
    answer: Type.Object({ ticket: ContactTicket, message: Message }),
  },
  'thread.read': {
    body: body({
      ticketId: Id,
      after: Type.Optional(Sequence),
      before: Type.Optional(Sequence),
    }),
    answer: Type.Object({ ticket: ContactTicket, entries: Type.Array(Entry), more: Type.Boolean() }),
  },
  'thread.see': { body: body({ ticketId: Id, sequence: Sequence }), answer: Done },
  'typing.start': { body: body({ ticketId: Id }), answer: Done },
  'ticket.solve': { body: body({ ticketId: Id }), answer: Type.Object({ ticket: ContactTicket }) },
  'merge.start': {
    body: body({
      clientId: ClientId,
      fromEmail: Type.String({ minLength: 3, maxLength: ADDRESS_MAX_CHARS }),
    }),
    answer: Type.Object({ merge: ContactMerge }),
  },
  'merge.send_code': { body: body({ mergeId: Id }), answer: Type.Object({ merge: ContactMerge }) },
  'merge.prove': {
    body: body({ mergeId: Id, code: Type.String({ maxLength: 40 }) }),
    answer: Type.Object({ merge: ContactMerge, ticket: ContactTicket }),
  },
  'merge.cancel': { body: body({ mergeId: Id }), answer: Type.Object({ merge: ContactMerge }) },
} as const

export const deskCommands = {
  'ticket.list': {
    body: body({
      view: DeskView,
      before: Type.Optional(Type.String({ maxLength: 80, description: 'Cursor: `next` of the page before' })),
    }),
    answer: Type.Object({ tickets: Type.Array(DeskTicket), next: Type.Union([Type.String(), Type.Null()]) }),
  },
  'thread.read': {
    body: body({ ticketId: Id, after: Type.Optional(Sequence), before: Type.Optional(Sequence) }),
    answer: Type.Object({
      ticket: DeskTicket,
      entries: Type.Array(Entry),
      notes: Type.Array(Note),
      more: Type.Boolean(),
      contact: Contact,
      earlier: Type.Array(DeskTicket, { description: 'Other tickets of the same contact, newest first' }),
      merge: Type.Union([DeskMerge, Type.Null()]),
    }),
  },
  'thread.see': { body: body({ ticketId: Id, sequence: Sequence }), answer: Done },
  'typing.start': { body: body({ ticketId: Id }), answer: Done },
  'message.send': {
    body: body({ clientId: ClientId, ticketId: Id, text: Text }),
    answer: Type.Object({ ticket: DeskTicket, message: Message }),
  },
  'note.write': {
    body: body({ clientId: ClientId, ticketId: Id, text: Text }),
    answer: Type.Object({ ticket: DeskTicket, note: Note }),
  },
  'ticket.assign': {
    body: body({ ticketId: Id, agentId: Type.Union([Id, Type.Null()]) }),
    answer: Type.Object({ ticket: DeskTicket }),
  },
  'ticket.solve': { body: body({ ticketId: Id }), answer: Type.Object({ ticket: DeskTicket }) },
  'ticket.reopen': { body: body({ ticketId: Id }), answer: Type.Object({ ticket: DeskTicket }) },
  'merge.preview': {
    body: body({ mergeId: Id }),
    answer: Type.Object({
      merge: DeskMerge,
      preview: MergePreview,
      previewHash: Type.String(),
      coolingOffMs: Type.Integer({ description: 'From an approval until the host is asked to merge' }),
    }),
  },
  'merge.decide': {
    body: body({
      mergeId: Id,
      verdict: Type.Union([Type.Literal('approve'), Type.Literal('reject')]),
      previewHash: Type.Optional(Type.String({ description: 'Required to approve: what was shown' })),
      reason: Type.Optional(
        Type.String({ maxLength: 1_000, description: 'Required to reject; the contact reads it' }),
      ),
    }),
    answer: Type.Object({ merge: DeskMerge }),
  },
  'merge.retry': { body: body({ mergeId: Id }), answer: Type.Object({ merge: DeskMerge }) },
} as const

export type ContactCommands = typeof contactCommands
export type DeskCommands = typeof deskCommands
export type ContactCommandName = keyof ContactCommands
export type DeskCommandName = keyof DeskCommands
export type ContactCommandBody<N extends ContactCommandName> = Parts<ContactCommands, 'body'>[N]
export type ContactCommandAnswer<N extends ContactCommandName> = Parts<ContactCommands, 'answer'>[N]
export type DeskCommandBody<N extends DeskCommandName> = Parts<DeskCommands, 'body'>[N]
export type DeskCommandAnswer<N extends DeskCommandName> = Parts<DeskCommands, 'answer'>[N]
/** All at once: asked for one by one under a name that is still open, they cost half of the type check. */
type Parts<T extends Record<string, Record<P, Type.TSchema>>, P extends string> = {
  [N in keyof T]: Static<T[N][P]>
}

// ---- events: what has happened

const typing = { ticketId: Type.String(), name: Type.String() }
const seen = {
  ticketId: Type.String(),
  by: Type.Union([Type.Literal('contact'), Type.Literal('agent')]),
  sequence: Type.Integer(),
}

export const contactEvents = {
  'ticket.opened': Type.Object({ ticket: ContactTicket }),
  'ticket.changed': Type.Object({ ticket: ContactTicket }),
  'message.created': Type.Object({ message: Message }),
  'activity.created': Type.Object({ activity: Activity }),
  'thread.seen': Type.Object(seen),
  'typing.started': Type.Object(typing),
  'merge.changed': Type.Object({ merge: ContactMerge }),
  'articles.changed': Type.Object({ version: Type.String() }),
} as const

export const deskEvents = {
  'ticket.opened': Type.Object({ ticket: DeskTicket }),
  'ticket.changed': Type.Object({ ticket: DeskTicket }),
  'message.created': Type.Object({ message: Message }),
  'activity.created': Type.Object({ activity: Activity }),
  'note.created': Type.Object({ note: Note }),
  'thread.seen': Type.Object(seen),
  'typing.started': Type.Object(typing),
  'merge.changed': Type.Object({ merge: DeskMerge }),
  'contact.changed': Type.Object({ contact: Contact }),
  'articles.changed': Type.Object({ version: Type.String() }),
} as const

type EventsOf<T extends Record<string, Type.TSchema>> = {
  [N in keyof T]: { name: N; body: Static<T[N]> }
}[keyof T]
export type ContactEvent = EventsOf<typeof contactEvents>
export type DeskEvent = EventsOf<typeof deskEvents>

// ---- frames of the client

export const ContactHello = Type.Object({
  kind: Type.Literal('hello'),
  protocol: Type.Integer(),
  session: Type.String({ maxLength: 200 }),
  marks: Type.Record(Type.String(), Type.Integer(), {
    description: 'Ticket id → newest sequence that this client holds without holes',
    maxProperties: HELLO_MARKS,
  }),
})
export const DeskHello = Type.Object({ kind: Type.Literal('hello'), protocol: Type.Integer() })
export const CommandFrame = Type.Object({
  kind: Type.Literal('command'),
  id: Type.String({ minLength: 1, maxLength: 64, description: 'Named by the client; the answer repeats it' }),
  name: Type.String({ maxLength: 40 }),
  body: Type.Unknown(),
})
export const BeatFrame = Type.Object({ kind: Type.Literal('beat') })
export type ContactHello = Static<typeof ContactHello>
export type DeskHello = Static<typeof DeskHello>
export type CommandFrame = Static<typeof CommandFrame>

// ---- frames of the server

/** What a contact's client needs to be current: the answer to `hello`, to POST /api/session and to polls. */
export const ContactSnapshot = Type.Object({
  contact: Contact,
  tickets: Type.Array(ContactTicket, { description: 'Newest first' }),
  merges: Type.Array(ContactMerge, { description: 'Those not ended, and those that ended with a ticket' }),
  missed: Type.Array(Entry, { description: 'Entries after the marks, by ticket and sequence' }),
  gaps: Type.Array(Type.String(), {
    description: 'Tickets of which more was missed than fits: read their threads again',
  }),
  articlesVersion: Type.String(),
  typicalReplyMs: Type.Union([Type.Integer(), Type.Null()], {
    description: 'Median first reply of the last weeks; null until there are enough to be honest',
  }),
  at: Type.String(),
})
export type ContactSnapshot = Static<typeof ContactSnapshot>

export const DeskSnapshot = Type.Object({
  agent: Agent,
  agents: Type.Array(Agent),
  tickets: Type.Array(DeskTicket, { description: 'Not solved, newest first, one page' }),
  next: Type.Union([Type.String(), Type.Null()]),
  articlesVersion: Type.String(),
  at: Type.String(),
})
export type DeskSnapshot = Static<typeof DeskSnapshot>

export const Acknowledgement = Type.Object({
  kind: Type.Literal('acknowledgement'),
  id: Type.String(),
  result: Type.Unknown({ description: "The command's `answer`" }),
})
export const RefusalFrame = Type.Object({
  kind: Type.Literal('refusal'),
  id: Type.Union([Type.String(), Type.Null()], { description: 'null where the frame had no readable id' }),
  problem: Problem,
})
export const Heartbeat = Type.Object({
  kind: Type.Literal('heartbeat'),
  at: Type.String(),
  newest: Type.Record(Type.String(), Type.Integer(), {
    description: 'Ticket id → newest sequence; a client that is behind reads the thread',
  }),
  articlesVersion: Type.String(),
})
export const Goodbye = Type.Object({ kind: Type.Literal('goodbye'), retryAfterMs: Type.Integer() })
export type Acknowledgement = Static<typeof Acknowledgement>
export type RefusalFrame = Static<typeof RefusalFrame>
export type Heartbeat = Static<typeof Heartbeat>
export type Goodbye = Static<typeof Goodbye>
export type AnswerFrame = Acknowledgement | RefusalFrame

type Common = AnswerFrame | Heartbeat | Goodbye
export type ContactServerFrame =
  | Common
  | ({ kind: 'welcome'; heartbeatMs: number } & ContactSnapshot)
  | ({ kind: 'event' } & ContactEvent)
export type DeskServerFrame =
  | Common
  | ({ kind: 'welcome'; heartbeatMs: number } & DeskSnapshot)
  | ({ kind: 'event' } & DeskEvent)

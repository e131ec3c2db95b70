// The nouns, one schema each: what stands on the wire. Instants end in `At` (ISO 8601, UTC); ids are prefixed
// and sort by time. Browsers import the types only; the validators stay on the server.

import Type, { type Static, type TSchema } from 'typebox'
import { DeskLine } from './desk/desk-lines.ts'
import { relationsOfTicket } from './desk/relations.ts'
import { SlaClock } from './desk/sla.ts'
import { Snooze } from './desk/snooze.ts'
import {
  ANSWER_MAX_CHARS,
  ATTACHMENTS_OF_MESSAGE,
  BROWSER_MAX_CHARS,
  FORM_FIELDS,
  HANDOVER_ITEMS,
  OBJECT_ID_MAX_CHARS,
  OBJECT_LABEL_MAX_CHARS,
  QUERY_MAX_CHARS,
  RATING_COMMENT_MAX_CHARS,
  ZONE_MAX_CHARS,
} from './limits.ts'

/** The enumeration of these strings. */
export const OneOf = <const T extends string[]>(...values: T) => Type.Enum<T>(values)
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const Instant = Type.String({ description: 'ISO 8601, UTC' })

// ---- people

export const Identity = OneOf('verified', 'guest')

export const Contact = Type.Object({
  id: Type.String(),
  identity: Identity,
  externalId: Nullable(Type.String({ description: "The host's id; null for guests" })),
  name: Type.String(),
  email: Nullable(Type.String()),
  emailVerified: Type.Boolean({ description: 'The host says so, or a mailed code proved it' }),
  byMail: Type.Optional(
    Type.Literal(true, { description: 'Known by nothing but mails that say they are from this address' }),
  ),
  locale: Nullable(Type.String()),
  attributes: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
  attributesSignedAt: Nullable(Instant),
  createdAt: Instant,
  lastSeenAt: Instant,
})
export type Contact = Static<typeof Contact>

export const Role = OneOf('agent', 'editor', 'admin')
export type Role = Static<typeof Role>

/** Where somebody has one. Anybody may see it; another picture has another path. */
const Picture = Type.Optional(Type.String({ description: 'Path at this server' }))

export const Agent = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  roles: Type.Array(Role),
  picture: Picture,
  isAway: Type.Optional(Type.Literal(true, { description: 'Gets no ticket by turns' })),
})
export type Agent = Static<typeof Agent>

// ---- tickets and their threads

/** A name in ticket-types.yaml. `question` is a plain message, `account_merge` has rules of its own. */
export const TicketType = Type.String({ minLength: 1, maxLength: 40 })
export type TicketType = Static<typeof TicketType>

export const FieldKind = OneOf('text', 'choice', 'date', 'email', 'file', 'object')
export type FieldKind = Static<typeof FieldKind>

/** One of the contact's things at the host, as the host named it to us; the seal is ours. */
export const ChosenObject = Type.Object(
  {
    id: Type.String({ maxLength: OBJECT_ID_MAX_CHARS }),
    label: Type.String({ maxLength: OBJECT_LABEL_MAX_CHARS }),
    seal: Type.String({ maxLength: 100 }),
  },
  { additionalProperties: false },
)
export type ChosenObject = Static<typeof ChosenObject>

/** A text, a choice's value, a day (YYYY-MM-DD), an address; ids of files; something of the host's. */
export const AnswerValue = Type.Union([
  Type.String({ maxLength: ANSWER_MAX_CHARS }),
  Type.Array(Type.String({ maxLength: 64 }), { maxItems: ATTACHMENTS_OF_MESSAGE }),
  ChosenObject,
])
export type AnswerValue = Static<typeof AnswerValue>
/** Field → what was answered. */
export const Answers = Type.Record(Type.String({ maxLength: 40 }), AnswerValue, {
  maxProperties: FORM_FIELDS,
})
export type Answers = Static<typeof Answers>

/** An answer as it stands on its ticket: it says what was asked, however the form changes later. */
export const Answered = Type.Object({
  field: Type.String(),
  kind: FieldKind,
  label: Type.String({ description: 'What was asked' }),
  text: Type.String({ description: 'What was answered, in words' }),
  value: Type.Optional(
    Type.Union([Type.String(), Type.Array(Type.String())], {
      description: 'For agents: as the form takes it; of something of the host’s its id',
    }),
  ),
})
export type Answered = Static<typeof Answered>

export const TicketState = OneOf('open', 'waiting_on_contact', 'snoozed', 'solved')
export type TicketState = Static<typeof TicketState>

export const Author = Type.Union([
  Type.Object({ kind: Type.Literal('contact'), id: Type.String(), name: Type.String() }),
  Type.Object({
    kind: Type.Literal('agent'),
    id: Type.String(),
    name: Type.String(),
    picture: Picture,
    automatic: Type.Optional(
      Type.Literal(true, { description: 'No person wrote it: a rule did, and the name says so' }),
    ),
  }),
])
export type Author = Static<typeof Author>

/** A file that somebody sent. Its bytes are behind an address of a few minutes, asked for by its readers only. */
export const Attachment = Type.Object({
  id: Type.String(),
  name: Type.String({ description: 'Cleaned; its ending fits the type' }),
  type: Type.String({ description: 'Judged by what is in it, never by its name' }),
  size: Type.Integer({ description: 'Bytes' }),
  width: Type.Optional(Type.Integer({ description: 'Pixels; images only' })),
  height: Type.Optional(Type.Integer()),
})
export type Attachment = Static<typeof Attachment>
const Attachments = Type.Optional(
  Type.Array(Attachment, { description: 'Where there are some; the text may be empty then' }),
)

/** What a message answers, as its writer left it: it changes with the message that is quoted. Never of a note. */
export const Quote = Type.Object({
  sequence: Type.Integer({ description: 'Of the message that is quoted' }),
  author: Author,
  snippet: Type.String({
    description: 'Its beginning; of files alone their names; empty where it was deleted',
  }),
  revised: Type.Optional(Type.Integer({ description: 'The newest revision that is worked into it' })),
  deleted: Type.Optional(Type.Literal(true)),
})
export type Quote = Static<typeof Quote>

/** What both sides see. */
export const Message = Type.Object({
  kind: Type.Literal('message'),
  id: Type.String(),
  ticketId: Type.String(),
  sequence: Type.Integer({ description: 'Its place in the thread, from 1, without holes' }),
  clientId: Type.String({ description: 'The name its writer gave it before sending' }),
  author: Author,
  text: Type.String({
    description: 'As its writer left it; empty where they deleted it, or sent only files',
  }),
  attachments: Attachments,
  quotes: Type.Optional(Quote),
  byMail: Type.Optional(
    Type.Enum(['shown', 'not_shown'], {
      description: 'It came as a mail: is it shown to be from that sender (DMARC)?',
    }),
  ),
  revised: Type.Optional(Type.Integer({ description: 'The newest revision that is worked into it' })),
  deleted: Type.Optional(Type.Literal(true)),
  createdAt: Instant,
})
export type Message = Static<typeof Message>

export const ActivityCode = OneOf(
  'ticket.opened',
  'ticket.assigned',
  'ticket.solved',
  'ticket.reopened',
  'ticket.continued',
  'ticket.continues',
  'form.changed',
  'merge.requested',
  'merge.approved',
  'merge.rejected',
  'merge.cancelled',
  'merge.completed',
  'merge.failed',
  'merge.returned',
  'merge.undone',
)
export type ActivityCode = Static<typeof ActivityCode>
export type MergeCode = Extract<ActivityCode, `merge.${string}`>

/** A line that the system writes; both sides see it, in the same numbering as messages. */
export const Activity = Type.Object({
  kind: Type.Literal('activity'),
  id: Type.String(),
  ticketId: Type.String(),
  sequence: Type.Integer(),
  code: ActivityCode,
  details: Type.Record(Type.String(), Type.String(), {
    description: 'Facts for the sentence: name, reason, executeAt, fromEmail …',
  }),
  createdAt: Instant,
})
export type Activity = Static<typeof Activity>

/**
 * What a writer made of a message of theirs afterwards. An entry like any other, so that whoever was away gets it in
 * its place. Contacts get the newest text only; agents what was written before, too.
 */
export const Revision = Type.Object({
  kind: Type.Literal('revision'),
  id: Type.String(),
  ticketId: Type.String(),
  sequence: Type.Integer(),
  clientId: Type.String(),
  of: Type.Integer({ description: 'The sequence of the message' }),
  author: Author,
  text: Nullable(Type.String({ description: 'null where the message was deleted, or revised once more' })),
  createdAt: Instant,
})
export type Revision = Static<typeof Revision>

export const Entry = Type.Union([Message, Activity, Revision])
export type Entry = Static<typeof Entry>

/** What only agents see: a type, a numbering, a collection and a topic of its own. */
export const Note = Type.Object({
  kind: Type.Literal('note'),
  id: Type.String(),
  ticketId: Type.String(),
  noteSequence: Type.Integer({ description: "Its place among the ticket's notes, from 1" }),
  afterSequence: Type.Integer({ description: 'The newest entry of the thread when it was written' }),
  clientId: Type.String(),
  author: Type.Object({
    id: Type.String(),
    name: Type.String(),
    picture: Picture,
    rule: Type.Optional(Type.Literal(true, { description: 'A rule wrote it; id and name are its own' })),
  }),
  text: Type.String(),
  mentions: Type.Optional(Type.Array(Type.String(), { description: 'Ids of agents whom it names' })),
  attachments: Attachments,
  line: Type.Optional(DeskLine),
  createdAt: Instant,
})
export type Note = Static<typeof Note>

/** What a contact hands over with a new ticket, having seen it. */
export const Handover = Type.Object({
  reads: Type.Array(
    Type.Object({
      slug: Type.String({ maxLength: 200 }),
      title: Type.String({ maxLength: 300 }),
      section: Type.Optional(Type.String({ maxLength: 300, description: 'Anchor of the section' })),
      helped: Type.Optional(OneOf('yes', 'partly', 'no')),
    }),
    { maxItems: HANDOVER_ITEMS },
  ),
  searches: Type.Array(Type.String({ maxLength: QUERY_MAX_CHARS }), { maxItems: HANDOVER_ITEMS }),
  page: Type.Optional(Type.String({ maxLength: 2_000, description: "Path of the host's page" })),
  browser: Type.Optional(
    Type.String({ maxLength: BROWSER_MAX_CHARS, description: 'Browser and system, in words' }),
  ),
  zone: Type.Optional(
    Type.String({
      maxLength: ZONE_MAX_CHARS,
      description: 'IANA name, as Europe/Madrid: where the clock is read',
    }),
  ),
  follows: Type.Optional(
    Type.String({ maxLength: 64, description: "Id of a ticket of the contact's that this one goes on from" }),
  ),
})
export type Handover = Static<typeof Handover>

/** What a contact says of a solution: one for each time that the ticket was solved. Agents read it, nobody changes it for them. */
export const Rating = Type.Object({
  ticketId: Type.String(),
  solved: Type.Integer({ description: 'Sequence of the solution that is rated' }),
  score: Type.Integer({ minimum: 1, maximum: 5, description: '1 is the worst, 5 the best' }),
  comment: Type.String({ maxLength: RATING_COMMENT_MAX_CHARS, description: 'Empty where nothing was added' }),
  agent: Nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  ratedAt: Instant,
  changedAt: Nullable(Instant),
})
export type Rating = Static<typeof Rating>

export const AgentName = Type.Object({ id: Type.String(), name: Type.String() })

const ticketFields = {
  id: Type.String(),
  number: Type.Integer({ description: 'The number people can say aloud' }),
  type: TicketType,
  state: TicketState,
  subject: Type.String(),
  createdAt: Instant,
  updatedAt: Instant,
  newestSequence: Type.Integer(),
  deliveredToAgent: Type.Integer({ description: "Newest sequence that an agent's console has received" }),
  seenByContact: Type.Integer({ description: 'Newest sequence that the contact has seen' }),
  seenByAgent: Type.Integer({ description: 'Newest sequence that an agent has seen' }),
  lastEntry: Type.Object({
    sequence: Type.Integer(),
    author: OneOf('contact', 'agent', 'system'),
    name: Type.String(),
    snippet: Type.String(),
    at: Instant,
  }),
  assignee: Nullable(Type.Object({ id: Type.String(), name: Type.String(), picture: Picture })),
  mergeId: Nullable(Type.String()),
  rating: Nullable(Rating),
  mergedInto: Type.Optional(
    Type.String({
      description: 'The ticket of the same contact in which it goes on: what is written here lands there',
    }),
  ),
  answers: Type.Optional(Type.Array(Answered, { description: 'Of its form, where it has one' })),
}

/** A ticket as its contact sees it; `rating` is of the present solution. Never grows a field that only agents may know. */
export const ContactTicket = Type.Object(ticketFields)
export type ContactTicket = Static<typeof ContactTicket>

/** What a ticket's account merge waits for: that agents decide, the end of its cooling-off, the host. Absent where for nothing. */
export const TicketMerge = OneOf('to_decide', 'approved', 'asked')
export type TicketMerge = Static<typeof TicketMerge>

/** The same ticket as agents see it. */
export const DeskTicket = Type.Object({
  ...ticketFields,
  contact: Type.Pick(Contact, [
    ...(['id', 'identity', 'externalId', 'name', 'email', 'emailVerified'] as const),
    ...(['locale', 'attributes'] as const),
  ]),
  newestNote: Type.Integer(),
  mentions: Type.Optional(Type.Array(Type.String(), { description: 'Agents whom its notes name' })),
  waitingSince: Nullable(Instant),
  firstReplyAt: Type.Optional(Type.String({ description: 'ISO 8601, UTC' })),
  solvedAt: Type.Optional(Type.String({ description: 'While it is solved; ISO 8601, UTC' })),
  snooze: Type.Optional(Snooze),
  merge: Type.Optional(TicketMerge),
  sla: Type.Optional(
    Type.Array(SlaClock, {
      description: 'What was promised and is not over: what is due first stands first',
    }),
  ),
  handover: Handover,
  priority: Type.Optional(OneOf('low', 'normal', 'high', 'urgent')),
  tags: Type.Optional(Type.Array(Type.String(), { description: 'Sorted; absent where there are none' })),
  team: Type.Optional(Type.String({ description: 'For whom its type is meant' })),
  form: Type.Optional(
    Type.String({ description: 'The type whose form its answers fill, where not its own' }),
  ),
  openedBy: Type.Optional(AgentName),
  ...relationsOfTicket,
  earlierRatings: Type.Array(Rating, {
    description: 'Of solutions after which it was opened again, oldest first',
  }),
})
export type DeskTicket = Static<typeof DeskTicket>

/**
 * `open`, `waiting_on_contact`, `snoozed` and `solved` are states; `unsolved` holds all but `solved`; `mine` and `unassigned`
 * hold neither that nor what is put aside; `mentions` holds what is not solved and names the agent in a note.
 */
export const DeskView = OneOf(
  'open',
  'mine',
  'mentions',
  'unassigned',
  'waiting_on_contact',
  'snoozed',
  'unsolved',
  'solved',
)
export type DeskView = Static<typeof DeskView>

// Every frame of both sockets, written out in docs/protocol.md. The same command frames travel over
// POST /api/chat/send where a proxy blocks sockets: same rule, same answer.

import Type, { type Static } from 'typebox'
import { ContactMerge, DeskMerge } from './account-merge.ts'
import { changeCommandsOfDesks } from './commands/changes.ts'
import { draftCommandsOfDesks } from './commands/drafts.ts'
import { hoursCommandsOfDesks } from './commands/hours.ts'
import { lookUpCommandsOfContacts } from './commands/look-ups.ts'
import { macroCommandsOfDesks } from './commands/macros.ts'
import { mergeCommandsOfContacts, mergeCommandsOfDesks } from './commands/merges.ts'
import { openingCommandsOfDesks } from './commands/opening.ts'
import { PresenceChanged, presenceCommandsOfDesks } from './commands/presence.ts'
import { relationCommandsOfDesks } from './commands/relations.ts'
import { ruleCommandsOfDesks } from './commands/rules.ts'
import { searchCommandsOfDesks } from './commands/search.ts'
import { snoozeCommandsOfDesks } from './commands/snooze.ts'
import { teamCommandsOfDesks } from './commands/teams.ts'
import { ticketCommandsOfContacts, ticketCommandsOfDesks } from './commands/tickets.ts'
import { viewCommandsOfDesks } from './commands/views.ts'
import { Draft, DraftAs } from './desk/drafts.ts'
import { SavedView } from './desk/filters.ts'
import { Macro } from './desk/macros.ts'
import { Rule } from './desk/rules.ts'
import { Team } from './desk/teams.ts'
import {
  Activity,
  Agent,
  Contact,
  ContactTicket,
  DeskTicket,
  Entry,
  Message,
  Note,
  Revision,
} from './entities.ts'
import { Problem } from './errors.ts'
import { Availability } from './hours.ts'
import { HELLO_MARKS } from './limits.ts'
import { DeskTicketForm } from './ticket-types.ts'

// ---- commands: what a client asks; `answer` is what its acknowledgement carries. One file a noun: commands/

export const contactCommands = {
  ...ticketCommandsOfContacts,
  ...mergeCommandsOfContacts,
  ...lookUpCommandsOfContacts,
} as const

export const deskCommands = {
  ...ticketCommandsOfDesks,
  ...mergeCommandsOfDesks,
  ...hoursCommandsOfDesks,
  ...snoozeCommandsOfDesks,
  ...macroCommandsOfDesks,
  ...presenceCommandsOfDesks,
  ...openingCommandsOfDesks,
  ...searchCommandsOfDesks,
  ...changeCommandsOfDesks,
  ...viewCommandsOfDesks,
  ...relationCommandsOfDesks,
  ...draftCommandsOfDesks,
  ...teamCommandsOfDesks,
  ...ruleCommandsOfDesks,
} as const

type ContactCommands = typeof contactCommands
type DeskCommands = typeof deskCommands
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

const hoursChanged = Type.Object({
  version: Type.Integer({ description: 'Of the hours, as `hours.read` says it' }),
  availability: Availability,
})
const delivered = { ticketId: Type.String(), to: Type.Literal('agent'), sequence: Type.Integer() }

export const contactEvents = {
  'ticket.opened': Type.Object({ ticket: ContactTicket }),
  'ticket.changed': Type.Object({ ticket: ContactTicket }),
  'ticket.removed': Type.Object({ ticketId: Type.String() }),
  'message.created': Type.Object({ message: Message }),
  'message.revised': Type.Object({ revision: Revision }),
  'activity.created': Type.Object({ activity: Activity }),
  'thread.seen': Type.Object(seen),
  'thread.delivered': Type.Object(delivered),
  'typing.started': Type.Object(typing),
  'merge.changed': Type.Object({ merge: ContactMerge }),
  'articles.changed': Type.Object({ version: Type.String() }),
  'ticket.rated': Type.Object({ ticket: ContactTicket }),
  'hours.changed': hoursChanged,
} as const

export const deskEvents = {
  'ticket.opened': Type.Object({ ticket: DeskTicket }),
  'ticket.changed': Type.Object({ ticket: DeskTicket }),
  'ticket.removed': Type.Object({ ticketId: Type.String() }),
  'message.created': Type.Object({ message: Message }),
  'message.revised': Type.Object({ revision: Revision }),
  'activity.created': Type.Object({ activity: Activity }),
  'note.created': Type.Object({ note: Note }),
  'thread.seen': Type.Object(seen),
  'thread.delivered': Type.Object(delivered),
  'typing.started': Type.Object(typing),
  'merge.changed': Type.Object({ merge: DeskMerge }),
  'contact.changed': Type.Object({ contact: Contact }),
  'articles.changed': Type.Object({ version: Type.String() }),
  'ticket.rated': Type.Object({ ticket: DeskTicket }),
  'hours.changed': hoursChanged,
  'presence.changed': PresenceChanged,
  'macro.changed': Type.Object({ macro: Macro }),
  'macro.removed': Type.Object({ macroId: Type.String() }),
  'view.changed': Type.Object({ view: SavedView }),
  'view.removed': Type.Object({ viewId: Type.String() }),
  'team.changed': Type.Object({ team: Team }),
  'ticket_types.changed': Type.Object({ types: Type.Array(DeskTicketForm) }),
  'away.changed': Type.Object({ agentId: Type.String(), isAway: Type.Boolean() }),
  'draft.changed': Type.Object({ draft: Draft }),
  'draft.removed': Type.Object({ ticketId: Type.String(), as: DraftAs }),
  'rule.changed': Type.Object({ rule: Rule }),
  'rule.removed': Type.Object({ ruleId: Type.String() }),
  'endpoints.off': Type.Object({ count: Type.Integer() }),
  'mailbox.changed': Type.Object({ isInTrouble: Type.Boolean() }),
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
  once: Type.Optional(
    Type.Boolean({
      description:
        'What an answer says (`ticket.open`, `message.send`) is not told to this socket as events, too',
    }),
  ),
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

const history = Type.String({
  description:
    'Another one than before: the server was put back to an earlier state. Drop what you hold, and read it anew',
})

/** What a contact's client needs to be current: the answer to `hello`, to POST /api/session and to polls. */
export const ContactSnapshot = Type.Object({
  contact: Contact,
  tickets: Type.Array(ContactTicket, { description: 'Newest first' }),
  merges: Type.Array(ContactMerge, { description: 'Those not ended, and those that ended with a ticket' }),
  missed: Type.Array(Entry, { description: 'Entries after the marks, by ticket and sequence' }),
  gaps: Type.Array(Type.String(), {
    description: 'Tickets of which more was missed than fits: read their threads again',
  }),
  history,
  articlesVersion: Type.String(),
  typing: Type.Optional(
    Type.Array(Type.Object(typing), { description: 'In polls only: who is typing, if that was the news' }),
  ),
  availability: Availability,
  at: Type.String(),
})
export type ContactSnapshot = Static<typeof ContactSnapshot>

export const DeskSnapshot = Type.Object({
  agent: Agent,
  agents: Type.Array(Agent),
  tickets: Type.Array(DeskTicket, { description: 'Not solved, newest first, one page' }),
  next: Type.Union([Type.String(), Type.Null()]),
  history,
  articlesVersion: Type.String(),
  hoursVersion: Type.Integer({ description: 'Another one: the opening hours were changed' }),
  availability: Availability,
  tags: Type.Array(Type.String(), { description: 'All that were ever used, sorted' }),
  views: Type.Array(SavedView, { description: "Everybody's and one's own, in their order" }),
  types: Type.Array(DeskTicketForm, { description: 'All that there are, in the language of the file' }),
  endpointsOff: Type.Optional(
    Type.Integer({ description: 'For admins: how many endpoints were switched off because they failed' }),
  ),
  mailboxFails: Type.Optional(
    Type.Literal(true, {
      description: 'For admins: the mailbox from which mails are fetched cannot be read',
    }),
  ),
  at: Type.String(),
})
export type DeskSnapshot = Static<typeof DeskSnapshot>

const Acknowledgement = Type.Object({
  kind: Type.Literal('acknowledgement'),
  id: Type.String(),
  result: Type.Unknown({ description: "The command's `answer`" }),
})
const RefusalFrame = Type.Object({
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
const Goodbye = Type.Object({ kind: Type.Literal('goodbye'), retryAfterMs: Type.Integer() })
type Acknowledgement = Static<typeof Acknowledgement>
type RefusalFrame = Static<typeof RefusalFrame>
export type Heartbeat = Static<typeof Heartbeat>
type Goodbye = Static<typeof Goodbye>
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

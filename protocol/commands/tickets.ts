// Commands about tickets and their threads: what a contact asks, and what the console asks.
// Partners: server/chat/commands/tickets.ts, which answers them; protocol/socket.ts.

import Type from 'typebox'
import { DeskMerge } from '../account-merge.ts'
import { TicketFilter, TicketSort } from '../desk/filters.ts'
import {
  Answers,
  Contact,
  ContactTicket,
  DeskTicket,
  DeskView,
  Entry,
  Handover,
  Message,
  Note,
  Rating,
  Revision,
  TicketType,
} from '../entities.ts'
import {
  LOCALE_MAX_CHARS,
  RATING_COMMENT_MAX_CHARS,
  SUBJECT_MAX_CHARS,
  TICKET_PAGE_ROWS,
  ZONE_MAX_CHARS,
} from '../limits.ts'
import { draftOfMessage } from './drafts.ts'
import { AttachmentIds, body, ClientId, Done, Id, Quotes, revise, Sequence, TextOrNone } from './fields.ts'
import { macrosOfMessage, seenByWriter } from './macros.ts'

export const ticketCommandsOfContacts = {
  'ticket.open': {
    body: body({
      clientId: ClientId,
      type: TicketType,
      answers: Type.Optional(Answers),
      locale: Type.Optional(
        Type.String({ maxLength: LOCALE_MAX_CHARS, description: 'In which its form was read' }),
      ),
      subject: Type.Optional(Type.String({ maxLength: SUBJECT_MAX_CHARS })),
      text: TextOrNone,
      attachments: AttachmentIds,
      handover: Type.Optional(Handover),
    }),
    answer: Type.Object({ ticket: ContactTicket, message: Message }),
  },
  'message.send': {
    body: body({
      clientId: ClientId,
      ticketId: Id,
      text: TextOrNone,
      attachments: AttachmentIds,
      quotes: Quotes,
    }),
    answer: Type.Object({ ticket: ContactTicket, message: Message }),
  },
  'message.revise': {
    body: body(revise),
    answer: Type.Object({ ticket: ContactTicket, revision: Revision }),
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
  'ticket.rate': {
    body: body({
      ticketId: Id,
      score: Rating.properties.score,
      comment: Type.Optional(Type.String({ maxLength: RATING_COMMENT_MAX_CHARS })),
    }),
    answer: Type.Object({ ticket: ContactTicket }),
  },
  'transcript.mail': {
    body: body({
      ticketId: Id,
      zone: Type.Optional(
        Type.String({
          maxLength: ZONE_MAX_CHARS,
          description: 'Whose clock its times are of; UTC otherwise',
        }),
      ),
    }),
    answer: Type.Object({ address: Type.String({ description: 'Masked: where it goes' }) }),
  },
} as const

export const ticketCommandsOfDesks = {
  'ticket.list': {
    body: body({
      view: Type.Optional(DeskView),
      filter: Type.Optional(TicketFilter),
      sort: Type.Optional(TicketSort),
      before: Type.Optional(Type.String({ maxLength: 80, description: 'Cursor: `next` of the page before' })),
    }),
    answer: Type.Object({ tickets: Type.Array(DeskTicket), next: Type.Union([Type.String(), Type.Null()]) }),
  },
  'thread.read': {
    body: body({ ticketId: Id, after: Type.Optional(Sequence), before: Type.Optional(Sequence) }),
    answer: Type.Object({
      ticket: DeskTicket,
      entries: Type.Array(Entry),
      revisions: Type.Array(Revision, {
        description: 'The newest of messages of this page, where it stands after the page',
      }),
      notes: Type.Array(Note, { description: 'The newest that stand up to the end of this page' }),
      more: Type.Boolean(),
      contact: Contact,
      earlier: Type.Array(DeskTicket, { description: 'Other tickets of the same contact, newest first' }),
      merge: Type.Union([DeskMerge, Type.Null()]),
      related: Type.Array(DeskTicket, { description: 'Those that it names: its links …' }),
    }),
  },
  'thread.notes': {
    body: body({ ticketId: Id, before: Sequence }),
    answer: Type.Object({
      notes: Type.Array(Note, { description: 'Those before that `noteSequence`, oldest first' }),
    }),
  },
  'thread.see': { body: body({ ticketId: Id, sequence: Sequence }), answer: Done },
  'tickets.receive': {
    body: body({
      upTo: Type.Record(Type.String(), Sequence, {
        description: 'Ticket id → newest sequence of which this console knows',
        maxProperties: TICKET_PAGE_ROWS,
      }),
    }),
    answer: Done,
  },
  'typing.start': { body: body({ ticketId: Id }), answer: Done },
  'message.send': {
    body: body({
      clientId: ClientId,
      ticketId: Id,
      text: TextOrNone,
      attachments: AttachmentIds,
      quotes: Quotes,
      ...macrosOfMessage,
      ...seenByWriter,
      ...draftOfMessage,
    }),
    answer: Type.Object({ ticket: DeskTicket, message: Message }),
  },
  'message.revise': {
    body: body(revise),
    answer: Type.Object({ ticket: DeskTicket, revision: Revision }),
  },
  'note.write': {
    body: body({
      clientId: ClientId,
      ticketId: Id,
      text: TextOrNone,
      attachments: AttachmentIds,
      ...macrosOfMessage,
      ...seenByWriter,
      ...draftOfMessage,
    }),
    answer: Type.Object({ ticket: DeskTicket, note: Note }),
  },
  'ticket.assign': {
    body: body({ ticketId: Id, agentId: Type.Union([Id, Type.Null()]) }),
    answer: Type.Object({ ticket: DeskTicket }),
  },
  'ticket.solve': {
    body: body({
      ticketId: Id,
      upTo: Type.Optional(
        Type.Integer({
          minimum: 0,
          description: 'Newest sequence that the agent has seen; absent: not asked',
        }),
      ),
    }),
    answer: Type.Object({ ticket: DeskTicket }),
  },
  'ticket.reopen': { body: body({ ticketId: Id }), answer: Type.Object({ ticket: DeskTicket }) },
  'ticket.answer': {
    body: body({ ticketId: Id, answers: Answers }),
    answer: Type.Object({ ticket: DeskTicket }),
  },
} as const

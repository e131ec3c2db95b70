// Commands that say how tickets stand to each other. Partners: server/chat/commands/relations.ts, which answers them;
// protocol/desk/relations.ts.

import Type from 'typebox'
import { NotChanged } from '../desk/changes.ts'
import { DeskTicket, TicketType } from '../entities.ts'
import { MESSAGE_MAX_CHARS, SUBJECT_MAX_CHARS, TICKETS_AT_ONCE, UPDATE_HOLD_MAX_MS } from '../limits.ts'
import { body, ClientId, Id, Sequence } from './fields.ts'

const both = Type.Object({ tickets: Type.Array(DeskTicket, { description: 'Both, as they are now' }) })
const one = Type.Object({ ticket: DeskTicket })

export const relationCommandsOfDesks = {
  'ticket.link': { body: body({ ticketId: Id, otherId: Id }), answer: both },
  'ticket.unlink': { body: body({ ticketId: Id, otherId: Id }), answer: both },
  /** The first closes and goes on in the second. */
  'ticket.merge': {
    body: body({
      ticketId: Id,
      intoId: Id,
      upTo: Type.Integer({ minimum: 0, description: 'Newest sequence of the first that the agent has seen' }),
    }),
    answer: both,
  },
  /** A message of the contact's, and what follows it up to another one, begins a ticket of its own. */
  'ticket.split': {
    body: body({
      clientId: ClientId,
      ticketId: Id,
      from: Type.Integer({ ...Sequence, minimum: 1, description: "Sequence of a message of the contact's" }),
      upTo: Type.Integer({
        minimum: 1,
        description: 'Sequence of the last that comes along; `from`: it alone',
      }),
      type: TicketType,
      subject: Type.String({ maxLength: SUBJECT_MAX_CHARS, description: 'The contact reads it' }),
    }),
    answer: both,
  },
  /** A tracker gathers the tickets of one cause. */
  'ticket.track': { body: body({ ticketId: Id, on: Type.Boolean() }), answer: one },
  'tickets.attach': {
    body: body({
      tickets: Type.Array(
        body({
          ticketId: Id,
          upTo: Type.Integer({
            minimum: 0,
            description: 'Newest sequence that the agent has seen: what came later an update does not answer',
          }),
        }),
        { minItems: 1, maxItems: TICKETS_AT_ONCE },
      ),
      trackerId: Type.Union([Id, Type.Null()], { description: 'null: to none' }),
    }),
    answer: Type.Object({
      tickets: Type.Array(DeskTicket, { description: 'Those to which it was done, and their trackers' }),
      refused: Type.Array(NotChanged),
    }),
  },
  'tracker.list': {
    body: body({}),
    answer: Type.Object({
      tickets: Type.Array(DeskTicket, { description: 'Trackers that are not solved, newest change first' }),
    }),
  },
  'tracker.read': {
    body: body({ ticketId: Id, after: Type.Optional(Id) }),
    answer: Type.Object({
      tickets: Type.Array(DeskTicket, { description: 'Attached to it, oldest first' }),
      next: Type.Union([Type.String(), Type.Null()]),
    }),
  },
  'tracker.update': {
    body: body({
      clientId: ClientId,
      ticketId: Id,
      text: Type.String({ minLength: 1, maxLength: MESSAGE_MAX_CHARS }),
      solves: Type.Boolean(),
      own: Type.Boolean({ description: 'The contact of the tracker gets it, too' }),
      holdMs: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: UPDATE_HOLD_MAX_MS,
          description: 'So long nobody has it, and all of it can be taken back',
        }),
      ),
    }),
    answer: one,
  },
  'tracker.send_now': { body: body({ ticketId: Id, updateId: Id }), answer: one },
  'tracker.stop': {
    body: body({ ticketId: Id, updateId: Id }),
    answer: Type.Object({
      ticket: DeskTicket,
      text: Type.Union([Type.String(), Type.Null()], {
        description: 'What was written, where nobody had it; null: some have it, and no more will',
      }),
    }),
  },
} as const

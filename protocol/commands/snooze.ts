// Commands that put a ticket aside and take it back. Partners: server/chat/commands/snooze.ts, which answers them;
// protocol/desk/snooze.ts.

import Type from 'typebox'
import { DeskTicket } from '../entities.ts'
import { body, Id, Sequence } from './fields.ts'

export const snoozeCommandsOfDesks = {
  'ticket.snooze': {
    body: body({
      ticketId: Id,
      until: Type.Union([Type.String({ maxLength: 40 }), Type.Null()], {
        description: 'ISO 8601, within a year; null: until the contact writes',
      }),
      upTo: Sequence,
    }),
    answer: Type.Object({ ticket: DeskTicket }),
  },
  'ticket.wake': { body: body({ ticketId: Id }), answer: Type.Object({ ticket: DeskTicket }) },
} as const

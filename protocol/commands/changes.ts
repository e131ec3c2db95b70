// Commands that change tickets as a whole, many at once, and take that back. Partners: server/chat/commands/changes.ts,
// which answers them; protocol/desk/changes.ts.

import Type from 'typebox'
import { NotChanged, TicketChange } from '../desk/changes.ts'
import { DeskTicket } from '../entities.ts'
import { TICKETS_AT_ONCE } from '../limits.ts'
import { body, ClientId, Id } from './fields.ts'

const answer = Type.Object({
  tickets: Type.Array(DeskTicket, { description: 'Those to which it was done, as they are now' }),
  refused: Type.Array(NotChanged),
})

export const changeCommandsOfDesks = {
  'tickets.change': {
    body: body({
      changeId: ClientId,
      tickets: Type.Array(
        Type.Object(
          {
            ticketId: Id,
            upTo: Type.Integer({ minimum: 0, description: 'Newest sequence that the agent has seen' }),
          },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: TICKETS_AT_ONCE },
      ),
      change: TicketChange,
    }),
    answer,
  },
  'tickets.take_back': {
    body: body({
      changeId: ClientId,
      ticketIds: Type.Array(Id, { minItems: 1, maxItems: TICKETS_AT_ONCE }),
    }),
    answer,
  },
} as const

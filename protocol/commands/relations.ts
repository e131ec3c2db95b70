// Commands that say how tickets stand to each other. Partners: server/chat/commands/relations.ts, which answers them;
// protocol/relations.ts.

import Type from 'typebox'
import { DeskTicket } from '../entities.ts'
import { body, Id } from './fields.ts'

const both = Type.Object({ tickets: Type.Array(DeskTicket, { description: 'Both, as they are now' }) })

export const relationCommandsOfDesks = {
  'ticket.link': { body: body({ ticketId: Id, otherId: Id }), answer: both },
  'ticket.unlink': { body: body({ ticketId: Id, otherId: Id }), answer: both },
} as const

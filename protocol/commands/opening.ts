// Commands with which an agent opens a ticket for a contact. Partners: server/chat/commands/opening.ts, which answers them;
// server/tickets/opening.ts, the rule; protocol/desk/openable.ts, what may be opened for whom.

import Type from 'typebox'
import { Answers, ChosenObject, DeskTicket, TicketType } from '../entities.ts'
import { SUBJECT_MAX_CHARS } from '../limits.ts'
import { AttachmentIds, body, ClientId, Id, TextOrNone } from './fields.ts'

export const openingCommandsOfDesks = {
  'ticket.open': {
    body: body({
      clientId: ClientId,
      contactId: Id,
      type: TicketType,
      answers: Type.Optional(Answers),
      subject: Type.Optional(
        Type.String({ maxLength: SUBJECT_MAX_CHARS, description: 'The contact reads it' }),
      ),
      begin: Type.Union([Type.Literal('message'), Type.Literal('note')], {
        description: 'What the text is: the contact reads a message, only agents a note',
      }),
      text: TextOrNone,
      attachments: AttachmentIds,
    }),
    answer: Type.Object({ ticket: DeskTicket }),
  },
  'objects.look_up': {
    body: body({ contactId: Id, object: Type.String({ maxLength: 40 }) }),
    answer: Type.Object({
      objects: Type.Array(ChosenObject, {
        description:
          'Of this contact, as the host names them; empty where nothing is known: then it is typed',
      }),
    }),
  },
} as const

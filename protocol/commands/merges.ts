// Commands about account merges. Partners: server/chat/commands/merges.ts, which answers them; protocol/socket.ts.

import Type from 'typebox'
import { ContactMerge, ContactTicket, DeskMerge, MergePreview } from '../entities.ts'
import { ADDRESS_MAX_CHARS } from '../limits.ts'
import { body, ClientId, Id } from './fields.ts'

export const mergeCommandsOfContacts = {
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

export const mergeCommandsOfDesks = {
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

// Commands about account merges. Partners: server/chat/commands/merges.ts, which answers them; protocol/socket.ts.

import Type from 'typebox'
import { ContactMerge, DeskMerge, MergeChoices, MergePreview } from '../account-merge.ts'
import { Answers, ContactTicket, TicketType } from '../entities.ts'
import {
  ADDRESS_MAX_CHARS,
  IDENTITY_TOKEN_MAX_CHARS,
  LOCALE_MAX_CHARS,
  MESSAGE_MAX_CHARS,
} from '../limits.ts'
import { body, ClientId, Id } from './fields.ts'

const Reason = Type.String({ minLength: 1, maxLength: 1_000, description: 'Stands in the trail' })

export const mergeCommandsOfContacts = {
  'merge.start': {
    body: body({
      clientId: ClientId,
      fromEmail: Type.String({ minLength: 3, maxLength: ADDRESS_MAX_CHARS }),
      identityToken: Type.Optional(
        Type.String({
          maxLength: IDENTITY_TOKEN_MAX_CHARS,
          description: 'A fresh one, after identity.not_fresh: the session began with an older one',
        }),
      ),
      form: Type.Optional(
        body({
          type: TicketType,
          answers: Answers,
          text: Type.Optional(Type.String({ maxLength: MESSAGE_MAX_CHARS })),
          locale: Type.Optional(Type.String({ maxLength: LOCALE_MAX_CHARS })),
        }),
      ),
    }),
    answer: Type.Object({ merge: ContactMerge }),
  },
  'merge.send_code': { body: body({ mergeId: Id }), answer: Type.Object({ merge: ContactMerge }) },
  'merge.prove': {
    body: body({
      mergeId: Id,
      code: Type.Optional(Type.String({ maxLength: 40 })),
      identityToken: Type.Optional(
        Type.String({
          maxLength: IDENTITY_TOKEN_MAX_CHARS,
          description: 'Instead of a code: of the other account, signed by the host at most ten minutes ago',
        }),
      ),
    }),
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
      choices: Type.Optional(MergeChoices),
      reason: Type.Optional(
        Type.String({ maxLength: 1_000, description: 'Required to reject; the contact reads it' }),
      ),
    }),
    answer: Type.Object({ merge: DeskMerge }),
  },
  'merge.hurry': {
    body: body({ mergeId: Id, reason: Reason }),
    answer: Type.Object({ merge: DeskMerge }),
  },
  'merge.undo': {
    body: body({
      mergeId: Id,
      step: Type.Union([Type.Literal('ask'), Type.Literal('agree'), Type.Literal('decline')]),
      reason: Type.Optional(Reason),
    }),
    answer: Type.Object({ merge: DeskMerge }),
  },
  'merge.retry': { body: body({ mergeId: Id }), answer: Type.Object({ merge: DeskMerge }) },
} as const

// How mail goes out, as admins see it: set by the operator, shown without its secret, and tried by a letter to themselves. Partner:
// server/email/desk-routes.ts.

import Type, { type Static } from 'typebox'
import { OneOf } from './entities.ts'

export const LETTERS = [
  'replies',
  'guest_code',
  'merge_code',
  'merge_approved',
  'merge_completed',
  'invitation',
  'endpoint_off',
] as const

export const MailState = Type.Object({
  from: Type.String({ description: 'MAIL_FROM' }),
  server: Type.Union(
    [
      Type.Object({
        host: Type.String(),
        port: Type.Union([Type.String(), Type.Null()], { description: 'null: the usual one' }),
        isSecure: Type.Boolean({
          description: 'Encrypted from the first byte; else as soon as the server offers it',
        }),
        logsIn: Type.Boolean(),
      }),
      Type.Null(),
    ],
    { description: 'SMTP_URL; null: mails are written into a folder' },
  ),
  replyAfterMinutes: Type.Number({ description: 'UNSEEN_MAIL_AFTER_MINUTES' }),
  letters: Type.Array(
    Type.Object({ letter: OneOf(...LETTERS), subject: Type.String(), text: Type.String() }),
    { description: 'Each as it is written, with made-up facts' },
  ),
})
export type MailState = Static<typeof MailState>

/** What the mail server said, word for word. */
export const MailTest = Type.Object({
  to: Type.String(),
  outcome: OneOf('sent', 'refused', 'unreachable'),
  detail: Type.String(),
})
export type MailTest = Static<typeof MailTest>

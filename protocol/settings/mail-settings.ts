// How mail goes out: what the operator has set, shown without its secret; what admins set beside it; each letter as it is written; and
// a letter to oneself. Partners: letters.ts; server/email/desk-routes.ts.

import Type, { type Static } from 'typebox'
import { Nullable, OneOf } from '../entities.ts'
import { LETTERS, type Letter, OPTIONAL_LETTERS } from '../letters.ts'
import { ADDRESS_MAX_CHARS, SENDER_NAME_MAX_CHARS } from '../limits.ts'
import { changed, Version } from './settings.ts'

const Off = Type.Array(OneOf(...OPTIONAL_LETTERS), {
  maxItems: OPTIONAL_LETTERS.length,
  description: 'Letters that are not sent',
})

export const MailState = Type.Object({
  from: Type.Object(
    { name: Type.String({ description: 'May be empty' }), address: Type.String() },
    { description: 'MAIL_FROM' },
  ),
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
  inbound: Nullable(
    Type.Object({
      address: Type.String({ description: 'At which we are written to' }),
      isMarked: Type.Boolean({ description: 'It has room for the mark by which an answer finds its ticket' }),
      port: Nullable(Type.Integer({ description: 'INBOUND_SMTP_PORT' })),
      mailbox: Nullable(
        Type.Object(
          {
            host: Type.String(),
            folder: Type.String(),
            trouble: Nullable(Type.String({ description: 'Why it could not be read; null: it could' })),
          },
          { description: 'IMAP_URL' },
        ),
      ),
    }),
  ),
  replyAfterMinutes: Type.Number({ description: 'UNSEEN_MAIL_AFTER_MINUTES' }),
  name: Nullable(Type.String({ description: 'Of the sender; null: as MAIL_FROM has it' })),
  replyTo: Nullable(Type.String({ description: 'Where answers to letters about a conversation go' })),
  replyDomain: Nullable(
    Type.String({ description: 'The only one that replyTo may have; null: there can be none' }),
  ),
  off: Off,
  ...changed,
})
export type MailState = Static<typeof MailState>

/** A kind of letter in an address. */
export const LetterName = OneOf(...(Object.keys(LETTERS) as Letter[]))

/** GET /api/console/mail/letters?locale=: all there are, each as it is written, with made-up facts. How each looks, is a page beside it. */
export const WrittenLetters = Type.Object({
  locales: Type.Array(Type.String(), { description: 'In which letters to contacts are written' }),
  locale: Type.String({ description: 'In which these are; letters to who works at the desk are in English' }),
  letters: Type.Array(
    Type.Object({
      letter: LetterName,
      versions: Type.Array(
        Type.Object({
          to: Type.String(),
          replyTo: Nullable(Type.String()),
          locale: Type.String(),
          subject: Type.String(),
          text: Type.String(),
        }),
        { description: 'One for each reader who is written something else' },
      ),
    }),
  ),
})
export type WrittenLetters = Static<typeof WrittenLetters>

export const MailChange = Type.Object(
  {
    version: Version,
    name: Nullable(Type.String({ maxLength: SENDER_NAME_MAX_CHARS })),
    replyTo: Nullable(Type.String({ maxLength: ADDRESS_MAX_CHARS })),
    off: Off,
  },
  { additionalProperties: false },
)
export type MailChange = Static<typeof MailChange>

/** What the mail server said, word for word. */
export const MailTest = Type.Object({
  to: Type.String(),
  outcome: OneOf('sent', 'refused', 'unreachable'),
  detail: Type.String(),
})
export type MailTest = Static<typeof MailTest>

// Keeping what an agent has not sent yet. Partners: server/chat/commands/drafts.ts, which answers; protocol/desk/drafts.ts.

import Type from 'typebox'
import { Draft, draftFields } from '../desk/drafts.ts'
import { body, Id, Quotes } from './fields.ts'
import { macrosOfMessage } from './macros.ts'

const Kept = Type.Union([Draft, Type.Null()])

export const draftCommandsOfDesks = {
  'draft.list': { body: body({}), answer: Type.Object({ drafts: Type.Array(Draft) }) },
  'draft.save': {
    body: body({
      ...draftFields,
      quotes: Quotes,
      ...macrosOfMessage,
      version: Type.Union([Id, Type.Null()], {
        description: 'Of the draft that was written on; null where there was none',
      }),
    }),
    answer: Type.Object({ draft: Kept }, { description: 'null: a text that is empty lets it go' }),
  },
} as const

/** Of a reply or a note: the draft that is sent with it, and gone with the same commit. */
export const draftOfMessage = {
  draft: Type.Optional(Type.String({ ...Id, description: 'The version of the draft that this is' })),
}

// What an agent began to write to a ticket and has not sent: theirs alone, wherever they are logged in. No colleague and no
// contact ever hears of one. Partner: server/tickets/drafts.ts, the rule.

import Type, { type Static } from 'typebox'
import { OneOf, Quote } from '../entities.ts'
import { MESSAGE_MAX_CHARS } from '../limits.ts'
import { MacroActions } from './macros.ts'

/** A reply and a note are two drafts: words meant for agents never slip into what the contact reads. */
export const DraftAs = OneOf('reply', 'note')
export type DraftAs = Static<typeof DraftAs>

export const draftFields = {
  ticketId: Type.String({ minLength: 1, maxLength: 64 }),
  as: DraftAs,
  text: Type.String({ maxLength: MESSAGE_MAX_CHARS }),
  answers: Type.Integer({
    minimum: 0,
    description: 'The newest sequence when it was begun: what it answers',
  }),
}

export const Draft = Type.Object({
  ...draftFields,
  quotes: Type.Optional(Quote),
  macros: Type.Array(Type.String(), { description: 'From which it was made' }),
  actions: MacroActions,
  version: Type.String({ description: 'Another one with each save; they sort by time' }),
})
export type Draft = Static<typeof Draft>

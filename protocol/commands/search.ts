// The search over all tickets: what the console asks. Partners: server/chat/commands/search.ts, which answers;
// protocol/desk/desk-search.ts, the language of a question.

import Type from 'typebox'
import { DeskTicket, OneOf } from '../entities.ts'
import { QUERY_MAX_CHARS } from '../limits.ts'
import { body } from './fields.ts'

const Stretch = Type.Object({
  in: OneOf('message', 'note', 'answer'),
  name: Type.String({ description: 'Who wrote it; of an answer, what was asked' }),
  text: Type.String({ description: 'Its best stretch; words that were asked for between U+0002 and U+0003' }),
})

export const searchCommandsOfDesks = {
  'ticket.search': {
    body: body({
      query: Type.String({ maxLength: QUERY_MAX_CHARS }),
      after: Type.Optional(Type.String({ maxLength: 120, description: 'Cursor: `next` of the page before' })),
    }),
    answer: Type.Object({
      results: Type.Array(
        Type.Object({
          ticket: DeskTicket,
          stretch: Type.Union([Stretch, Type.Null()], {
            description: 'Where it was said; null where subject, name, address and number have all words',
          }),
        }),
        { description: 'The best first' },
      ),
      next: Type.Union([Type.String(), Type.Null()]),
      isWhole: Type.Boolean({
        description: 'false while older tickets are still being read into the search',
      }),
      faults: Type.Array(Type.String(), {
        description: 'Filters that mean nothing, as they stand in the question; they narrowed nothing',
      }),
    }),
  },
} as const

// Commands about macros, and what a message brings along of them. Partners: server/chat/commands/macros.ts, which answers
// them; protocol/desk/macros.ts.

import Type from 'typebox'
import { Macro, MacroActions, MacroFields } from '../desk/macros.ts'
import { MACROS_OF_MESSAGE } from '../limits.ts'
import { body, Done, Id } from './fields.ts'

export const macroCommandsOfDesks = {
  'macro.list': {
    body: body({}),
    answer: Type.Object({
      macros: Type.Array(Macro, { description: "Everybody's and one's own, by name" }),
      uses: Type.Record(Type.String(), Type.Integer(), {
        description: 'Macro → how often it was sent; without those that never were',
      }),
    }),
  },
  'macro.save': {
    body: body({
      macroId: Type.Optional(Type.String({ ...Id, description: 'Absent where it is new' })),
      version: Type.Optional(Type.Integer({ minimum: 1, description: 'Of the macro that was changed' })),
      macro: MacroFields,
    }),
    answer: Type.Object({ macro: Macro }),
  },
  'macro.remove': { body: body({ macroId: Id }), answer: Done },
} as const

/** Of a reply or a note. */
export const macrosOfMessage = {
  macros: Type.Optional(
    Type.Array(Id, {
      maxItems: MACROS_OF_MESSAGE,
      description: 'From which it was made: their uses are counted',
    }),
  ),
  actions: Type.Optional(
    Type.Unsafe<Type.Static<typeof MacroActions>>({
      ...MacroActions,
      description: 'Done in the same commit; where one cannot be done nothing is sent',
    }),
  ),
}

/** Beside what a reply or a note does. */
export const seenByWriter = {
  upTo: Type.Optional(
    Type.Integer({
      minimum: 0,
      description:
        'Newest sequence that the agent has seen: nothing newer of the contact is solved or put aside, and a reply is refused where anybody else has written since',
    }),
  ),
}

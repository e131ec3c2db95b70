// A ticket that an agent put aside, until a time or until the contact writes. Agents alone know: for its contact it stays what
// it was. Partners: server/tickets/snooze.ts, console/verbs/snooze.ts.

import Type, { type Static } from 'typebox'

export const Snooze = Type.Object({
  until: Type.Union([Type.String(), Type.Null()], {
    description: 'ISO 8601, UTC; null: until the contact writes. A message of theirs ends it in any case',
  }),
  by: Type.Object({ id: Type.String(), name: Type.String() }),
})
export type Snooze = Static<typeof Snooze>

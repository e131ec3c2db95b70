// How tickets stand to each other, as agents see it: for agents alone, and never a field of what a contact gets. Partners:
// commands/relations.ts, server/tickets/{links,trackers}.ts.

import Type, { type Static } from 'typebox'

/** One text on its way to all tickets of a cause. Gone from here once it is over: a line among the notes says how it ended. */
export const TrackerUpdate = Type.Object({
  id: Type.String(),
  by: Type.Object({ id: Type.String(), name: Type.String() }),
  startsAt: Type.String({ description: 'Until then nobody has it, and all of it can be taken back' }),
  snippet: Type.String(),
  solves: Type.Boolean({ description: 'The tickets are solved with it, where that may be' }),
  total: Type.Integer({ description: 'Tickets that it was meant for when it was written' }),
  done: Type.Integer({ description: 'Of those, how many were gone through' }),
})
export type TrackerUpdate = Static<typeof TrackerUpdate>

/** What a ticket is that gathers those of one cause. */
export const Tracker = Type.Object({
  attached: Type.Integer({ description: 'Tickets that have it as their cause' }),
  updates: Type.Array(TrackerUpdate, { description: 'Under way, oldest first' }),
})
export type Tracker = Static<typeof Tracker>

/** Of a ticket as agents see it; tickets are named by their ids. */
export const relationsOfTicket = {
  links: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Linked with these; they name this one, too. Oldest link first',
    }),
  ),
  cause: Type.Optional(Type.String({ description: 'The tracker to which it is attached' })),
  tracker: Type.Optional(Tracker),
}

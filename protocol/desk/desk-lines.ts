// What an agent, or the time, changed of a ticket for agents alone: a line among its notes, in their numbering and on
// their way, so that no contact can be told of it. Partners: entities.ts (Note), server/tickets/desk-lines.ts.

import Type, { type Static } from 'typebox'

const DeskLineCode = Type.Enum([
  'snooze.set',
  'snooze.ended',
  'sla.breached',
  'tags.changed',
  'priority.changed',
  'link.added',
  'link.removed',
  'cause.set',
  'cause.ended',
  'tracker.begun',
  'tracker.ended',
  'tracker.attached',
  'tracker.detached',
  'update.sent',
  'update.stopped',
  'team.set',
  'turn.given',
  'turn.taken_back',
  'rule.acted',
  'merge.undo_asked',
  'merge.undo_refused',
])

export const DeskLine = Type.Object({
  code: DeskLineCode,
  details: Type.Record(Type.String(), Type.String(), { description: 'Facts for the sentence: until, why …' }),
})
export type DeskLine = Static<typeof DeskLine>

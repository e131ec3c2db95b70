// What a ticket was promised, as agents see it: how long until somebody answers, and until it is solved. No contact is told.
// Partners: server/sla/, which keeps the clocks; docs/ticket-types.md, which says where the times are set.

import Type, { type Static } from 'typebox'
import { PROMISES } from './promises.ts'

export const Promised = Type.Enum<['first_reply', 'next_reply', 'solution']>([...PROMISES])
export type Promised = Static<typeof Promised>

/** What counts: the time in which the desk is open, or all of it. */
export const SlaHours = Type.Enum<['opening_hours', 'calendar']>(['opening_hours', 'calendar'])
export type SlaHours = Static<typeof SlaHours>

export const SlaClock = Type.Object({
  promise: Promised,
  withinMs: Type.Integer({ description: 'What was promised, of the time that counts' }),
  hours: SlaHours,
  dueAt: Type.Union([Type.String(), Type.Null()], {
    description: 'Until then, if the clock runs on; null while it stands still',
  }),
  leftMs: Type.Optional(Type.Integer({ description: 'Of the time that counts; only while it stands still' })),
  late: Type.Optional(Type.Literal(true)),
})
export type SlaClock = Static<typeof SlaClock>

// What agents do to tickets as a whole, to one or to many at once, and take back. Partners: commands/changes.ts,
// server/tickets/changes.ts.

import Type, { type Static } from 'typebox'
import { TAGS_OF_TICKET } from '../limits.ts'
import { Priority } from '../ticket-types.ts'
import { Tag } from './tags.ts'
import { TeamName } from './teams.ts'

const closed = { additionalProperties: false }
const Tags = Type.Array(Tag, { maxItems: TAGS_OF_TICKET })

export const TicketChange = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('assign'),
      agentId: Type.Union([Type.String({ maxLength: 64 }), Type.Null()]),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('team'), team: TeamName }, closed),
  Type.Object({ kind: Type.Literal('solve') }, closed),
  Type.Object(
    {
      kind: Type.Literal('snooze'),
      until: Type.Union([Type.String({ maxLength: 40 }), Type.Null()], {
        description: 'ISO 8601, within a year; null: until the contact writes',
      }),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('tags'), add: Tags, remove: Tags }, closed),
  Type.Object({ kind: Type.Literal('priority'), priority: Priority }, closed),
])
export type TicketChange = Static<typeof TicketChange>

/** A ticket to which it was not done, and why. */
export const NotChanged = Type.Object({
  ticketId: Type.String(),
  code: Type.String({ description: 'A key of REFUSALS' }),
})
export type NotChanged = Static<typeof NotChanged>

// A team: a group of agents, named by the types of tickets. Who belongs to it, and whether its tickets go to them by turns. No
// contact ever hears of one. Partner: server/teams/, the rules.

import Type, { type Static } from 'typebox'
import { TAKE_BACK_MAX_MINUTES, TEAM_MEMBERS, TEAM_NAME_MAX_CHARS, TURN_LIMIT_MAX } from '../limits.ts'

const closed = { additionalProperties: false }
export const TeamName = Type.String({ minLength: 1, maxLength: TEAM_NAME_MAX_CHARS })

/** What is saved. */
export const TeamFields = Type.Object(
  {
    name: TeamName,
    members: Type.Array(Type.String({ maxLength: 64 }), {
      maxItems: TEAM_MEMBERS,
      description: 'Ids of agents',
    }),
    byTurns: Type.Boolean({
      description: 'Its tickets that nobody has go to the member who is there and has the fewest open ones',
    }),
    limit: Type.Union([Type.Integer({ minimum: 1, maximum: TURN_LIMIT_MAX }), Type.Null()], {
      description: 'Open tickets of one member, at which they get no more; null: none',
    }),
    takeBackMinutes: Type.Union([Type.Integer({ minimum: 1, maximum: TAKE_BACK_MAX_MINUTES }), Type.Null()], {
      description: 'Of opening hours, in which an assignee is silent while the contact waits; null: never',
    }),
  },
  closed,
)
export type TeamFields = Static<typeof TeamFields>

export const Team = Type.Object({
  ...TeamFields.properties,
  version: Type.Integer({ description: 'One more with each change; 0: nobody has set it up' }),
  changedBy: Type.Union([Type.String(), Type.Null()]),
  changedAt: Type.Union([Type.String(), Type.Null()]),
})
export type Team = Static<typeof Team>

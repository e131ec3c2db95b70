// Teams, and who is away. Partners: server/chat/commands/teams.ts, which answers; protocol/desk/teams.ts.

import Type from 'typebox'
import { Team, TeamFields } from '../desk/teams.ts'
import { Agent } from '../entities.ts'
import { body } from './fields.ts'

export const teamCommandsOfDesks = {
  'team.list': {
    body: body({}),
    answer: Type.Object({
      teams: Type.Array(Team, { description: 'Those that types name, and those that were set up; by name' }),
    }),
  },
  'team.save': {
    body: body({
      version: Type.Integer({ minimum: 0, description: 'Of the team that was changed' }),
      team: TeamFields,
    }),
    answer: Type.Object({ team: Team }),
  },
  'away.set': { body: body({ isAway: Type.Boolean() }), answer: Type.Object({ agent: Agent }) },
} as const

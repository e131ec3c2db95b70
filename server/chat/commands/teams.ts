// Teams and who is away: caller, rule, answer. No rule lives here. Partner: protocol/commands/teams.ts.

import { agentView } from '../../agents/agents.ts'
import { setAway } from '../../agents/away.ts'
import type { Commit } from '../../events.ts'
import type { ReadTables } from '../../store/store.ts'
import { saveTeam, type TeamParts, teamsOf, teamView } from '../../teams/teams.ts'
import type { DeskHandlers } from './handlers.ts'

export function teamHandlers(parts: { read: ReadTables; commit: Commit } & TeamParts) {
  const { read, commit, types } = parts

  const ofDesks = {
    'team.list': async () => ({ teams: (await teamsOf(read, types)).map(teamView) }),
    'team.save': async ({ agent }, body) => ({
      team: teamView(await commit((tx) => saveTeam(tx, parts, agent, body))),
    }),
    'away.set': async ({ agent }, { isAway }) => ({
      agent: agentView(await commit((tx) => setAway(tx, parts, agent.id, isAway))),
    }),
  } satisfies Partial<DeskHandlers>

  return { ofDesks }
}

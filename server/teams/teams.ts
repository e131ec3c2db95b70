// Which teams there are, who is in them, and whether their tickets go by turns: an admin sets that, team by team. A change of
// what somebody else has changed meanwhile is refused. Partners: protocol/desk/teams.ts; handing-out.ts.

import type { Team } from '../../protocol/desk/teams.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, TeamRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import type { TicketTypes } from '../ticket-types/types.ts'
import { type Actor, arrange } from '../tickets/desk-lines.ts'
import type { Life } from '../tickets/life.ts'

export interface TeamParts extends Pick<Parts, 'now' | 'newId'> {
  types: Pick<TicketTypes, 'all'>
}

/** Those that types name, and those that were set up. */
export async function teamsOf(
  tables: Pick<ReadTables, 'teams'>,
  types: TeamParts['types'],
): Promise<TeamRecord[]> {
  const kept = await tables.teams.list()
  const named = types.all().flatMap(({ team }) => team ?? [])
  const missing = [...new Set(named)].filter((name) => !kept.some((team) => team.name === name))
  return [...kept, ...missing.map(notSetUp)].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** @throws Refusal('team.changed' | 'team.unknown' | 'team.invalid') */
export async function saveTeam(
  tx: Unit,
  { now, types }: TeamParts,
  agent: AgentRecord,
  { version, team: told }: DeskCommandBody<'team.save'>,
): Promise<TeamRecord> {
  const before = await getTeam(tx, types, told.name)
  if (before.version !== version)
    throw new Refusal('team.changed', {
      detail: `${before.changedBy ?? 'Somebody'} changed it; this is version ${before.version}, not ${version}.`,
    })
  const members = [...new Set(told.members)]
  for (const [at, id] of members.entries())
    if (!(await tx.agents.find(id)))
      throw new Refusal('team.invalid', { field: `/team/members/${at}`, detail: 'There is no such agent.' })
  const team: TeamRecord = {
    ...told,
    members,
    version: version + 1,
    changedBy: agent.name,
    changedAt: now().toISOString(),
    gotAt: before.gotAt,
  }
  await tx.teams.put(team)
  tx.record({ name: 'team.changed', team })
  return team
}

/** A ticket becomes a team's, and nobody's in it: whoever's turn it is gets it, or whoever takes it. @throws Refusal('team.unknown') */
export async function handOver(
  tx: Unit,
  parts: TeamParts & { tickets: Pick<Life, 'change'> },
  actor: Actor,
  ticket: TicketRecord,
  name: string,
): Promise<TicketRecord> {
  const team = await getTeam(tx, parts.types, name)
  if (ticket.team === team.name && ticket.assigneeId === null) return ticket
  const { passedOver: _before, ...rest } = ticket
  const given = { ...rest, team: team.name, assigneeId: null }
  // Its contact sees who has it.
  const changed = ticket.assigneeId === null ? given : await parts.tickets.change(tx, given, {})
  return arrange(tx, parts, changed, actor, { code: 'team.set', details: { team: team.name } })
}

export function teamView({ gotAt: _, ...team }: TeamRecord): Team {
  return team
}

/** That a type names, or that was set up. */
export async function isTeam(
  tables: Pick<ReadTables, 'teams'>,
  types: TeamParts['types'],
  name: string,
): Promise<boolean> {
  return types.all().some(({ team }) => team === name) || (await tables.teams.find(name)) !== undefined
}

async function getTeam(
  tables: Pick<ReadTables, 'teams'>,
  types: TeamParts['types'],
  name: string,
): Promise<TeamRecord> {
  const team = await tables.teams.find(name)
  if (team) return team
  if (!types.all().some((type) => type.team === name)) throw new Refusal('team.unknown')
  return notSetUp(name)
}

const notSetUp = (name: string): TeamRecord => ({
  ...{ name, members: [], byTurns: false, limit: null, takeBackMinutes: null },
  ...{ version: 0, changedBy: null, changedAt: null, gotAt: {} },
})

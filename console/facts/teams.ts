// The desk's teams as they were set up, read by whoever opens their page and kept current by events from then on.
// Partners: state.ts, which hands the events on; screens/settings/teams.tsx.

import { signal } from '@preact/signals'
import type { Team } from '../../protocol/desk/teams.ts'
import { ask } from '../line/line.ts'
import { Refused } from '../line/socket.ts'

/** By name; null before they were read, and after a loss of the line until somebody asks again. */
export const teams = signal<ReadonlyMap<string, Team> | null>(null)
/** The code of what could not be read. */
export const teamsNotRead = signal<Refused['code'] | null>(null)

export async function readTeams(): Promise<void> {
  try {
    keepTeams((await ask('team.list', {})).teams)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    teamsNotRead.value = error.code
  }
}

export function keepTeams(all: readonly Team[]): void {
  teams.value = new Map(all.map((team) => [team.name, team]))
  teamsNotRead.value = null
}

/** Two reports of one may cross: the newer version stays. */
export function keepTeam(team: Team): void {
  const known = teams.peek()
  if (!known || (known.get(team.name)?.version ?? 0) > team.version) return
  teams.value = new Map(known).set(team.name, team)
}

export function forgetTeams(): void {
  teams.value = null
}

// How much each agent has, as whoever hands tickets out by turns counts it (server/teams/handing-out.ts): asked when somebody is
// about to choose, for nothing here is live. Partner: screens/arrange/assign-dialog.tsx.

import { VIEWS_COUNTED } from '../../protocol/limits.ts'
import { ask } from '../line/line.ts'
import { Refused } from '../line/socket.ts'

/** @returns agent → open tickets, more than COUNTED_MOST where there are more; none of whom nobody could count */
export async function openOfEach(agentIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const asked = agentIds.slice(0, VIEWS_COUNTED)
  try {
    const filters = asked.map((id) => ({ states: ['open' as const], assignees: [id] }))
    const { counts } = await ask('tickets.count', { filters })
    return new Map(asked.flatMap((id, at) => (counts[at] == null ? [] : [[id, counts[at]]])))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return new Map()
  }
}

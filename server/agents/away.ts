// Away means away: who says so gets no ticket by turns, and their desk stays quiet, on whichever device. What they have stays
// theirs until it is taken back, or reassigned by hand. Partner: teams/turns.ts.

import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord } from '../store/records.ts'

export async function setAway(
  tx: Unit,
  { now }: Pick<Parts, 'now'>,
  agentId: string,
  isAway: boolean,
): Promise<AgentRecord> {
  const agent = await tx.agents.find(agentId)
  if (!agent) throw new Error(`Agent ${agentId}, who asks, is not stored.`)
  if ((agent.awaySince !== undefined) === isAway) return agent
  const { awaySince: _, ...rest } = agent
  const changed: AgentRecord = isAway ? { ...rest, awaySince: now().toISOString() } : rest
  await tx.agents.put(changed)
  tx.record({ name: 'away.changed', agentId, isAway })
  return changed
}

// What a filter holds, as a sentence with the names of this desk.

import type { TicketFilter } from '../../../protocol/filters.ts'
import { agents, typeName } from '../../state.ts'
import { strings } from '../../strings.ts'

export const agentName = (id: string): string => {
  if (id === 'me') return strings.saved.me
  if (id === 'nobody') return strings.saved.nobody
  return agents.value.find((agent) => agent.id === id)?.name ?? id
}

export const sentenceOf = (filter: TicketFilter): string =>
  strings.saved.sentence(filter, { type: typeName, agent: agentName })

// Who is meant by a filter, in words.

import { agents } from '../../state.ts'
import { filterWords } from '../../strings/filter-sentence.ts'

export const agentName = (id: string): string => {
  if (id === 'me') return filterWords.me
  if (id === 'nobody') return filterWords.nobody
  return agents.value.find((agent) => agent.id === id)?.name ?? id
}

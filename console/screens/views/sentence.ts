// What a filter holds, as a sentence with the names of this desk.

import type { TicketFilter } from '../../../protocol/desk/filters.ts'
import { typeName } from '../../state.ts'
import { filterSentence } from '../../strings/filter-sentence.ts'
import { agentName } from './agent-name.ts'
import { fieldSentence } from './fields-of-desk.ts'

export const sentenceOf = (filter: TicketFilter): string =>
  filterSentence(filter, { type: typeName, agent: agentName, field: fieldSentence })

// The names of this desk, for the sentences of rules.

import { macros } from '../../facts/macros.ts'
import { typeName } from '../../state.ts'
import { type Names, rulePage as words } from '../../strings/rule-page.ts'
import { agentName } from '../views/agent-name.ts'
import { fieldSentence } from '../views/fields-of-desk.ts'

export const names: Names = {
  type: typeName,
  agent: (id) => (id ? agentName(id) : '…'),
  field: fieldSentence,
  macro: (id) => macros.value?.get(id)?.name ?? (id && macros.value ? words.gone : '…'),
}

// The names of this desk, for the sentences of rules.

import { macros } from '../../macros.ts'
import { typeName } from '../../state.ts'
import { type Names, rulePage as words } from '../../strings/rule-page.ts'
import { agentName } from '../views/sentence.ts'

export const names: Names = {
  type: typeName,
  agent: (id) => (id ? agentName(id) : '…'),
  macro: (id) => macros.value?.get(id)?.name ?? (id && macros.value ? words.gone : '…'),
}

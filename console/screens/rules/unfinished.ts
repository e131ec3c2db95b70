// What an action still needs: said at its place before it is sent. Partner: server/automation/faults.ts, which looks once more.

import type { RuleAction } from '../../../protocol/desk/rules.ts'
import { written } from '../../../protocol/written.ts'

export function isUnfinished(action: RuleAction): boolean {
  switch (action.do) {
    case 'tag':
      return !action.add
    case 'untag':
      return !action.remove
    case 'assign':
    case 'team':
      return !action.to
    case 'macro':
      return !action.macroId
    case 'note':
    case 'reply':
      return !written(action.text)
    case 'priority':
    case 'solve':
    case 'snooze':
      return false
  }
}

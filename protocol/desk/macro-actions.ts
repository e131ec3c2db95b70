// What is done to a ticket by several macros in one text. Without the schemas: every console asks. Partner: macros.ts.

import type { MacroAction } from './macros.ts'

/** Those of earlier ones that a later one does not replace, in their order. */
export function actionsTogether(actions: readonly MacroAction[]): MacroAction[] {
  return actions.filter((one, at) => !actions.slice(at + 1).some((later) => kindOf(later) === kindOf(one)))
}

/** What stands in one another's place. */
function kindOf(action: MacroAction): string {
  if (action.do === 'tag') return `tag ${action.add}`
  if (action.do === 'team') return 'assign'
  return action.do === 'snooze' ? 'state' : action.do
}

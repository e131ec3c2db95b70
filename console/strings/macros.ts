// The words of macros beside what is written. Partners: inserter.ts, of the list that is inserted from; macro-page.ts, of the page on which
// they are made.

import type { MacroAction } from '../../protocol/desk/macros.ts'
import type { Agent } from '../../protocol/entities.ts'

export const inserter = {
  open: 'Insert a macro or an article (;)',
  whenSent: 'When sent:',
  whenSaved: 'When saved:',
  without: (action: string) => `Without: ${action}`,
} as const

const PRIORITIES = { low: 'low', normal: 'normal', high: 'high', urgent: 'urgent' } as const

/** What an action does, as a line of a list. */
export function actionSentence(action: MacroAction, agents: readonly Agent[]): string {
  if (action.do === 'priority') return `Priority ${PRIORITIES[action.to]}`
  if (action.do === 'tag') return `Tag “${action.add}”`
  if (action.do === 'snooze')
    return action.days === null
      ? 'Snooze until the contact writes'
      : `Snooze for ${action.days === 1 ? 'a day' : `${action.days} days`}`
  if (action.do === 'state') return action.to === 'solved' ? 'Solve' : 'Keep open'
  if (action.do === 'team') return `Assign to Team ${action.to}`
  if (action.to === 'me') return 'Assign to me'
  if (action.to === 'nobody') return 'Assign to nobody'
  const name = agents.find(({ id }) => id === action.to)?.name
  return name ? `Assign to ${name}` : 'Assign to an agent who is not there any more'
}

// Tags and priority, as verbs. Partners: bulk.ts, screens/arrange/.

import type { Priority } from '../../protocol/ticket-types.ts'
import { tickets } from '../state.ts'
import { strings } from '../strings.ts'
import { toAll } from './bulk.ts'

const words = strings.changes

export async function changeTags(
  ticketIds: readonly string[],
  { add, remove }: { add: string[]; remove: string[] },
): Promise<void> {
  if (add.length + remove.length === 0) return
  await toAll(ticketIds, { kind: 'tags', add, remove }, (tickets) =>
    words.tagged(tickets, add.join(', '), remove.join(', ')),
  )
}

/** Those that have it already are left alone: what was not done cannot be taken back. */
export const prioritise = (ticketIds: readonly string[], priority: Priority): Promise<void> =>
  toAll(
    ticketIds.filter((id) => (tickets.peek().get(id)?.priority ?? 'normal') !== priority),
    { kind: 'priority', priority },
    (tickets) => words.prioritised(tickets, priority),
  )

/** Known ones that fit what was typed: those that begin so first. */
export function tagsLike(text: string, known: readonly string[]): string[] {
  const begin = known.filter((tag) => tag.startsWith(text))
  return [...begin, ...known.filter((tag) => tag.includes(text) && !begin.includes(tag))]
}

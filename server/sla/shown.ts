// The clocks of a ticket as its agents see them. Nothing here is made of the time of day: the same ticket looks the same
// at each moment, and each console says itself how long is left.

import { PROMISES } from '../../protocol/desk/promises.ts'
import type { SlaClock } from '../../protocol/desk/sla.ts'
import type { TicketRecord } from '../store/records.ts'

/** What is due first stands first, what stands still last; nothing of what is solved. */
export function clocksShown({ sla, state }: Pick<TicketRecord, 'sla' | 'state'>): SlaClock[] {
  if (!sla || state === 'solved') return []
  return PROMISES.flatMap((promise): SlaClock[] => {
    const clock = sla.clocks[promise]
    if (!clock) return []
    const { withinMs, hours, dueAt, late, usedMs } = clock
    return [
      {
        ...{ promise, withinMs, hours, dueAt },
        ...(dueAt === null && { leftMs: Math.max(0, withinMs - usedMs) }),
        ...(late && { late }),
      },
    ]
  }).sort((one, other) => (one.dueAt ?? LAST).localeCompare(other.dueAt ?? LAST))
}

/** The first of them that runs, as lists sort by it: the first clock's own, found without showing any. */
export function nextDueAt({ sla, state }: Pick<TicketRecord, 'sla' | 'state'>): string | null {
  if (!sla || state === 'solved') return null
  let first: string | null = null
  for (const { dueAt } of Object.values(sla.clocks))
    if (dueAt !== null && (first === null || dueAt < first)) first = dueAt
  return first
}

/** Behind every instant. */
const LAST = '~'

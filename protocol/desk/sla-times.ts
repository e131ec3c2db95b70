// Which of the promised times counts for a ticket: of its type what stands under its priority, then the rest; then the same of what
// stands for all. Without the schema library. Partner: sla-policies.ts.

import type { Priority } from '../ticket-types.ts'
import type { Promised } from './sla.ts'
import type { SlaEntry, SlaTimes } from './sla-policies.ts'

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const satisfies Priority[]
/** Past it nobody is promised anything: a year. */
export const PROMISE_MAX_MINUTES = 366 * 24 * 60

export const MINUTES_OF = {
  first_reply: 'first_reply_minutes',
  next_reply: 'next_reply_minutes',
  solution: 'solution_minutes',
} as const satisfies Record<Promised, keyof SlaTimes>

/** @param said the nearest first: the type's own, then what stands for all */
export function minutesPromised(
  said: readonly (SlaEntry | undefined)[],
  priority: Priority,
  promise: Promised,
): number | undefined {
  const key = MINUTES_OF[promise]
  for (const entry of said) {
    const minutes = entry?.priorities?.[priority]?.[key] ?? entry?.[key]
    if (minutes !== undefined) return minutes
  }
}

export const hoursPromised = (said: readonly (SlaEntry | undefined)[]) =>
  said.find((entry) => entry?.hours)?.hours ?? 'opening_hours'

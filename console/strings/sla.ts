// The words of what was promised: calm until it is near.

import type { Promised } from '../../protocol/desk/sla.ts'

export const sla = {
  promises: {
    first_reply: 'First reply',
    next_reply: 'Next reply',
    solution: 'Solution',
  } satisfies Record<Promised, string>,
  /** In a list. */
  left: (span: string) => `${span} left`,
  soon: (span: string) => `Soon: ${span}`,
  late: (span: string) => `Late: ${span}`,
  /** Above a thread. */
  by: (promise: string, when: string) => `${promise} by ${when}`,
  within: (promise: string, span: string) => `${promise} in ${span}`,
  lateBy: (promise: string, span: string) => `${promise} late by ${span}`,
  /** In titles. */
  due: (promise: string, when: string) => `${promise}: until ${when}`,
  wasDue: (promise: string, when: string) => `${promise}: late, it was due ${when}`,
  still: (promise: string, span: string) => `${promise}: stands still, ${span} left`,
  breached: (promise: string, when: string) => `${promise} is late: it was promised until ${when}`,
} as const

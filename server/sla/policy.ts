// Which times a ticket is promised: as ticket-types.yaml says it, for its type and its priority. What a type does not say
// is as the file says it for all; within each, what stands under the priority goes before the rest.
// Partner: ticket-types/schema.ts.

import { PROMISES } from '../../protocol/promises.ts'
import type { Promised, SlaHours } from '../../protocol/sla.ts'
import type { TicketRecord } from '../store/records.ts'
import type { SlaEntry, SlaTimes, TypeEntry } from '../ticket-types/schema.ts'

export interface Policy {
  hours: SlaHours
  withinMs: Partial<Record<Promised, number>>
}

export type Policies = (ticket: Pick<TicketRecord, 'type' | 'priority'>) => Policy | null

const MINUTE_MS = 60_000
const MINUTES_OF = {
  first_reply: 'first_reply_minutes',
  next_reply: 'next_reply_minutes',
  solution: 'solution_minutes',
} as const satisfies Record<Promised, keyof SlaTimes>

/** @param types what the file says, in whole */
export function policiesOf({
  forAll,
  find,
}: {
  forAll: SlaEntry | undefined
  find: (type: string) => Pick<TypeEntry, 'sla'> | undefined
}): Policies {
  const known = new Map<string, Policy | null>()
  return ({ type, priority = 'normal' }) => {
    const name = `${priority} ${type}`
    let policy = known.get(name)
    if (policy === undefined) {
      policy = policyOf([find(type)?.sla, forAll], priority)
      known.set(name, policy)
    }
    return policy
  }
}

function policyOf(said: (SlaEntry | undefined)[], priority: keyof NonNullable<SlaEntry['priorities']>) {
  const nearest = said.flatMap((entry) => [entry?.priorities?.[priority] ?? {}, entry ?? {}])
  const withinMs: Policy['withinMs'] = {}
  for (const promise of PROMISES) {
    const minutes = nearest.map((times) => times[MINUTES_OF[promise]]).find((one) => one !== undefined)
    if (minutes !== undefined) withinMs[promise] = minutes * MINUTE_MS
  }
  const hours = said.find((entry) => entry?.hours)?.hours ?? 'opening_hours'
  return Object.keys(withinMs).length > 0 ? { hours, withinMs } : null
}

// Which times a ticket is promised, for its type and its priority: as admins set it in the console, or else as ticket-types.yaml says
// it. One of the two holds in whole, never a mixture. Partner: protocol/desk/sla-times.ts, which of the times counts.

import { PROMISES } from '../../protocol/desk/promises.ts'
import type { Promised, SlaHours } from '../../protocol/desk/sla.ts'
import type { SlaEntry, SlaPolicies } from '../../protocol/desk/sla-policies.ts'
import { hoursPromised, minutesPromised } from '../../protocol/desk/sla-times.ts'
import type { TypesFile } from '../../protocol/settings/type-entries.ts'
import type { Priority } from '../../protocol/ticket-types.ts'
import type { TicketRecord } from '../store/records.ts'

export interface Policy {
  hours: SlaHours
  withinMs: Partial<Record<Promised, number>>
}

export type Policies = (ticket: Pick<TicketRecord, 'type' | 'priority'>) => Policy | null

const MINUTE_MS = 60_000
/** @param types what the file says, in whole */
export function policiesOf({
  forAll,
  find,
}: {
  forAll: SlaEntry | undefined
  find: (type: string) => { sla?: SlaEntry } | undefined
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

/** As it is now: another set of times is another set of policies. */
export function livePolicies(current: () => SlaPolicies): Policies {
  let known: { said: SlaPolicies; policies: Policies } | null = null
  return (ticket) => {
    const said = current()
    if (known?.said !== said) known = { said, policies: policiesFrom(said) }
    return known.policies(ticket)
  }
}

export function policiesFrom({ forAll, types }: SlaPolicies): Policies {
  const byType = new Map(types.map(({ type, sla }) => [type, { sla }]))
  return policiesOf({ forAll, find: (type) => byType.get(type) })
}

export const policiesInFile = ({ sla = {}, types }: TypesFile): SlaPolicies => ({
  forAll: sla,
  types: types.flatMap((type) => (type.sla ? [{ type: type.name, sla: type.sla }] : [])),
})

function policyOf(said: (SlaEntry | undefined)[], priority: Priority): Policy | null {
  const withinMs: Policy['withinMs'] = {}
  for (const promise of PROMISES) {
    const minutes = minutesPromised(said, priority, promise)
    if (minutes !== undefined) withinMs[promise] = minutes * MINUTE_MS
  }
  return Object.keys(withinMs).length > 0 ? { hours: hoursPromised(said), withinMs } : null
}

// What rules wait for on a ticket: somebody's waiting, a promise. Told by its record alone. A span begins with what a person did,
// and each rule runs at most once in it; what rules do begins none. Pure; partner: waits.ts, the due work.

import type { RuleTrigger } from '../../protocol/desk/rules.ts'
import type { CountedTime } from '../sla/counted-time.ts'
import { CALENDAR } from '../sla/counted-time.ts'
import type { RuleRecord, TicketRecord } from '../store/records.ts'

type TimeTrigger = Extract<RuleTrigger, { on: 'waited' | 'promise' }>

const MINUTE_MS = 60_000

export const isTimed = (when: RuleTrigger): when is TimeTrigger =>
  when.on === 'waited' || when.on === 'promise'

/** @returns when it comes about if nothing happens, and in which span; null where nothing is waited for */
export function comesAbout(
  when: TimeTrigger,
  ticket: TicketRecord,
  openTime: CountedTime,
): { at: string; span: string } | null {
  if (when.on === 'waited') {
    const since = sinceWhen(when.whom, ticket)
    if (since === null) return null
    const time = when.hours === 'calendar' ? CALENDAR : openTime
    const at = new Date(time.after(Date.parse(since), when.minutes * MINUTE_MS)).toISOString()
    return { at, span: `${when.whom} ${since}` }
  }
  const clock = ticket.state === 'solved' ? undefined : ticket.sla?.clocks[when.promise]
  if (!clock?.dueAt) return null
  // What is late already is not near any more.
  if (when.minutesBefore > 0 && clock.late) return null
  const at = new Date(Date.parse(clock.dueAt) - when.minutesBefore * MINUTE_MS).toISOString()
  return { at, span: `${when.promise} ${clock.since}` }
}

/**
 * The same between two acts of people, whatever rules do meanwhile: a rule that moves what is promised may begin another span,
 * and yet waits for a person before it runs again.
 */
export const betweenActs = ({ createdAt, waitingSince, repliedAt }: TicketRecord): string =>
  [createdAt, waitingSince ?? '', repliedAt ?? ''].join(' ')

/** It has run for this span, or since the last act of a person. */
export function hasRun(rule: RuleRecord, ticket: TicketRecord, span: string): boolean {
  const ran = ticket.ruled?.[rule.id]?.ranFor
  return ran !== undefined && (ran.span === span || ran.between === betweenActs(ticket))
}

function sinceWhen(whom: 'agent' | 'contact', ticket: TicketRecord): string | null {
  // What is put aside waits for nobody here.
  if (whom === 'agent') return ticket.state === 'open' ? ticket.waitingSince : null
  if (ticket.state !== 'waiting_on_contact') return null
  return ticket.repliedAt ?? ticket.updatedAt
}

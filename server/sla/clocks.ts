// The clocks of one ticket: what starts them, stops them and ends them, told by its state alone. Snoozing stops none: the
// contact waits all the same. Knows no store; partner: keeping.ts, which calls this wherever a ticket changes.
//
//   first reply   runs while the contact waits and nobody has answered yet
//   next reply    runs while the contact waits for an answer to a later message, from the first that has none
//   solution      runs while the ticket is with the agents, stands still while it waits for the contact or for a merge's
//                 cooling-off, and goes on where it stood when it is opened again

import { PROMISES } from '../../protocol/desk/promises.ts'
import type { Promised } from '../../protocol/desk/sla.ts'
import type { SlaRecord, TicketRecord } from '../store/records.ts'
import { CALENDAR, type CountedTime } from './counted-time.ts'
import type { Policy } from './policy.ts'

type Facts = Pick<TicketRecord, 'state' | 'waitingSince' | 'firstReplyAt' | 'openedBy'> & {
  snooze?: { before: 'open' | 'waiting_on_contact' }
}
type Clock = NonNullable<SlaRecord['clocks'][Promised]>

/**
 * @param before as they stood; absent where there were none
 * @param openTime the time in which the desk is open
 * @param isRecount the hours or the promises were changed: what is due is worked out anew
 * @returns `before` itself where nothing changed
 */
export function windOn(
  before: SlaRecord | undefined,
  ticket: Facts,
  policy: Policy | null,
  { at, openTime, isRecount = false }: { at: string; openTime: CountedTime; isRecount?: boolean },
): SlaRecord | undefined {
  let after = before
  const change = (part: Partial<SlaRecord>) => {
    after = { ...(after ?? NONE), ...part }
  }
  const count = (what: 'kept' | 'missed', promise: Promised, by: number) =>
    change({ [what]: { ...(after ?? NONE)[what], [promise]: ((after ?? NONE)[what][promise] ?? 0) + by } })
  const put = (promise: Promised, clock: Clock | undefined) => {
    const { [promise]: _old, ...others } = (after ?? NONE).clocks
    change({ clocks: clock ? { ...others, [promise]: clock } : others })
  }

  for (const promise of PROMISES) {
    const known = before?.clocks[promise]
    const runs = isRunning(promise, ticket)
    const promisedMs = policy?.withinMs[promise]
    if (!known && !(runs && promisedMs !== undefined)) continue
    let clock = known
    if (!clock) {
      clock = {
        withinMs: promisedMs ?? 0,
        hours: policy?.hours ?? 'calendar',
        usedMs: 0,
        // Whoever waits has waited since they wrote, also where the promise came later.
        since: promise === 'solution' ? at : (ticket.waitingSince ?? at),
        dueAt: null,
      }
      clock = withDue(clock, openTime)
    } else if (promisedMs === undefined && isRuled(clock) && (policy || isRecount)) {
      put(promise, undefined)
      continue
    } else if (policy && promisedMs !== undefined && isRuled(clock) && isOther(clock, policy, promisedMs)) {
      clock = withDue({ ...clock, withinMs: promisedMs, hours: policy.hours }, openTime)
    } else if (isRecount && clock.since !== null && isRuled(clock)) {
      clock = withDue(clock, openTime)
    }
    if (clock.dueAt !== null && clock.dueAt <= at && !clock.late) {
      count('missed', promise, 1)
      change({ untold: [...((after ?? NONE).untold ?? []), { promise, dueAt: clock.dueAt }] })
      clock = { ...clock, late: true }
    }
    if (!runs && clock.since !== null) {
      clock = {
        ...clock,
        usedMs: clock.usedMs + timeOf(clock, openTime).between(Date.parse(clock.since), Date.parse(at)),
        since: null,
        dueAt: null,
      }
      if (promise !== 'solution') {
        // Solved without an answer: nothing was kept, and nothing missed.
        if (!clock.late && isAnswered(promise, ticket)) count('kept', promise, 1)
        put(promise, undefined)
        continue
      }
    } else if (runs && clock.since === null) {
      clock = withDue({ ...clock, since: at }, openTime)
    }
    // Opened again, what was kept is open, too.
    const isKept = ticket.state === 'solved' && !clock.late ? 1 : 0
    const wasKept = (after ?? NONE).kept[promise] ?? 0
    if (promise === 'solution' && isKept !== wasKept) count('kept', promise, isKept - wasKept)
    if (!same(clock, known)) put(promise, clock)
  }
  return after
}

const NONE: SlaRecord = { clocks: {}, kept: {}, missed: {}, checkAt: null }

function isRunning(promise: Promised, ticket: Facts): boolean {
  const { state, snooze, waitingSince, firstReplyAt, openedBy } = ticket
  // What an agent put aside waits as it did before; what the system put aside waits for nobody here.
  const counted = state === 'snoozed' ? (snooze?.before ?? 'waiting_on_contact') : state
  if (promise === 'solution') return counted === 'open'
  if (counted === 'solved' || waitingSince === null) return false
  // Whom an agent wrote to first has not asked yet.
  if (firstReplyAt === null) return promise === 'first_reply' && !openedBy
  return promise === 'next_reply'
}

const isAnswered = (promise: Promised, { state, firstReplyAt }: Facts) =>
  promise === 'first_reply' ? firstReplyAt !== null : state !== 'solved'

/** What is late stays late, whatever is promised from now on. */
const isRuled = (clock: Clock) => !clock.late

const isOther = (clock: Clock, policy: Policy, promisedMs: number) =>
  clock.withinMs !== promisedMs || clock.hours !== policy.hours

const timeOf = ({ hours }: Clock, openTime: CountedTime) => (hours === 'calendar' ? CALENDAR : openTime)

function withDue(clock: Clock, openTime: CountedTime): Clock {
  if (clock.since === null) return clock
  const { after } = timeOf(clock, openTime)
  const dueAt = new Date(after(Date.parse(clock.since), clock.withinMs - clock.usedMs)).toISOString()
  return { ...clock, dueAt }
}

const same = (one: Clock, other: Clock | undefined) =>
  one === other || (other !== undefined && JSON.stringify(one) === JSON.stringify(other))

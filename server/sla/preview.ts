// What other times would do to the tickets that are not solved, before anybody sets them: by the very clocks that would run. In pages, so
// that ten thousand keep nobody waiting. Partners: clocks.ts, recount.ts, which does it.

import type { SlaPreview } from '../../protocol/desk/sla-policies.ts'
import type { SlaRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { unsolvedTickets } from '../tickets/unsolved.ts'
import { windOn } from './clocks.ts'
import { countedTime } from './counted-time.ts'
import type { Policies } from './policy.ts'

/** Some milliseconds of reading. */
const PAGE = 200

export async function previewOfTimes(
  read: Pick<ReadTables, 'tickets' | 'openingHours'>,
  policies: Policies,
  now: Date,
): Promise<SlaPreview> {
  const openTime = countedTime((await read.openingHours.find())?.hours ?? null)
  const at = now.toISOString()
  const found: SlaPreview = { tickets: 0, changed: 0, lateNow: 0, newlyLate: 0 }
  for await (const page of unsolvedTickets(read, PAGE)) {
    for (const ticket of page) {
      const after = windOn(ticket.sla, ticket, policies(ticket), { at, openTime, isRecount: true })
      const [was, is] = [isLate(ticket.sla, at), isLate(after, at)]
      found.tickets++
      if (dueOf(ticket.sla) !== dueOf(after)) found.changed++
      if (was) found.lateNow++
      else if (is) found.newlyLate++
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  return found
}

const isLate = (sla: SlaRecord | undefined, at: string) =>
  Object.values(sla?.clocks ?? {}).some(({ late, dueAt }) => late || (dueAt !== null && dueAt <= at))

const dueOf = (sla: SlaRecord | undefined) =>
  Object.entries(sla?.clocks ?? {})
    .map(([promise, { dueAt, withinMs }]) => `${promise} ${dueAt ?? withinMs}`)
    .sort()
    .join()

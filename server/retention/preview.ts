// What would go in the next night, counted before anybody switches it on: by the very rules by which it goes. In pages, so that a
// hundred thousand tickets keep nobody waiting. Partner: nights.ts.

import type { Retention, RetentionPreview } from '../../protocol/settings/retention.ts'
import { solvedAtOf } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { nextNight } from './nights.ts'
import { isOld, keptBecause, latestSolvedAt } from './policy.ts'

/** Some milliseconds of reading. */
const PAGE = 500

export async function previewOf(
  read: ReadTables,
  retention: Retention,
  now: Date,
): Promise<RetentionPreview> {
  const runsAt = await nextNight(read, now)
  const then = new Date(runsAt)
  const types = new Map<string, number>()
  const kept = new Map<RetentionPreview['kept'][number]['why'], number>()
  let tickets = 0
  let oldestSolvedAt: string | null = null
  const before = latestSolvedAt(retention, then)
  for (let after: string | null = ''; before !== null && after !== null; ) {
    const page = await read.tickets.oldestSolved({ before, limit: PAGE, ...(after && { after }) })
    for (const ticket of page.tickets) {
      if (!isOld(retention, ticket, then)) continue
      const why = await keptBecause(read, ticket, then)
      if (why) {
        kept.set(why, (kept.get(why) ?? 0) + 1)
        continue
      }
      tickets++
      types.set(ticket.type, (types.get(ticket.type) ?? 0) + 1)
      oldestSolvedAt ??= solvedAtOf(ticket)
    }
    after = page.next
    await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    tickets,
    oldestSolvedAt,
    types: [...types].map(([type, tickets]) => ({ type, tickets })).sort((a, b) => b.tickets - a.tickets),
    kept: [...kept].map(([why, tickets]) => ({ why, tickets })),
    runsAt,
  }
}

// An admin changed when the desk is open, or what is promised: what runs is due at another time. Worked off in pages, so
// that nobody's message waits for it. What counted before stays counted as it was. Partners: keeping.ts, routes.ts.

import { schedule, type WorkHandler } from '../due-work.ts'
import type { Commit, Reaction } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { SettingsInForce } from '../settings/in-force.ts'
import type { ReadTables, Tables } from '../store/store.ts'
import { unsolvedTickets } from '../tickets/unsolved.ts'
import type { SlaClocks } from './keeping.ts'

export const SLA_RECOUNT = 'sla.recount'
/** What changed; the subject of the work. Other hours promise nothing to who was promised nothing. */
type Changed = 'hours' | 'promises'
/** Some milliseconds of work. */
const TICKETS_OF_COMMIT = 50

export function recountOnHours(parts: Pick<Parts, 'now'>): Reaction {
  return (event, tx) => (event.name === 'hours.changed' ? scheduleRecount(tx, parts, 'hours') : null)
}

export const scheduleRecount = (
  tx: Pick<Tables, 'dueWork'>,
  { now }: Pick<Parts, 'now'>,
  changed: Changed,
): Promise<void> =>
  schedule(tx, {
    ...{ id: `${SLA_RECOUNT}-${changed}`, kind: SLA_RECOUNT, subjectId: changed },
    dueAt: now().toISOString(),
  })

export function recount({
  read,
  commit,
  clocks,
  settings,
}: {
  read: Pick<ReadTables, 'tickets'>
  commit: Commit
  clocks: SlaClocks
  settings: Pick<SettingsInForce, 'readAnew'>
}): WorkHandler {
  return async ({ subjectId }) => {
    // It may be another copy's change, and this one not told yet.
    await settings.readAnew()
    for await (const page of unsolvedTickets(read, TICKETS_OF_COMMIT)) {
      const ids = page.flatMap(({ id, sla }) => (sla || subjectId === 'promises' ? [id] : []))
      if (ids.length > 0)
        await commit(async (tx) => {
          for (const id of ids) {
            const ticket = await tx.tickets.find(id)
            const wound = ticket && (await clocks.wound(tx, ticket, { isRecount: true }))
            if (!wound || wound === ticket) continue
            const watched = await clocks.watched(tx, wound)
            await tx.tickets.put(watched)
            tx.record({ name: 'ticket.arranged', ticket: watched })
          }
        })
    }
    return { done: true }
  }
}

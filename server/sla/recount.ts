// An admin changed when the desk is open: what runs within opening hours is due at another time. Worked off in pages, so
// that nobody's message waits for it. What counted before stays counted as it was. Partner: keeping.ts.

import { schedule, type WorkHandler } from '../due-work.ts'
import type { Commit, Reaction } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { ReadTables } from '../store/store.ts'
import type { SlaClocks } from './keeping.ts'

export const SLA_RECOUNT = 'sla.recount'
/** Some milliseconds of work. */
const TICKETS_OF_COMMIT = 50

export function recountOnHours({ now }: Pick<Parts, 'now'>): Reaction {
  return (event, tx) =>
    event.name === 'hours.changed'
      ? schedule(tx, {
          ...{ id: SLA_RECOUNT, kind: SLA_RECOUNT, subjectId: 'desk' },
          dueAt: now().toISOString(),
        })
      : null
}

export function recount({
  read,
  commit,
  clocks,
}: {
  read: Pick<ReadTables, 'tickets'>
  commit: Commit
  clocks: SlaClocks
}): WorkHandler {
  return async () => {
    for (let before: string | undefined | null; before !== null; ) {
      const page = await read.tickets.list({
        ...{ view: 'unsolved', agentId: '', limit: TICKETS_OF_COMMIT },
        ...(before && { before }),
      })
      const ids = page.tickets.flatMap(({ id, sla }) => (sla ? [id] : []))
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
      before = page.next
    }
    return { done: true }
  }
}

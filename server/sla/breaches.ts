// A promise that was not kept is told once: to agents by a line among the notes, to the host by a webhook. Run twice, it
// tells nothing twice. Partners: keeping.ts, which finds it out; protocol/webhooks.ts.

import type { SlaBreached } from '../../protocol/webhooks.ts'
import type { Config } from '../config.ts'
import type { WorkHandler } from '../due-work.ts'
import type { Commit } from '../events.ts'
import type { Parts } from '../parts.ts'
import { arrange } from '../tickets/desk-lines.ts'
import { queueDelivery } from '../webhooks/deliveries.ts'
import { type Endpoints, queueForEach } from '../webhooks/telling.ts'
import type { SlaClocks } from './keeping.ts'

/** Due work of the kind SLA_DUE; its subject is a ticket. */
export function tellBreaches({
  commit,
  clocks,
  webhook,
  ...parts
}: { commit: Commit; clocks: SlaClocks; endpoints: Endpoints } & Pick<Config, 'webhook'> &
  Pick<Parts, 'now' | 'newId'>): WorkHandler {
  return async ({ subjectId }) => {
    await commit(async (tx) => {
      const found = await tx.tickets.find(subjectId)
      if (!found?.sla) return
      const { untold = [], ...sla } = (await clocks.wound(tx, found)).sla ?? found.sla
      // This is the look that it waited for.
      let ticket = await clocks.watched(tx, { ...found, sla: { ...sla, checkAt: null } })
      if (untold.length === 0) return tx.tickets.put(ticket)
      for (const { promise, dueAt } of untold) {
        const details = { promise, dueAt }
        ticket = await arrange(tx, parts, ticket, null, { code: 'sla.breached', details })
        const { number, type, priority = 'normal', team, assigneeId } = ticket
        const data: SlaBreached['data'] = {
          ...{ ticketId: ticket.id, number, type, priority, promise, dueAt, assigneeId },
          ...(team && { team }),
        }
        // Named by what it tells.
        const id = `sla_${ticket.id}_${promise}_${Date.parse(dueAt)}`
        if (webhook)
          await queueDelivery(tx, { id, type: TYPE, url: webhook.url, data, mergeId: null, now: parts.now() })
        await queueForEach(tx, parts, { id, type: TYPE, data })
      }
    })
    return { done: true }
  }
}

const TYPE: SlaBreached['type'] = 'sla.breached'

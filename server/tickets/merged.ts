// A ticket that was merged into another goes on there: what is written into it lands in that one. Partner: merge.ts, the rule.

import type { TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'

/** Merged into one that was merged itself, and so on: nobody comes near it. */
const STEPS_MAX = 50

/**
 * Where it goes on. Never at another contact's: where an account merge was taken back since, and the two tickets are two people's
 * again, it goes on by itself.
 */
export async function goesOnAt(
  tables: Pick<ReadTables, 'tickets'>,
  ticket: TicketRecord,
): Promise<TicketRecord> {
  let at = ticket
  for (let step = 0; at.mergedInto && step < STEPS_MAX; step++) {
    const next = await tables.tickets.find(at.mergedInto)
    if (next?.contactId !== ticket.contactId) return alone(at)
    at = next
  }
  return at
}

function alone({ mergedInto: _elsewhere, ...ticket }: TicketRecord): TicketRecord {
  return ticket
}

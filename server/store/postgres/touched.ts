// What any copy of the server put or removed lately, by the database's clock. Partners: migrations/0002-touched.ts and
// migrations/0020-tickets-that-were-removed.ts, which keep it; chat/catch-up.ts, which asks.

import type { TicketRecord } from '../records.ts'
import type { Touched, TouchedList } from '../store.ts'
import { idOf } from './attempt.ts'
import { collections } from './collections.ts'
import type { Database } from './database.ts'
import type { Gather } from './gather.ts'
import type { Known } from './known.ts'

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`
const instantOf = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', ${INSTANT})`

const LISTS: TouchedList[] = ['macros', 'views', 'rules', 'teams', 'agents', 'settings']
/** Each row bears the number of the transaction that wrote it, whichever version of the program that was. */
const stateOf = (list: TouchedList) =>
  `(SELECT count(*) || ':' || coalesce(sum(xmin::text::bigint), 0) FROM ${collections[list].table}) AS ${list}`

export function touchedIn(database: Database, gather: Gather, known: Known): Touched {
  /** What was given, and by which transaction it was put. */
  const given = new WeakMap<TicketRecord, string>()
  const stateNow = (id: string) => known.get(idOf('tickets', id))
  return {
    async now() {
      const [row] = await database.query({
        name: 'clock and lists',
        text: `SELECT ${instantOf('clock_timestamp()')} AS at, ${LISTS.map(stateOf).join(', ')}`,
      })
      const { at, ...lists } = row as { at: string } & Record<TouchedList, string>
      return { at, lists }
    },
    async tickets({ since, after, limit }) {
      const [at, from = ''] = after?.split('~') ?? [since]
      // Numbers only: most of what was put lately was put here.
      const rows = await database.query({
        name: 'touched tickets',
        text: `SELECT id, xmin::text AS version, ${instantOf('touched_at')} AS at FROM tickets
          WHERE (touched_at, id) > ($1::timestamptz, $2) ORDER BY touched_at, id LIMIT $3`,
        values: [at, from, limit + 1],
      })
      const page = rows.slice(0, limit).map(({ id, version, at }) => ({ id: id ?? '', version, at }))
      const asked = page.filter(({ id, version }) => {
        const state = stateNow(id)
        return !state?.isTold || state.version !== version
      })
      const found = await Promise.all(asked.map(({ id }) => gather.find('tickets', id)))
      const last = page.at(-1)
      return {
        tickets: found.flatMap((one) => {
          if (!one) return []
          const ticket: TicketRecord = JSON.parse(one.text)
          given.set(ticket, one.version)
          return ticket
        }),
        next: rows.length > limit ? `${last?.at}~${last?.id}` : null,
      }
    },
    told(tickets) {
      for (const ticket of tickets) {
        const state = stateNow(ticket.id)
        if (state && state.version === given.get(ticket)) state.isTold = true
      }
    },
    async removedTickets(since) {
      const rows = await database.query({
        name: 'removed tickets',
        text: `SELECT id, contact_id FROM removed_tickets WHERE removed_at > $1::timestamptz ORDER BY removed_at`,
        values: [since],
      })
      return rows.map(({ id, contact_id: contactId }) => ({ id: id ?? '', contactId: contactId ?? '' }))
    },
  }
}

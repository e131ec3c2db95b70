// What any copy of the server put or removed lately, by the database's clock. Partners: migrations/0002-touched.ts and
// migrations/0020-tickets-that-were-removed.ts, which keep it; chat/catch-up.ts, which asks.

import type { Touched, TouchedList } from '../store.ts'
import { collections } from './collections.ts'
import type { Database } from './database.ts'

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`
const instantOf = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', ${INSTANT})`

const LISTS: TouchedList[] = ['macros', 'views', 'rules', 'teams', 'agents', 'settings']
/** Each row bears the number of the transaction that wrote it, whichever version of the program that was. */
const stateOf = (list: TouchedList) =>
  `(SELECT count(*) || ':' || coalesce(sum(xmin::text::bigint), 0) FROM ${collections[list].table}) AS ${list}`

export function touchedIn(database: Database): Touched {
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
      const [at, id = ''] = after?.split('~') ?? [since]
      const rows = await database.query({
        name: 'touched tickets',
        text: `SELECT id, record::text AS text, ${instantOf('touched_at')} AS at FROM tickets
          WHERE (touched_at, id) > ($1::timestamptz, $2) ORDER BY touched_at, id LIMIT $3`,
        values: [at, id, limit + 1],
      })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        tickets: page.map(({ text }) => JSON.parse(text ?? '')),
        next: rows.length > limit ? `${last?.at}~${last?.id}` : null,
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

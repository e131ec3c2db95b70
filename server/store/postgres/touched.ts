// Tickets that any copy of the server put lately, by the database's clock. Partner: migrations/0002-touched.ts.

import type { Touched } from '../store.ts'
import type { Database } from './database.ts'

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`
const instantOf = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', ${INSTANT})`

export function touchedIn(database: Database): Touched {
  return {
    async now() {
      const [row] = await database.query({
        name: 'clock',
        text: `SELECT ${instantOf('clock_timestamp()')} AS now`,
      })
      return row?.now ?? ''
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
  }
}

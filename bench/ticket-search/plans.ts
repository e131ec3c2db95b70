// How PostgreSQL goes about it: of each statement that one question of each kind leads to, asked a second time, the plan, if it takes a while.
// Partner: ../ticket-search.ts.

import pg from 'pg'
import { Database, SETTINGS } from '../../server/store/postgres/database.ts'
import { findTickets } from '../../server/store/postgres/search/find.ts'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import type { TicketQuestion } from '../../server/store/ticket-search.ts'
import { searchTickets } from '../../server/tickets/search.ts'
import { omar } from '../../test/faults/records.ts'
import { askedOf, type Desk } from './desk.ts'

const log = { info() {}, warn: console.warn, error: console.error }

/** Quicker ones say nothing, and would be most of the file. */
const WORTH_A_LOOK_MS = 5

export async function plansOf(desk: Desk, url: string): Promise<string> {
  const store = await openPostgresStore({ url, log })
  const database = new Database(url, log, 1_000)
  const client = new pg.Client({ connectionString: url, options: SETTINGS })
  await client.connect()
  const plans: string[] = []
  for (const [what, queryOf] of Object.entries(askedOf(desk))) {
    const statements: pg.QueryConfig[] = []
    const query = (statement: pg.QueryConfig) => {
      statements.push(statement)
      return database.query(statement)
    }
    const search = {
      find: (question: TicketQuestion, page: { limit: number }) => findTickets({ query }, question, page),
      begin() {},
    }
    const now = () => new Date()
    await searchTickets({ read: store.read, search, now }, omar, { query: queryOf(1) })
    const slow: string[] = []
    for (const { text, values = [] } of statements) {
      await client.query({ text, values })
      const { rows } = await client.query({ text: `EXPLAIN (ANALYZE, BUFFERS) ${text}`, values })
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      const [, tookMs] = /Execution Time: ([\d.]+)/.exec(plan) ?? []
      if (Number(tookMs) >= WORTH_A_LOOK_MS) slow.push(`\`\`\`\n${plan}\n\`\`\`\n`)
    }
    if (slow.length > 0) plans.push(`## ${what}: ${queryOf(1)}\n`, ...slow)
  }
  await client.end()
  await database.close()
  await store.close()
  return plans.join('\n')
}

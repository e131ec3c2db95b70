// Indexes that steps add to tables which are there already. They are made beside whoever reads and writes: made the plain way,
// an index over millions of tickets keeps every older copy of the server from writing for as long as it takes.
// Partner: migrate.ts, which leaves them out of its transactions.

import type { Log } from '../../log.ts'
import type { Connection } from './database.ts'

interface LateIndex {
  name: string
  /** What stands behind its name. */
  on: string
}

/** Each at the beginning of a line, as ours are written. */
const INDEX = /^CREATE INDEX (\w+) (ON (\w+)[^;]*);\n?/gm

/** What a step does at once, and what is made afterwards. */
export function apart(sql: string): { atOnce: string; late: LateIndex[] } {
  const isNew = (table: string) => new RegExp(`^CREATE TABLE ${table}\\b`, 'm').test(sql)
  const late: LateIndex[] = []
  const atOnce = sql.replace(INDEX, (statement, name: string, on: string, table: string) => {
    if (isNew(table)) return statement
    late.push({ name, on })
    return ''
  })
  return { atOnce, late }
}

/** Those of all steps that no later one drops. */
export function standing(steps: { sql: string }[]): LateIndex[] {
  const late = new Map<string, LateIndex>()
  for (const { sql } of steps) {
    for (const [, name = ''] of sql.matchAll(DROPPED)) late.delete(name)
    for (const index of apart(sql).late) late.set(index.name, index)
  }
  return [...late.values()]
}
const DROPPED = /^DROP INDEX IF EXISTS (\w+);/gm

/** Looks at each start: one that was interrupted has left an index that nobody may use. */
export async function makeLateIndexes(connection: Connection, all: LateIndex[], log: Log): Promise<void> {
  const { rows } = await connection.query(
    `SELECT relname AS name, indisvalid AS valid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE relname = ANY($1) AND relnamespace = current_schema()::regnamespace`,
    [all.map(({ name }) => name)],
  )
  const there = new Map<string, boolean>(rows.map(({ name, valid }) => [name, valid]))
  for (const { name, on } of all) {
    if (there.get(name)) continue
    if (there.has(name)) await connection.query(`DROP INDEX CONCURRENTLY ${name}`)
    log.info({ name }, 'an index is being made; others read and write meanwhile')
    await connection.query(`CREATE INDEX CONCURRENTLY ${name} ${on}`)
  }
}

// Brings the tables to this version: numbered steps, forward only, one copy at a time. A copy that finds a newer database
// runs on it, for each step leaves the tables usable for the version before. Partner: migrations/.

import { CannotStart } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Connection } from './database.ts'
import { migrations } from './migrations/migrations.ts'
import { makeParts } from './parts-of-entries.ts'

/** Any number, the same in every version: who holds it migrates. */
const MIGRATING = 4_015_203_611
/** One copy at a time. @param connection for long work */
export async function migrate(connection: Connection, log: Log): Promise<void> {
  // A copy that starts waits for the one that migrates: an index over some millions of rows takes minutes.
  await connection.query(`SELECT pg_advisory_lock(${MIGRATING})`)
  try {
    await applyAll(connection, log)
    await makeParts(connection, log)
  } finally {
    await connection.query(`SELECT pg_advisory_unlock(${MIGRATING})`).catch(() => {})
  }
}

async function applyAll(connection: Connection, log: Log): Promise<void> {
  await connection.query(`
    CREATE TABLE IF NOT EXISTS migrations (
      number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
    )`)
  const { rows } = await connection.query('SELECT number, name FROM migrations ORDER BY number')
  const applied = new Map<number, string>(rows.map(({ number, name }) => [number, name]))
  for (const { number, name, sql } of migrations) {
    const there = applied.get(number)
    if (there === name) continue
    if (there !== undefined) {
      throw new CannotStart(
        `This database was set up by another program: its step ${number} is “${there}”, ours “${name}”. Give DATABASE_URL a database of its own.`,
      )
    }
    await connection.query('BEGIN')
    try {
      await connection.query(sql)
      await connection.query('INSERT INTO migrations (number, name) VALUES ($1, $2)', [number, name])
      await connection.query('COMMIT')
    } catch (error) {
      await connection.query('ROLLBACK')
      throw new CannotStart(
        `The database could not be brought to this version at step ${number}, “${name}”: ${error instanceof Error ? error.message : error}. Nothing of that step was kept.`,
        { cause: error },
      )
    }
    log.info({ number, name }, 'a migration was applied')
  }
}

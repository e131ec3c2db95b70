// Brings the tables to this version: numbered steps, forward only, one copy at a time. A copy that finds a newer database
// runs on it, for each step leaves the tables usable for the version before; and those that run meanwhile are never kept from
// writing for longer than they wait anyway. Partners: migrations/, late-indexes.ts.

import { CannotStart } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Connection } from './database.ts'
import { apart, makeLateIndexes, standing } from './late-indexes.ts'
import { migrations, type Step } from './migrations/migrations.ts'
import { makeParts } from './parts-of-entries.ts'

/** Any number, the same in every version: who holds it migrates. */
const MIGRATING = 4_015_203_611
const LOOK_AGAIN_MS = 100
/** Who writes waits behind a step that waits for a table: for less than a commit bears (LOCK_WITHIN_MS, database.ts). */
const TABLE_WITHIN = '1s'
/** Between two tries, for those who waited. */
const LET_PASS_MS = 300
/** A table that is never free for a moment is held by somebody who forgot it. */
const TRIES_MAX = 300
const NOT_AVAILABLE = '55P03'

/** One copy at a time. @param connection for long work */
export async function migrate(connection: Connection, log: Log): Promise<void> {
  await holdAlone(connection)
  try {
    await applyAll(connection, log)
    await makeParts(connection, log)
    await makeLateIndexes(connection, standing(migrations), log).catch((error) => {
      throw cannot('while its indexes were made', error)
    })
  } finally {
    await connection.query(`SELECT pg_advisory_unlock(${MIGRATING})`).catch(() => {})
  }
}

/** Asks again and again: a statement that waits for the lock is one that the making of an index waits for. */
async function holdAlone(connection: Connection): Promise<void> {
  for (;;) {
    const { rows } = await connection.query(`SELECT pg_try_advisory_lock(${MIGRATING}) AS held`)
    if (rows[0]?.held) return
    await pause(LOOK_AGAIN_MS)
  }
}

async function applyAll(connection: Connection, log: Log): Promise<void> {
  await connection.query(`
    CREATE TABLE IF NOT EXISTS migrations (
      number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
    )`)
  const { rows } = await connection.query('SELECT number, name FROM migrations ORDER BY number')
  const applied = new Map<number, string>(rows.map(({ number, name }) => [number, name]))
  for (const step of migrations) {
    const { number, name } = step
    const there = applied.get(number)
    if (there === name) continue
    if (there !== undefined) {
      throw new CannotStart(
        `This database was set up by another program: its step ${number} is “${there}”, ours “${name}”. Give DATABASE_URL a database of its own.`,
      )
    }
    await applyPatiently(connection, step, log)
    log.info({ number, name }, 'a migration was applied')
  }
}

async function applyPatiently(connection: Connection, step: Step, log: Log): Promise<void> {
  const { number, name } = step
  for (let tries = 1; ; tries++) {
    try {
      return await apply(connection, step)
    } catch (error) {
      if ((error as { code?: string }).code !== NOT_AVAILABLE || tries === TRIES_MAX)
        throw cannot(`at step ${number}, “${name}”`, error)
      if (tries === 1) log.info({ number, name }, 'a migration waits for who uses its tables')
      await pause(LET_PASS_MS)
    }
  }
}

async function apply(connection: Connection, { number, name, sql, pieces = [] }: Step): Promise<void> {
  for (const piece of pieces) await connection.query(piece)
  await connection.query(`BEGIN; SET LOCAL lock_timeout = '${TABLE_WITHIN}'`)
  try {
    await connection.query(apart(sql).atOnce)
    await connection.query('INSERT INTO migrations (number, name) VALUES ($1, $2)', [number, name])
    await connection.query('COMMIT')
  } catch (error) {
    await connection.query('ROLLBACK')
    throw error
  }
}

function cannot(where: string, error: unknown): CannotStart {
  return new CannotStart(
    `The database could not be brought to this version ${where}: ${error instanceof Error ? error.message : error}. Nothing of that step was kept.`,
    { cause: error },
  )
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

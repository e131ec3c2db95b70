// The store on PostgreSQL, for any number of copies of the server on one database. Opens, migrates, and ties the parts
// together; what each promises stands in its own file. Partner: ../store.ts, the interfaces it keeps.

import { CannotStart, Refusal } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Store } from '../store.ts'
import { Commits } from './commits.ts'
import { type Connection, Database, PATIENCE_MS } from './database.ts'
import { demandFit, OF_WHAT_KIND } from './fit.ts'
import { Gather } from './gather.ts'
import { Known } from './known.ts'
import { migrate } from './migrate.ts'
import { SearchKeeper } from './search/keeper.ts'
import { tablesOver } from './tables.ts'
import { touchedIn } from './touched.ts'
import { readingView } from './view.ts'

interface PostgresStoreOptions {
  /** postgres://user:password@host:port/database */
  url: string
  log: Log
  /** For tests: how long an outage is waited out. */
  patienceMs?: number
}

/** @throws CannotStart with a message for the operator */
export async function openPostgresStore({
  url,
  log,
  patienceMs = PATIENCE_MS,
}: PostgresStoreOptions): Promise<Store> {
  const beganAt = Date.now()
  try {
    await prepare(url, log, patienceMs)
  } catch (cause) {
    throw unusable(url, cause)
  }
  const database = new Database(url, log, patienceMs)
  const gather = new Gather(database)
  const known = new Known()
  const commits = new Commits({ database, gather, known, log })
  const search = new SearchKeeper(database, log)
  log.info({ tookMs: Date.now() - beganAt }, 'the store on PostgreSQL is open')
  return {
    read: tablesOver(readingView(database, gather)),
    commit: (work) => commits.commit(work),
    touched: touchedIn(database, gather, known),
    search,
    isAway: () => database.isAway(),
    async close() {
      // Where the database is away, its look ends with the way there.
      const ended = search.end()
      await commits.close()
      await database.close()
      await ended
    },
  }
}

async function prepare(url: string, log: Log, patienceMs: number): Promise<void> {
  const database = new Database(url, log, patienceMs, { isForLongWork: true })
  try {
    const connection = await database.connect(Date.now() + patienceMs)
    await prepareOn(connection, log).finally(() => database.release(connection, true))
  } finally {
    await database.close()
  }
}

async function prepareOn(connection: Connection, log: Log): Promise<void> {
  const { rows: kinds } = await connection.query(OF_WHAT_KIND)
  demandFit(kinds[0])
  await migrate(connection, log)
  await demandWhole(connection)
  // Of copies that ended long ago.
  await connection.query(`DELETE FROM marks WHERE at < now() - interval '7 days'`)
  const { rows } = await connection.query(
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commits, lower('É') = 'é' AS letters`,
  )
  const [{ fsync, commits, letters } = { fsync: 'on', commits: 'on', letters: true }] = rows
  if (fsync === 'off' || commits === 'off')
    log.warn(
      { fsync, commits },
      'this PostgreSQL acknowledges what is not on its disk yet: a crash loses messages',
    )
  if (!letters)
    log.warn(
      {},
      'this database knows only the letters of English (its LC_CTYPE is C): names with others are found only in the capitals they were written in',
    )
}

/** @throws CannotStart where a move into it has not come to its end */
async function demandWhole(connection: Connection): Promise<void> {
  const { rows } = await connection.query('SELECT source FROM moves WHERE verified_at IS NULL')
  const [move] = rows
  if (!move) return
  throw new CannotStart(
    `The move of ${move.source} into this database has not ended. Run \`helpdock migrate embedded-to-postgres\` again: it goes on where it was.`,
  )
}

/** Where it is and what it said, for the operator. */
export function unusable(url: string, cause: unknown): CannotStart {
  if (cause instanceof CannotStart) return cause
  // Without words where the name stands for several addresses.
  const { message, code } = (
    cause instanceof Refusal && cause.cause instanceof Error ? cause.cause : cause
  ) as Error & { code?: string }
  return new CannotStart(
    `The database of DATABASE_URL (${withoutPassword(url)}) cannot be used: ${(message || code || '').replace(/\.?$/, '.')} ${TO_DO[code ?? ''] ?? 'Is the server running, and can it be reached from here?'}`,
    { cause },
  )
}

/** By SQLSTATE: where the server has answered, it is running. */
const TO_DO: Record<string, string> = {
  '25006': 'Let DATABASE_URL lead to the primary, or open that server for writing.',
  '28P01': 'Look at the name and the password in DATABASE_URL.',
  '28000': 'Look at the name in DATABASE_URL, and whom that server lets in (its pg_hba.conf).',
  '3D000': 'Create that database, or correct its name in DATABASE_URL.',
  '42501': 'Make the account of DATABASE_URL the owner of that database.',
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'which is no address'
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}${port && `:${port}`}${pathname}`
}

// The store on PostgreSQL, for any number of copies of the server on one database. Opens, migrates, and ties the parts
// together; what each promises stands in its own file. Partner: ../store.ts, the interfaces it keeps.

import { CannotStart, Refusal } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Store } from '../store.ts'
import { Commits } from './commits.ts'
import { Database, PATIENCE_MS } from './database.ts'
import { Gather } from './gather.ts'
import { migrate } from './migrate.ts'
import { makeParts } from './parts-of-entries.ts'
import { tablesOver } from './tables.ts'
import { touchedIn } from './touched.ts'
import { readingView } from './view.ts'

export interface PostgresStoreOptions {
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
  const database = new Database(url, log, patienceMs)
  try {
    await prepare(database, log)
  } catch (cause) {
    await database.close()
    if (cause instanceof CannotStart) throw cause
    const { message } = (
      cause instanceof Refusal && cause.cause instanceof Error ? cause.cause : cause
    ) as Error
    throw new CannotStart(
      `The database of DATABASE_URL (${withoutPassword(url)}) cannot be used: ${message} Is the server running, and does the database exist?`,
      { cause },
    )
  }
  const gather = new Gather(database)
  const commits = new Commits({ database, gather, log })
  log.info({ tookMs: Date.now() - beganAt }, 'the store on PostgreSQL is open')
  return {
    read: tablesOver(readingView(database, gather)),
    commit: (work) => commits.commit(work),
    touched: touchedIn(database),
    async close() {
      await commits.close()
      await database.close()
    },
  }
}

async function prepare(database: Database, log: Log): Promise<void> {
  const connection = await database.connect(Date.now() + database.patienceMs)
  let isBroken = true
  try {
    await migrate(connection, log)
    await makeParts(connection, log)
    const { rows } = await connection.query(
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commits`,
    )
    const [{ fsync, commits } = { fsync: 'on', commits: 'on' }] = rows
    if (fsync === 'off' || commits === 'off')
      log.warn(
        { fsync, commits },
        'this PostgreSQL acknowledges what is not on its disk yet: a crash loses messages',
      )
    isBroken = false
  } finally {
    database.release(connection, isBroken)
  }
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'which is no address'
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}${port && `:${port}`}${pathname}`
}

// Entries lie in one part a quarter, by when their ticket was opened: what is written now lies together, and old quarters
// can be moved or let go whole. A quarter's part is made before it begins; entries of a ticket without one go to the
// part for all others, and nothing is lost or refused for it.

import type { Log } from '../../log.ts'
import { timeDigits } from '../../parts.ts'
import type { Connection } from './database.ts'

/** Entries wait behind whoever makes a part, and that one behind a long question: not for longer than this. */
const LOCK_WITHIN = '2s'
/** A copy that was not started anew for a year still has its parts. */
const QUARTERS_AHEAD = 5

/** @param since the first quarter that is wanted */
export async function makeParts(connection: Connection, log: Log, since: Date = new Date()): Promise<void> {
  const { rows } = await connection.query(
    `SELECT child.relname AS name FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
     WHERE inhparent = 'entries'::regclass`,
  )
  const there = new Set(rows.map(({ name }) => name))
  const last = quarterOf(new Date()) + QUARTERS_AHEAD
  for (let quarter = quarterOf(since); quarter <= last; quarter++) {
    const name = `entries_${Math.floor(quarter / 4)}_q${(quarter % 4) + 1}`
    if (there.has(name)) continue
    const span = [quarter, quarter + 1].map((one) => `'tkt_${timeDigits(firstOf(one)).toLowerCase()}'`)
    try {
      // For this alone: the connection goes on to make indexes, which wait for whoever reads.
      await connection.query(`BEGIN; SET LOCAL lock_timeout = '${LOCK_WITHIN}'`)
      await connection.query(
        `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF entries FOR VALUES FROM (${span[0]}) TO (${span[1]})`,
      )
      await connection.query('COMMIT')
    } catch (error) {
      await connection.query('ROLLBACK')
      log.warn(
        { err: error, name },
        'a part for entries could not be made; they go to the part for all others',
      )
    }
  }
}

const quarterOf = (at: Date) => at.getUTCFullYear() * 4 + Math.floor(at.getUTCMonth() / 3)
const firstOf = (quarter: number) => new Date(Date.UTC(Math.floor(quarter / 4), (quarter % 4) * 3, 1))

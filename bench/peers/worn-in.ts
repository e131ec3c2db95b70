// A PostgreSQL as one that has run for a while: a new one makes each segment of its log anew, filled with zeros and synced under
// a lock for which all commits wait, until its first checkpoints have left it some to use again.

import pg from 'pg'

/** As much as the next checkpoint leaves there for the log to come; more than a contender writes (10 KB a message). */
const LOG_MB = 800
/** What a database reckons with is what came between two checkpoints, so each but the last is one to reckon from. */
const CHECKPOINTS = 2
const MB = 1_000_000

/** @param url of a database on that server, in which nothing is left behind */
export async function wearIn(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (let checkpoint = 0; checkpoint < CHECKPOINTS; checkpoint++) {
      await client.query(
        "SELECT count(pg_logical_emit_message(false, 'worn in', repeat('x', $1))) FROM generate_series(1, $2)",
        [MB, LOG_MB],
      )
      await client.query('CHECKPOINT')
    }
  } finally {
    await client.end()
  }
}

// Moves all that the embedded store keeps into a database: home by home, each batch in one transaction with the mark of how
// far it is, so that it goes on where it was interrupted. At the end both sides are counted and hashed, each for itself.
// The folder is only read; the server must not run. Partner: compare.ts.

import { carriedJson } from '../../carried.ts'
import { CannotStart } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { type LowdbStore, openLowdbStore } from '../lowdb/store.ts'
import { type Write, writeOf } from '../postgres/attempt.ts'
import { collections, type Name, names } from '../postgres/collections.ts'
import { type Connection, Database, type Row } from '../postgres/database.ts'
import { demandFit, OF_WHAT_KIND } from '../postgres/fit.ts'
import { writingOf } from '../postgres/keep.ts'
import { migrate } from '../postgres/migrate.ts'
import { makeParts } from '../postgres/parts-of-entries.ts'
import { unusable } from '../postgres/store.ts'
import type { Records } from '../records.ts'
import { compare, type Difference, movedText, type Sums, sumsOfDatabase, sumsOfStore } from './compare.ts'

/** In one transaction: some megabytes, and a second of work that is done again after an interruption. */
const RECORDS_AT_ONCE = 2_000
const SAY_EVERY_MS = 1_000
/** While a transaction of thousands of records waits for a slow disk. */
const PATIENCE_MS = 60_000
/** For the first question: where nobody answers it, the address is wrong or the database is not started. */
const FIRST_ANSWER_MS = 10_000

export interface MoveOptions {
  dir: string
  url: string
  log: Log
  say(line: string): void
  /** Reads and counts, and looks at the database; changes nothing. */
  isDryRun: boolean
  /** Empties the database first. */
  beginsAgain: boolean
  /** For tests: records in one transaction. */
  recordsAtOnce?: number
  /** For tests: how long a database that does not answer is waited for. */
  firstAnswerMs?: number
}

/** @returns what differs; nothing, where all is moved. @throws CannotStart */
export async function moveToPostgres(options: MoveOptions): Promise<Difference[]> {
  const store = await openLowdbStore({ dir: options.dir, log: options.log })
  const database = new Database(options.url, options.log, PATIENCE_MS, { isForLongWork: true })
  try {
    await answers(database, options)
    return await (options.isDryRun ? dryRun(store, database, options) : move(store, database, options))
  } finally {
    await database.close()
    await store.close()
  }
}

/** Before anything is read: counting a large folder takes minutes. @throws CannotStart */
async function answers(
  database: Database,
  { url, firstAnswerMs = FIRST_ANSWER_MS }: MoveOptions,
): Promise<void> {
  try {
    const [kind] = await database.query({ text: OF_WHAT_KIND }, Date.now() + firstAnswerMs)
    demandFit(kind)
  } catch (cause) {
    throw unusable(url, cause)
  }
}

async function dryRun(store: LowdbStore, database: Database, { say, dir }: MoveOptions): Promise<[]> {
  const sums = await sumsOfStore(store, progress(say, 'read'))
  say(`${dir} has:`)
  for (const line of inWords(sums)) say(line)
  const filled = await kindsIn((text) => database.query({ text }))
  say(
    filled.length > 0
      ? 'The database is not empty: a move would be refused, unless it goes on or begins again.'
      : 'The database answers and is empty: all of this would be moved. Nothing was changed.',
  )
  return []
}

async function move(store: LowdbStore, database: Database, options: MoveOptions): Promise<Difference[]> {
  const { say, log } = options
  const connection = await database.connect(Date.now() + PATIENCE_MS)
  let isBroken = true
  try {
    await migrate(connection, log)
    const from = await begin(connection, store, options)
    await makeParts(connection, log, await firstOpened(store, from))
    if (from !== '') say(`Going on after ${from}.`)
    await copy(connection, store, from, options)
    say('Counting and hashing both sides …')
    const [kept, moved] = [
      await sumsOfStore(store, progress(say, 'hashed')),
      await sumsOfDatabase(connection),
    ]
    const different = compare(kept, moved)
    for (const line of inWords(kept, moved)) say(line)
    if (different.length === 0) await connection.query('UPDATE moves SET verified_at = now()')
    await connection.query('ANALYZE')
    isBroken = false
    return different
  } finally {
    database.release(connection, isBroken)
  }
}

/** @returns the home after which it goes on */
async function begin(
  connection: Connection,
  store: LowdbStore,
  { dir, beginsAgain }: MoveOptions,
): Promise<string> {
  if (beginsAgain) {
    const tables = names.map((name) => collections[name].table)
    await connection.query(`TRUNCATE ${[...tables, 'moves'].join(', ')}`)
  }
  const { rows } = await connection.query('SELECT source, commits, done_to, verified_at FROM moves')
  const [before] = rows
  if (before?.source === dir && Number(before.commits) === store.commits() && !before.verified_at)
    return before.done_to
  if (before) {
    throw new CannotStart(
      before.verified_at
        ? `${before.source} was moved into this database already, and verified. Give DATABASE_URL an empty one for another move.`
        : `Another move into this database has begun, of ${before.source}, or that folder was used since. With --begin-again the database is emptied and all is moved anew.`,
    )
  }
  const filled = await kindsIn(async (text) => (await connection.query(text)).rows)
  if (filled.some((kind) => OF_PEOPLE.includes(kind)))
    throw new CannotStart('This database has data of its own. Give DATABASE_URL an empty one for the move.')
  if (filled.length > 0)
    throw new CannotStart(
      `A server was started on this database before, which left ${filled.join(', ')} there. Stop it if it runs, and move with --begin-again: that empties the database first.`,
    )
  await connection.query(`INSERT INTO moves (source, commits, done_to) VALUES ($1, $2, '')`, [
    dir,
    store.commits(),
  ])
  return ''
}

/** Nobody has begun to work on a database without these. */
const OF_PEOPLE: Name[] = ['tickets', 'contacts', 'agents']

/** Of what there are records: at the end each kind is compared, and a large folder has been moved for nothing by then. */
async function kindsIn(ask: (text: string) => Promise<Row[]>): Promise<Name[]> {
  const [made] = await ask(
    `SELECT ${names.map((name) => `to_regclass('${collections[name].table}')::text AS "${name}"`).join(', ')}`,
  )
  const looks = names
    .filter((name) => made?.[name])
    .map((name) => `SELECT '${name}' AS kind WHERE EXISTS (SELECT FROM ${collections[name].table})`)
  const found = looks.length > 0 ? await ask(looks.join(' UNION ALL ')) : []
  return names.filter((name) => found.some(({ kind }) => kind === name))
}

async function copy(
  connection: Connection,
  store: LowdbStore,
  from: string,
  { say, recordsAtOnce = RECORDS_AT_ONCE }: MoveOptions,
): Promise<void> {
  const tick = progress(say, 'moved')
  let writes: Write[] = []
  let doneTo = from
  const flush = async () => {
    if (writes.length === 0) return
    await connection.query('BEGIN')
    await connection.query({ ...writingOf(writes), name: '' })
    await connection.query('UPDATE moves SET done_to = $1', [doneTo])
    await connection.query('COMMIT')
    tick(writes.length)
    writes = []
  }
  for await (const { home, records } of store.everything(from)) {
    for (const { collection, text } of records)
      writes.push(writeOf(collection, recordOf(collection, carriedJson(text)), movedText(collection, text)))
    doneTo = home
    if (writes.length >= recordsAtOnce) await flush()
  }
  await flush()
}

function recordOf<N extends Name>(_name: N, text: string): Records[N] {
  return JSON.parse(text)
}

/** When the oldest ticket was opened: entries get their parts from there on. */
async function firstOpened(store: LowdbStore, from: string): Promise<Date> {
  if (from !== '') return new Date()
  for await (const { records } of store.everything('tickets/')) {
    const ticket = records.find(({ collection }) => collection === 'tickets')
    if (ticket) return new Date(recordOf('tickets', ticket.text).createdAt)
  }
  return new Date()
}

function progress(say: MoveOptions['say'], done: string): (records: number) => void {
  const beganAt = performance.now()
  let saidAt = beganAt
  let records = 0
  return (more) => {
    records += more
    const now = performance.now()
    if (now - saidAt < SAY_EVERY_MS) return
    saidAt = now
    const perSecond = Math.round(records / ((now - beganAt) / 1_000))
    say(`  ${records.toLocaleString('en')} records ${done}, ${perSecond.toLocaleString('en')} a second`)
  }
}

function inWords(kept: Sums, moved?: Sums): string[] {
  return names.flatMap((name) => {
    const [one, other] = [kept.get(name), moved?.get(name)]
    if (!one?.count && !other?.count) return []
    const count = `  ${name.padEnd(14)} ${String(one?.count ?? 0).padStart(9)}`
    if (!moved) return [count]
    const isEqual = one?.count === other?.count && one?.sum === other?.sum
    return [`${count} ${String(other?.count ?? 0).padStart(9)}  ${isEqual ? 'equal' : 'DIFFERENT'}`]
  })
}

// Keeps what some commits put, all in one transaction: locks what they read and wrote, in the same order as everybody,
// looks whether it is still what they read, and writes what the valid ones put, a statement for all of them.
// What another copy changed meanwhile makes a commit invalid; it is told so, and runs again. Partner: commits.ts.

import { createHash } from 'node:crypto'
import { type Attempt, noHoles, type Write } from './attempt.ts'
import { type Collection, collections, type Name, names, partsOf } from './collections.ts'
import type { Connection, Database } from './database.ts'
import { foundIn, statementOf } from './gather.ts'
import type { State } from './known.ts'

const LOOK_AGAIN_MS = 10

export interface Kept {
  attempt: Attempt
  /** What it put, as whoever reads next reads it: one state for each of its writes. */
  states: Map<string, State>
}

interface Verdict<C extends Kept> {
  valid: C[]
  /** In the order given. What they read of other copies is no longer so. */
  invalid: C[]
  /** These would leave a hole in a thread, which is a bug. */
  wrong: { commit: C; error: Error }[]
}

/** The server's names for a transaction: whole, and as it stands beside each record. After a crash others may get them. */
export interface Transaction {
  whole: string
  version: string
}

/**
 * Written with the transaction, to find out what became of it where the answer was lost. One row for each place in which this
 * copy has a transaction under way: the next one there is not begun before this one's end is known.
 */
export interface Mark {
  place: string
  mark: string
}

/** Begins, locks and looks, as below: the server does one after the other, so nobody waits for the first to ask for the next. */
export async function beginAndJudge<C extends Kept>(
  connection: Connection,
  toHold: string[],
  batch: C[],
): Promise<{ transaction: Transaction; verdict: Verdict<C> }> {
  const [transaction, verdict] = await inOrder(begin(connection, toHold), judge(connection, batch, 'wait'))
  return { transaction, verdict }
}

export async function begin(connection: Connection, toHold: string[]): Promise<Transaction> {
  const locks = [...new Set(toHold.map(numberOf))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  // One message for all of it; numbers need no parameters. One after the other, as they are sorted, and each statement sees
  // what was kept before it began.
  const hold =
    locks.length > 0
      ? `SELECT pg_advisory_xact_lock(lock) FROM unnest('{${locks.join(',')}}'::bigint[]) AS lock;`
      : ''
  const results = await connection.query(
    `BEGIN; ${hold} SELECT pg_current_xact_id()::text AS whole, pg_current_xact_id()::xid::text AS version`,
  )
  const [{ whole, version } = { whole: '', version: '' }] = (results as unknown as Results).at(-1)?.rows ?? []
  return { whole, version }
}

/** What the driver gives for several statements in one text. */
type Results = { rows: Transaction[] }[]

/** Without waiting: who holds rows and waits for a name may be waited for by who holds the name. */
export async function holdAtOnce(connection: Connection, toHold: string[]): Promise<boolean> {
  if (toHold.length === 0) return true
  const { rows } = await connection.query({
    name: 'hold names at once',
    text: 'SELECT bool_and(pg_try_advisory_xact_lock(lock)) AS all FROM unnest($1::bigint[]) AS lock',
    values: [toHold.map((name) => String(numberOf(name)))],
  })
  return rows[0]?.all === true
}

/**
 * Names that a commit relies on without a row to lock: keys that are not there, lists, and what it adds to them.
 * @param options.isInserting its writes follow at once: where somebody was quicker with what is only ever inserted, they fail
 */
export function namesToHold(
  { reads, lists, writes }: Attempt,
  changedLists: Set<string>,
  { isInserting = false } = {},
): string[] {
  const held: string[] = []
  for (const [id, { name, state }] of reads)
    if (state.text === null && !(isInserting && isInsertOnly(name) && writes.has(id))) held.push(id)
  for (const { list } of lists.values()) held.push(list)
  for (const list of changedLists) held.push(list)
  for (const [id, { name }] of writes) {
    // Somebody may have looked for it and found nothing.
    if (!reads.has(id) && !(collections[name] as Collection<never>).isNamedAnew) held.push(id)
  }
  return held
}

/** 'at once': fails rather than waits for a row; 'look': locks nothing, for a batch that writes nothing. */
type Locking = 'wait' | 'at once' | 'look'

/** Locks and looks. After this, nobody else changes what the valid ones read. */
export async function judge<C extends Kept>(
  connection: Connection,
  batch: C[],
  locking: Locking,
): Promise<Verdict<C>> {
  const { versions, newest } = await lock(connection, batch, locking)
  const verdict: Verdict<C> = { valid: [], invalid: [], wrong: [] }
  const put = new Map<State, C>()
  const appended = new Map(newest)
  for (const commit of batch) {
    const { attempt } = commit
    const holds = [...attempt.reads].every(([id, { state }]) => {
      if (state.isDead) return false
      const by = put.get(state)
      return by !== undefined || (state.version !== undefined && (versions.get(id) ?? null) === state.version)
    })
    if (!holds || !(await listsHold(connection, attempt))) {
      verdict.invalid.push(commit)
      continue
    }
    const hole = [...attempt.added].find(([thread, { first }]) => first !== (appended.get(thread) ?? 0) + 1)
    if (hole) {
      const [, { name, ticketId, first }] = hole
      verdict.wrong.push({ commit, error: noHoles(name, ticketId, first) })
      continue
    }
    for (const [thread, { last }] of attempt.added) appended.set(thread, last)
    for (const state of commit.states.values()) put.set(state, commit)
    verdict.valid.push(commit)
  }
  return verdict
}

/** Was the transaction of this mark kept? Asked when its connection is gone. */
export async function wasKept(
  database: Database,
  { whole }: Transaction,
  { place, mark }: Mark,
): Promise<boolean> {
  for (const until = Date.now() + database.patienceMs; ; ) {
    // Its session may not have noticed yet that we are gone, and may be about to end it.
    const isGoingOn = await database
      .query({ text: 'SELECT pg_xact_status($1::xid8) AS status', values: [whole] }, until)
      .then(([row]) => row?.status === 'in progress')
      .catch((error: unknown) => {
        // After a crash the server counts anew from what it finds on its disk.
        if (isUnknownTransaction(error)) return false
        throw error
      })
    if (!isGoingOn || Date.now() > until) break
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  const [row] = await database.query({ text: 'SELECT mark FROM marks WHERE place = $1', values: [place] })
  return row?.mark === mark
}

const isUnknownTransaction = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === '22023'

/** Writes what is there last, and ends the transaction. @throws when that failed; see `wasKept` for what became of it */
export async function write(connection: Connection, batch: Kept[], mark: Mark): Promise<void> {
  const last = new Map<string, Write>()
  for (const { attempt } of batch) for (const [id, one] of attempt.writes) last.set(id, one)
  const [, ended] = await inOrder(
    connection.query(writingOf([...last.values()], mark)),
    // Behind the writes without waiting for them: if they fail, it ends nothing but the transaction.
    connection.query('COMMIT'),
  )
  if (ended.command !== 'COMMIT') throw new Error(`the transaction ended with ${ended.command}`)
}

async function lock(
  connection: Connection,
  batch: Kept[],
  locking: Locking,
): Promise<{ versions: Map<string, string>; newest: Map<string, number> }> {
  const toRead = new Map<Name, Set<string>>()
  const toWrite = new Map<Name, Set<string>>()
  const add = (to: Map<Name, Set<string>>, name: Name, key: string) => {
    const keys = to.get(name)
    if (keys) keys.add(key)
    else to.set(name, new Set([key]))
  }
  const threads = new Map<string, { name: 'entries' | 'notes'; ticketId: string }>()
  for (const { attempt } of batch) {
    // A name that is given now was taken for new.
    for (const [id, { name, key }] of attempt.reads)
      if (!attempt.writes.has(id) || isInsertOnly(name)) add(toRead, name, key)
    for (const { name, key } of attempt.writes.values()) if (!isInsertOnly(name)) add(toWrite, name, key)
    for (const [thread, one] of attempt.added) threads.set(thread, one)
  }
  const atOnce = locking === 'at once' ? ' NOWAIT' : ''
  const parts: string[] = []
  const values: unknown[] = []
  const shape: string[] = []
  const askFor = (name: Name, keys: Set<string>, mode: string) => {
    const { table, key } = collections[name] as Collection<never>
    const columns = key.map(([column]) => column)
    const all = [...keys].sort().map(partsOf)
    const arrays = key.map(([, type], at) => {
      values.push(all.map((one) => one[at]))
      return `$${values.length}::${type}[]`
    })
    const on = columns.map((column) => `kept.${column} = asked.${column}`).join(' AND ')
    const order = columns.map((column) => `kept.${column}`).join(', ')
    const key1 = columns.map((column) => `kept.${column}::text`).join(` || E'\\x01' || `)
    parts.push(
      `(SELECT '${name}' AS name, ${key1} AS key, kept.xmin::text AS version
        FROM unnest(${arrays.join(', ')}) AS asked (${columns.join(', ')}) JOIN ${table} AS kept ON ${on}
        ORDER BY ${order} ${mode})`,
    )
    shape.push(`${name} ${mode}`)
  }
  for (const name of names) {
    const writing = toWrite.get(name)
    if (writing) askFor(name, writing, `FOR UPDATE OF kept${atOnce}`)
    const reading = new Set([...(toRead.get(name) ?? [])].filter((key) => !writing?.has(key)))
    if (reading.size > 0) askFor(name, reading, locking === 'look' ? '' : `FOR SHARE OF kept${atOnce}`)
  }
  for (const name of ['entries', 'notes'] as const) {
    const tickets = [...threads.values()].filter((one) => one.name === name).map(({ ticketId }) => ticketId)
    if (tickets.length === 0) continue
    values.push(tickets)
    const column = name === 'entries' ? 'sequence' : 'note_sequence'
    parts.push(
      `(SELECT 'newest ${name}' AS name, asked.ticket_id AS key,
          (SELECT max(${column}) FROM ${name} AS kept WHERE kept.ticket_id = asked.ticket_id)::text AS version
        FROM unnest($${values.length}::text[]) AS asked (ticket_id))`,
    )
    shape.push(`newest ${name}`)
  }
  const versions = new Map<string, string>()
  const newest = new Map<string, number>()
  if (parts.length === 0) return { versions, newest }
  const { rows } = await connection.query<{ name: string; key: string; version: string | null }>({
    name: nameOf(`lock ${shape.join(', ')}`),
    text: withParts(parts),
    values,
  })
  for (const { name, key, version } of rows) {
    if (name.startsWith('newest ')) newest.set(`${name.slice('newest '.length)} ${key}`, Number(version ?? 0))
    else versions.set(`${name} ${key}`, version ?? '')
  }
  return { versions, newest }
}

/** Each part locks when the one before it has: a UNION reads its parts in order. */
function withParts(parts: string[]): string {
  const named = parts.map((part, at) => `part_${at} AS MATERIALIZED ${part}`)
  return `WITH ${named.join(',\n')}\n${parts.map((_, at) => `SELECT * FROM part_${at}`).join(' UNION ALL ')}`
}

/** Asked again where nobody can change the answer any more. */
async function listsHold(connection: Connection, { lists }: Attempt): Promise<boolean> {
  for (const { question, keys } of lists.values()) {
    const { rows } = await connection.query(statementOf(question))
    const now = rows.map((row) => foundIn(question.name, row).key)
    if (now.length !== keys.length || now.some((key, at) => key !== keys[at])) return false
  }
  return true
}

/** Never put again under the same key: what is there already makes the statement fail. */
export const isInsertOnly = (name: Name) => name === 'entries' || name === 'notes' || name === 'clientIds'

/** One statement that puts and removes all of them. */
export function writingOf(writes: Write[], mark?: Mark): { name: string; text: string; values: unknown[] } {
  const parts: string[] = []
  const values: unknown[] = []
  const shape: string[] = []
  if (mark) {
    values.push(mark.place, mark.mark)
    parts.push(
      'INSERT INTO marks (place, mark) VALUES ($1, $2) ON CONFLICT (place) DO UPDATE SET mark = excluded.mark, at = now()',
    )
    shape.push('mark')
  }
  for (const name of names) {
    const all = writes.filter((one) => one.name === name)
    const put = all.filter(({ text }) => text !== null)
    const removed = all.filter(({ text }) => text === null)
    const { table, key, columns } = collections[name] as Collection<never>
    const keys = key.map(([column]) => column).join(', ')
    if (put.length > 0) {
      const every = [...key, ...columns, ['record', 'json'] as const]
      const arrays = every.map(([, type], at) => {
        values.push(put.map(({ values: own, text }) => (at < own.length ? own[at] : text)))
        return `$${values.length}::${type}[]`
      })
      const list = every.map(([column]) => column).join(', ')
      const update = every.slice(key.length).map(([column]) => `${column} = excluded.${column}`)
      const onConflict = isInsertOnly(name) ? '' : ` ON CONFLICT (${keys}) DO UPDATE SET ${update.join(', ')}`
      parts.push(`INSERT INTO ${table} (${list}) SELECT * FROM unnest(${arrays.join(', ')})${onConflict}`)
      shape.push(`put ${name}`)
    }
    if (removed.length > 0) {
      const parted = removed.map((one) => partsOf(one.key))
      const arrays = key.map(([, type], at) => {
        values.push(parted.map((one) => one[at]))
        return `$${values.length}::${type}[]`
      })
      parts.push(`DELETE FROM ${table} WHERE (${keys}) IN (SELECT * FROM unnest(${arrays.join(', ')}))`)
      shape.push(`remove ${name}`)
    }
  }
  const named = parts.map((part, at) => `part_${at} AS (${part})`)
  return { name: nameOf(shape.join(', ')), text: `WITH ${named.join(',\n')}\nSELECT`, values }
}

/** Of each form of a statement; the server cuts longer names. */
const shapes = new Map<string, string>()
export function nameOf(shape: string, kind = 'commit'): string {
  const known = shapes.get(shape)
  if (known) return known
  const name = `${kind} ${shapes.size + 1}`
  shapes.set(shape, name)
  return name
}

/** The first that failed is why the others did. */
async function inOrder<T extends Promise<unknown>[]>(
  ...asked: T
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  const settled = await Promise.allSettled(asked)
  for (const one of settled) if (one.status === 'rejected') throw one.reason
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as {
    [K in keyof T]: Awaited<T[K]>
  }
}

/** Two names with one number only wait for each other without need. */
export function numberOf(name: string): bigint {
  return createHash('sha256').update(name).digest().readBigInt64BE()
}

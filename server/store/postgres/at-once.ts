// Keeps what some commits put with one statement, which is a transaction of its own: it holds names and rows, looks whether what
// was read is so, writes if all of it is, and is durable when it is answered. One round trip, whatever the works asked. What does
// not hold leaves everything as it was, and is left to keep.ts, which finds out what it was that did not. Partner: commits.ts.

import { type Attempt, idOf, type Write } from './attempt.ts'
import { type Collection, collections, type Name, names, partsOf } from './collections.ts'
import type { Connection, Database } from './database.ts'
import { isInsertOnly, type Kept, nameOf, namesToHold, numberOf } from './keep.ts'
import type { State } from './known.ts'

/**
 * Where this copy has a transaction under way, and the mark of the last one there: each says whose it follows, so that one of
 * which no answer came is either kept already or never will be. null while that is not known.
 */
export interface Place {
  readonly name: string
  mark: string | null
}

interface Wanted {
  /** As it was read, of the server's own. */
  there: Map<string, { name: Name; key: string; version: string }>
  /** Not there when it was read, and put now. */
  absent: Map<string, { name: Name; key: string }>
  /** The last of each. */
  writes: Map<string, Write>
  /** Threads of which this process does not know the newest number. */
  newest: { name: 'entries' | 'notes'; ticketId: string; before: number }[]
  toHold: Set<string>
}

/**
 * @returns what the statement must find and do; null where keep.ts must look: at lists, at what was not there and is not put,
 *   at what this process itself changed meanwhile
 */
export function wantedBy(batch: (Kept & { changedLists: Set<string> })[]): Wanted | null {
  const wanted: Wanted = {
    there: new Map(),
    absent: new Map(),
    writes: new Map(),
    newest: [],
    toHold: new Set(),
  }
  const put = new Map<State, Kept>()
  const appended = new Map<string, number>()
  for (const commit of batch) {
    const { attempt, changedLists } = commit
    if (attempt.lists.size > 0) return null
    for (const [id, { name, key, state }] of attempt.reads) {
      if (put.has(state)) continue
      if (state.isDead || state.version === undefined || wanted.writes.has(id)) return null
      if (state.version === null) {
        if (!attempt.writes.has(id)) return null
        wanted.absent.set(id, { name, key })
      } else {
        const { version } = wanted.there.get(id) ?? state
        if (version !== state.version) return null
        wanted.there.set(id, { name, key, version: state.version })
      }
    }
    for (const [thread, { name, ticketId, first, last }] of attempt.added) {
      const before = appended.get(thread) ?? newestBefore(attempt, ticketId, name)
      if (before === undefined) wanted.newest.push({ name, ticketId, before: first - 1 })
      else if (before !== first - 1) return null
      appended.set(thread, last)
    }
    for (const [id, write] of attempt.writes) wanted.writes.set(id, write)
    for (const state of commit.states.values()) put.set(state, commit)
    for (const name of namesToHold(attempt, changedLists)) wanted.toHold.add(name)
  }
  return wanted
}

/** As long as the ticket is as it was read, so is its thread. */
function newestBefore({ reads }: Attempt, ticketId: string, name: 'entries' | 'notes'): number | undefined {
  return reads.get(idOf('tickets', ticketId))?.state.newest?.[name]
}

/** @returns the transaction as it stands beside what it wrote; null where something did not hold, and nothing was written */
export async function keepAtOnce(
  connection: Connection,
  wanted: Wanted,
  place: Place,
  mark: string,
): Promise<string | null> {
  const { rows } = await connection.query(statementFor(wanted, place, mark))
  return rows[0]?.version ?? null
}

/**
 * Of a statement without an answer: the transaction that kept it, or null, and then none ever will: its place has another mark
 * than the one that it follows. Waits for one that is about to end.
 */
export async function keptAfterAll(database: Database, place: Place, mark: string): Promise<string | null> {
  const until = Date.now() + database.patienceMs
  const values = [place.name, mark]
  const ended = `UPDATE marks SET mark = 'none after ' || $2, at = now() WHERE place = $1 AND mark <> $2`
  await database.query({ text: ended, values }, until)
  const asked = 'SELECT xmin::text AS version FROM marks WHERE place = $1 AND mark = $2'
  const [row] = await database.query({ text: asked, values }, until)
  return row?.version ?? null
}

interface Part {
  /** Parts of one shape have one text. */
  shape: string
  params: [type: string, value: unknown][]
  /** @param $ its parameters */
  sql($: string[]): string
}

/** How many rows and names must be held, and by what. */
interface Holding extends Part {
  label: string
  count: number
}

/** Of each shape, made once. */
const texts = new Map<string, string>()

export function statementFor(wanted: Wanted, place: Place, mark: string) {
  const holding = [...namesHeld(wanted), ...rowsHeld(wanted)]
  const lacking = [...notThere(wanted), ...newestNumbers(wanted)]
  const writing = written(wanted)
  const toHold = holding.reduce((sum, { count }) => sum + count, 0)
  const values: unknown[] = [place.name, place.mark, mark, toHold]
  for (const { params } of [...holding, ...lacking, ...writing])
    for (const [, value] of params) values.push(value)
  const shape = [...holding, ...lacking, ...writing].map((part) => part.shape).join(', ')
  const text = texts.get(shape) ?? textOf(holding, lacking, writing)
  texts.set(shape, text)
  return { name: nameOf(`at once ${shape}`, 'at once'), text, values }
}

/** One after the other, as its parts stand: names, rows, what must be lacking, the mark, and what is written if there is one. */
function textOf(holding: Holding[], lacking: Part[], writing: Part[]): string {
  let at = 4
  const sqlOf = ({ params, sql }: Part) => sql(params.map(([type]) => `$${++at}::${type}`))
  const held = holding.map((part) => `${part.label} AS MATERIALIZED (${sqlOf(part)})`)
  const all =
    holding.map(({ label }) => `SELECT 1 FROM ${label}`).join(' UNION ALL ') || 'SELECT 1 WHERE false'
  const verdict = [
    `(SELECT count(*) FROM (${all}) AS held) = $4::integer`,
    ...lacking.map((part) => `NOT EXISTS (${sqlOf(part)})`),
  ]
  return `WITH ${[
    ...held,
    `verdict AS MATERIALIZED (SELECT ${verdict.join(' AND ')} AS holds)`,
    `marked AS (UPDATE marks SET mark = $3, at = now() WHERE place = $1 AND mark = $2 AND (SELECT holds FROM verdict)
      RETURNING pg_current_xact_id()::xid::text AS version)`,
    ...writing.map((part, number) => `part_${number} AS (${sqlOf(part)})`),
  ].join(',\n')}\nSELECT version FROM marked`
}

/** Of whatever is written: nothing without its mark. */
const IF_MARKED = 'EXISTS (SELECT FROM marked)'

function namesHeld({ toHold }: Wanted): Holding[] {
  if (toHold.size === 0) return []
  const locks = [...new Set([...toHold].map(numberOf))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return [
    {
      label: 'names',
      shape: 'names',
      count: locks.length,
      params: [['bigint[]', locks.map(String)]],
      sql: ([all]) => `SELECT pg_advisory_xact_lock(lock)::text FROM unnest(${all}) AS lock`,
    },
  ]
}

/** In the order in which everybody holds them. */
function rowsHeld({ there, writes }: Wanted): Holding[] {
  const parts: Holding[] = []
  for (const [name, all] of byName(there.values())) {
    for (const isWritten of [true, false]) {
      const rows = all.filter(({ key }) => writes.has(idOf(name, key)) === isWritten)
      if (rows.length === 0) continue
      rows.sort((one, other) => (one.key < other.key ? -1 : 1))
      const { table } = collections[name]
      const label = `${isWritten ? 'own' : 'read'}_${table}`
      parts.push({
        label,
        shape: label,
        count: rows.length,
        params: [...keyParams(name, rows), ['xid[]', rows.map(({ version }) => version)]],
        sql: (
          $,
        ) => `SELECT 1 FROM ${asked(name, $, 'version')} JOIN ${table} AS kept ON ${sameKey(name)} AND kept.xmin = asked.version
          ORDER BY ${keyColumns(name).map((column) => `kept.${column}`)} FOR ${isWritten ? 'NO KEY UPDATE' : 'SHARE'} OF kept`,
      })
    }
  }
  return parts
}

function notThere({ absent }: Wanted): Part[] {
  return byName(absent.values()).map(([name, rows]) => ({
    shape: `no ${name}`,
    params: keyParams(name, rows),
    sql: ($) => `SELECT FROM ${asked(name, $)} JOIN ${collections[name].table} AS kept ON ${sameKey(name)}`,
  }))
}

function newestNumbers({ newest }: Wanted): Part[] {
  return byName(newest).map(([name, threads]) => ({
    shape: `newest ${name}`,
    params: [
      ['text[]', threads.map(({ ticketId }) => ticketId)],
      ['integer[]', threads.map(({ before }) => before)],
    ],
    sql: ([ids, numbers]) => `SELECT FROM unnest(${ids}, ${numbers}) AS asked (ticket_id, newest)
      WHERE newest <> (SELECT COALESCE(max(${name === 'entries' ? 'sequence' : 'note_sequence'}), 0) FROM ${name} AS kept WHERE kept.ticket_id = asked.ticket_id)`,
  }))
}

function written({ there, absent, writes }: Wanted): Part[] {
  const parts: Part[] = []
  for (const [name, all] of byName(writes.values())) {
    const isOf = (known: Map<string, unknown>) => (one: Write) =>
      one.text !== null && known.has(idOf(name, one.key))
    const isNew = (one: Write) => one.text !== null && (isInsertOnly(name) || isOf(absent)(one))
    const changed = all.filter(isOf(there))
    const added = all.filter(isNew)
    const put = all.filter((one) => one.text !== null && !isNew(one) && !isOf(there)(one))
    const removed = all.filter(({ text }) => text === null)
    if (changed.length > 0) parts.push(changing(name, changed))
    if (added.length > 0) parts.push(adding(name, added))
    if (put.length > 0) parts.push(adding(name, put, { orChanging: true }))
    if (removed.length > 0) parts.push(removing(name, removed))
  }
  return parts
}

function changing(name: Name, writes: Write[]): Part {
  const columns = [...keyColumns(name), ...otherColumns(name)]
  const set = otherColumns(name).map((column) => `${column} = put.${column}`)
  return {
    shape: `change ${name}`,
    params: recordParams(name, writes),
    sql: (
      $,
    ) => `UPDATE ${collections[name].table} AS kept SET ${set.join(', ')} FROM ${unnested($)} AS put (${columns.join(', ')})
      WHERE ${keyColumns(name)
        .map((column) => `kept.${column} = put.${column}`)
        .join(' AND ')} AND ${IF_MARKED}`,
  }
}

function adding(name: Name, writes: Write[], { orChanging = false } = {}): Part {
  const columns = [...keyColumns(name), ...otherColumns(name)].join(', ')
  const set = otherColumns(name).map((column) => `${column} = excluded.${column}`)
  const otherwise = orChanging
    ? ` ON CONFLICT (${keyColumns(name).join(', ')}) DO UPDATE SET ${set.join(', ')}`
    : ''
  return {
    shape: `${orChanging ? 'put' : 'add'} ${name}`,
    params: recordParams(name, writes),
    sql: ($) =>
      `INSERT INTO ${collections[name].table} (${columns}) SELECT * FROM ${unnested($)} AS put WHERE ${IF_MARKED}${otherwise}`,
  }
}

function removing(name: Name, writes: Write[]): Part {
  return {
    shape: `remove ${name}`,
    params: keyParams(name, writes),
    sql: ($) =>
      `DELETE FROM ${collections[name].table} AS kept USING ${asked(name, $)} WHERE ${sameKey(name)} AND ${IF_MARKED}`,
  }
}

function byName<One extends { name: N }, N extends Name>(all: Iterable<One>): [N, One[]][] {
  const found = new Map<N, One[]>()
  for (const one of all) {
    const there = found.get(one.name)
    if (there) there.push(one)
    else found.set(one.name, [one])
  }
  return [...found].sort(([one], [other]) => PLACES[one] - PLACES[other])
}
const PLACES = Object.fromEntries(names.map((name, place) => [name, place])) as Record<Name, number>

const of = (name: Name) => collections[name] as Collection<never>
const keyColumns = (name: Name) => of(name).key.map(([column]) => column)
const otherColumns = (name: Name) => [...of(name).columns.map(([column]) => column), 'record']
const sameKey = (name: Name) =>
  keyColumns(name)
    .map((column) => `kept.${column} = asked.${column}`)
    .join(' AND ')
const asked = (name: Name, $: string[], ...more: string[]) =>
  `${unnested($)} AS asked (${[...keyColumns(name), ...more].join(', ')})`
const unnested = ($: string[]) => `unnest(${$.join(', ')})`

function keyParams(name: Name, rows: { key: string }[]): Part['params'] {
  const parted = rows.map(({ key }) => partsOf(key))
  return of(name).key.map(([, type], at) => [`${type}[]`, parted.map((parts) => parts[at])])
}

function recordParams(name: Name, writes: Write[]): Part['params'] {
  const columns = [...of(name).key, ...of(name).columns]
  return [
    ...columns.map(([, type], at): [string, unknown] => [
      `${type}[]`,
      writes.map(({ values }) => values[at]),
    ]),
    ['json[]', writes.map(({ text }) => text)],
  ]
}

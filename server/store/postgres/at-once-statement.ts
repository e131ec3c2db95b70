// The one statement of at-once.ts, made of parts that follow from one another; each shape has a text that is planned once.

import { arrayOf } from './arrays.ts'
import type { Place, Wanted } from './at-once.ts'
import { idOf, type Write } from './attempt.ts'
import { type Collection, collections, type Name, names, partsOf } from './collections.ts'
import { isInsertOnly, nameOf, numberOf } from './keep.ts'

interface Part {
  /** Parts of one shape have one text. */
  shape: string
  params: [type: string, value: unknown[]][]
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
    for (const [type, value] of params) values.push(arrayOf(elementOf(type), value))
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

const elementOf = (arrayType: string) => arrayType.slice(0, -'[]'.length)

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
    ...columns.map(([, type], at): [string, unknown[]] => [
      `${type}[]`,
      writes.map(({ values }) => values[at]),
    ]),
    ['json[]', writes.map(({ text }) => text)],
  ]
}

// Questions for single records, and others that are asked all the time. Those asked in the same turn of the event loop, or
// while others are under way, share one statement. Who asks gets what was committed at some moment after they asked.

import { type Collection, collections, keyOf, type Name, partsOf } from './collections.ts'
import type { Database, Row } from './database.ts'
import type { Ask, Question } from './question.ts'

/** A record as the server has it. */
export interface Found {
  key: string
  /** JSON. */
  text: string
  /** The transaction that wrote it: another one wrote another state. */
  version: string
}

/** In one statement: more would let the first wait for the last. */
const KEYS_AT_ONCE = 256
/** Of each kind under way: while they are, others gather. */
const STATEMENTS_AT_ONCE = 2

type Asked = Map<string, { resolve(found: Found[]): void; reject(error: unknown): void }[]>

interface Kind {
  ask(keys: string[]): Promise<Map<string, Found[]>>
  asked: Asked
  running: number
  isPlanned: boolean
}

export class Gather {
  readonly #database: Database
  readonly #kinds = new Map<string, Kind>()

  constructor(database: Database) {
    this.#database = database
  }

  async find(name: Name, key: string): Promise<Found | undefined> {
    if (isNowhere(key)) return undefined
    const [found] = await this.#ask(name, key, () => this.#byKey(name))
    return found
  }

  async list<N extends Name>(question: Question<N>): Promise<Found[]> {
    const { name, called, shared, values, limit, quick } = question
    if (shared) return this.#ask(called, String(values[0]), () => this.#byColumn(question, shared))
    const ask: Ask = (statement) => this.#database.query(statement)
    const rows = await (quick ? quick(ask, limit) : ask(statementOf(question)))
    return rows.map((row) => foundIn(name, row))
  }

  #ask(kindName: string, key: string, make: () => Kind['ask']): Promise<Found[]> {
    let kind = this.#kinds.get(kindName)
    if (!kind) {
      kind = { ask: make(), asked: new Map(), running: 0, isPlanned: false }
      this.#kinds.set(kindName, kind)
    }
    const { asked } = kind
    const answer = new Promise<Found[]>((resolve, reject) => {
      const askers = asked.get(key)
      if (askers) askers.push({ resolve, reject })
      else asked.set(key, [{ resolve, reject }])
    })
    this.#plan(kind)
    return answer
  }

  #plan(kind: Kind): void {
    if (kind.isPlanned || kind.running >= STATEMENTS_AT_ONCE || kind.asked.size === 0) return
    kind.isPlanned = true
    setImmediate(() => {
      kind.isPlanned = false
      void this.#run(kind)
      this.#plan(kind)
    })
  }

  async #run(kind: Kind): Promise<void> {
    const batch: Asked = new Map()
    for (const [key, askers] of kind.asked) {
      if (batch.size >= KEYS_AT_ONCE) break
      batch.set(key, askers)
      kind.asked.delete(key)
    }
    if (batch.size === 0) return
    kind.running++
    try {
      const found = await kind.ask([...batch.keys()])
      for (const [key, askers] of batch) for (const { resolve } of askers) resolve(found.get(key) ?? [])
    } catch (error) {
      for (const askers of batch.values()) for (const { reject } of askers) reject(error)
    } finally {
      kind.running--
      this.#plan(kind)
    }
  }

  #byKey(name: Name): Kind['ask'] {
    const { table, key } = collections[name]
    const columns = key.map(([column]) => column).join(', ')
    const arrays = key.map(([, type], at) => `$${at + 1}::${type}[]`).join(', ')
    const text = `SELECT ${selected(name)} FROM unnest(${arrays}) AS asked (${columns}) JOIN ${table} AS kept USING (${columns})`
    return async (keys) => {
      const parts = keys.map(partsOf)
      const values = key.map((_, at) => parts.map((one) => one[at]))
      const rows = await this.#database.queryInTurn({ name: `find ${name}`, text, values })
      return new Map(rows.map((row) => [keyOfRow(name, row), [foundIn(name, row)]]))
    }
  }

  #byColumn<N extends Name>({ name, called, order }: Question<N>, column: string): Kind['ask'] {
    const { table } = collections[name]
    const text = `SELECT kept.${column} AS asked, ${selected(name)} FROM ${table} AS kept WHERE ${column} = ANY ($1::text[]) ORDER BY ${order}`
    return async (values) => {
      const rows = await this.#database.queryInTurn({ name: called, text, values: [values] })
      const found = new Map<string, Found[]>()
      for (const row of rows) {
        const value = row.asked ?? ''
        found.set(value, [...(found.get(value) ?? []), foundIn(name, row)])
      }
      return found
    }
  }
}

/** What a statement must select of `kept`, so that `foundIn` can read it. */
export function selected(name: Name): string {
  const columns = keyColumns(name).map((column) => `kept.${column}`)
  return `${columns.join(', ')}, kept.record::text AS record, kept.xmin::text AS written_by`
}

/** The limit stands in the text: a plan for any number of rows at all would be one for very many. */
export function statementOf<N extends Name>({ name, called, where, order, values, limit }: Question<N>) {
  const { table } = collections[name]
  return {
    name: `${called}, ${limit}`,
    text: `SELECT ${selected(name)} FROM ${table} AS kept WHERE ${where} ORDER BY ${order} LIMIT ${limit}`,
    values,
  }
}

/** PostgreSQL knows no such text: nothing is kept under it, and asking would fail for all who ask with it. */
export const isNowhere = (value: unknown) => typeof value === 'string' && value.includes('\0')

export function foundIn(name: Name, row: Row): Found {
  return { key: keyOfRow(name, row), text: row.record ?? '', version: row.written_by ?? '' }
}

function keyOfRow(name: Name, row: Row): string {
  return keyOf(...keyColumns(name).map((column) => row[column] ?? ''))
}

const keyColumns = (name: Name) => (collections[name] as Collection<never>).key.map(([column]) => column)

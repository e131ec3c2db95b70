// Are two stores the same? Of each collection the number of records and the sum of their hashes, which is the same in any
// order; the database works its own out, from what lies in it.

import { createHash } from 'node:crypto'
import { carriedJson } from '../../carried.ts'
import type { CollectionName } from '../lowdb/collections.ts'
import type { LowdbStore } from '../lowdb/store.ts'
import { collections, type Name, names } from '../postgres/collections.ts'
import type { Connection } from '../postgres/database.ts'

export type Sums = Map<Name, { count: number; sum: bigint }>
export interface Difference {
  name: Name
  kept: number
  moved: number
}

/** Hex digits of a hash that are added up: 60 bits, which both sides can count in. */
const DIGITS = 15

/**
 * As a database keeps it. What older versions took in and no database can work with (../../carried.ts) stays behind, or one name would
 * end the whole move. Of a merge no database asks what was written, and its trail is under hashes: that stays as it is.
 */
export const movedText = (collection: CollectionName, text: string) =>
  collection === 'merges' ? text : carriedJson(text)

export async function sumsOfStore(store: LowdbStore, tick: (records: number) => void): Promise<Sums> {
  const sums: Sums = new Map()
  for await (const { records } of store.everything('')) {
    for (const { collection, text } of records) {
      const sum = sums.get(collection) ?? { count: 0, sum: 0n }
      sum.count++
      // Not against forgers: to find what was lost or changed on the way, where the database can work it out, too.
      sum.sum += BigInt(
        `0x${createHash('md5').update(movedText(collection, text)).digest('hex').slice(0, DIGITS)}`,
      )
      sums.set(collection, sum)
    }
    tick(records.length)
  }
  return sums
}

export async function sumsOfDatabase(connection: Connection): Promise<Sums> {
  const sums: Sums = new Map()
  for (const name of names) {
    const { rows } = await connection.query(
      `SELECT count(*) AS count, coalesce(sum(('x' || left(md5(record::text), ${DIGITS}))::bit(${4 * DIGITS})::bigint), 0)::text AS sum
       FROM ${collections[name].table}`,
    )
    sums.set(name, { count: Number(rows[0]?.count ?? 0), sum: BigInt(rows[0]?.sum ?? 0) })
  }
  return sums
}

export function compare(kept: Sums, moved: Sums): Difference[] {
  return names.flatMap((name) => {
    const [one, other] = [kept.get(name), moved.get(name)]
    if ((one?.count ?? 0) === (other?.count ?? 0) && (one?.sum ?? 0n) === (other?.sum ?? 0n)) return []
    return [{ name, kept: one?.count ?? 0, moved: other?.count ?? 0 }]
  })
}

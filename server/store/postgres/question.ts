// A question for a list: its statement, and how what a commit has put but not yet kept belongs into the answer. Each noun's questions stand
// beside what asks them, in tables/. Pages are found by the last row of the page before, never by counting rows. Partners: attempt.ts, gather.ts.

import type { Records } from '../records.ts'
import type { Name } from './collections.ts'
import type { Row } from './database.ts'

export interface Question<N extends Name> {
  name: N
  /** Of the statement: one plan each. */
  called: string
  /** After FROM … AS kept WHERE; `$1` is the first of `values`. */
  where: string
  order: string
  values: unknown[]
  limit: number
  /** The list that a commit may rely on till its end, as collections.ts names it; without it, it is a look only. */
  list?: string
  /** The ticket that holds it. */
  ticketId?: string
  belongs(record: Records[N]): boolean
  /** Sorts like `order`. */
  place(record: Records[N]): (string | number)[]
  descending?: boolean
  /** All it asks is what this column is, and it wants all there is: those that are asked at once share a statement. */
  shared?: string
  /** The same answer in steps, in place of the statement, where no one plan is quick for all values. @param limit in place of its own */
  quick?(ask: Ask, limit: number): Promise<Row[]>
  /** How many there are up to the limit, likewise; undefined: the statement is as quick. */
  countQuick?(ask: Ask, limit: number): Promise<number | undefined>
}

export type Ask = (statement: { name: string; text: string; values: unknown[] }) => Promise<Row[]>

export const ALL = Number.MAX_SAFE_INTEGER

/** Of a question that asks for no record in particular. */
export const EVERYTHING = { where: 'true', values: [], belongs: () => true }

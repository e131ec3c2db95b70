// What the tables are made over: a commit's attempt, or the database as it is now, for reading only.

import type { Records } from '../records.ts'
import type { Claim } from '../store.ts'
import { collections, type Name } from './collections.ts'
import { Counts } from './counts.ts'
import { type Database, tookTooLong } from './database.ts'
import { type Gather, isNowhere } from './gather.ts'
import type { Question } from './question.ts'

export interface View {
  find<N extends Name>(name: N, key: string): Promise<Records[N] | undefined>
  list<N extends Name>(question: Question<N>): Promise<Records[N][]>
  /** Up to its limit. @returns null where the time that a statement has was over before */
  count(question: Question<Name>): Promise<number | null>
  /** All that it finds, whatever its limit, by what stands in this field; its column has the same name. */
  tally<N extends Name>(question: Question<N>, by: keyof Records[N] & string): Promise<Map<unknown, number>>
  put<N extends Name>(name: N, record: Records[N]): Promise<void>
  append<N extends 'entries' | 'notes'>(name: N, record: Records[N], sequence: number): Promise<void>
  remove(name: Name, key: string): Promise<void>
  claim(query: Claim): Promise<Records['dueWork'][]>
}

export function readingView(database: Database, gather: Gather): View {
  const counts = new Counts()
  const noWriting = async (name = 'due work'): Promise<never> => {
    throw new Error(`${name}: written outside of a commit, or after it had ended`)
  }
  return {
    async find(name, key) {
      const found = await gather.find(name, key)
      return found && JSON.parse(found.text)
    },
    async list(question) {
      if (question.values.some(isNowhere)) return []
      const found = await gather.list(question)
      return found.map(({ text }) => JSON.parse(text))
    },
    async count({ name, called, where, values, limit, countQuick }) {
      const text = `SELECT count(*) AS count FROM (SELECT FROM ${collections[name].table} AS kept WHERE ${where} LIMIT ${limit}) AS counted`
      const counted = counts.count(JSON.stringify([called, values, limit]), async () => {
        const quickly = await countQuick?.((statement) => database.query(statement), limit)
        if (quickly !== undefined) return quickly
        const [row] = await database.query({ name: `${called}, counted to ${limit}`, text, values })
        return Number(row?.count ?? 0)
      })
      return counted.catch((error) => {
        // Whoever asks for several at once is told the others.
        if (tookTooLong(error)) return null
        throw error
      })
    },
    async tally({ name, called, where, values }, by) {
      const text = `SELECT ${by} AS value, count(*) AS count FROM ${collections[name].table} AS kept WHERE ${where} GROUP BY 1`
      const rows = await database.query({ name: `${called}, by ${by}`, text, values })
      return new Map(rows.map(({ value, count }) => [value, Number(count)]))
    },
    put: (name) => noWriting(collections[name].table),
    append: (name) => noWriting(collections[name].table),
    remove: (name) => noWriting(collections[name].table),
    claim: () => noWriting(),
  }
}

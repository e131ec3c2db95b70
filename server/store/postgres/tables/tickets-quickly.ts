// A page of a filter over all states, newest change first, without reading every ticket there is. Where few may fit at all, which an index
// counts up to a limit, those are gone to; else the newest are looked at one after the other, which are soon enough where many fit; and where
// those that fit are many and old, all that an index says of them is read before. No plan chooses between them: it is made without the values.
// Partners: tickets-by-filter.ts, the same question in one statement; ticket-conditions.ts.

import { sha256 } from '../../../hashes.ts'
import type { FilterQuery } from '../../store.ts'
import { selected } from '../gather.ts'
import type { Ask, Question } from '../question.ts'
import { type Form, isTogether, ticketsBySaying, ticketsByTag, type Value } from './field-conditions.ts'
import { conditionsOf, solvedOfTypes, statesOf, ticketsOfKinds, valuesInto } from './ticket-conditions.ts'

/** Gone to one by one: some ten microseconds each. */
const FEW = 5_000
/** Looked at from the newest on, some three microseconds each: where more than few of a million fit, a page of fifty is among half of these. */
const NEWEST = 20_000

const ORDER = 'updated_at DESC, id DESC'

export function newestQuickly(
  query: FilterQuery,
  from: string[] | undefined,
): NonNullable<Question<'tickets'>['quick']> {
  return async (ask, limit) => {
    const few = await fewest(query, ask)
    if (few) return ask(amongFew(query, few, from, limit))
    const newest = await ask(inOrder(query, from, limit, { form: 'each', within: NEWEST }))
    return newest.length >= limit ? newest : ask(inOrder(query, from, limit, { form: 'those' }))
  }
}

/** What holds all that fit, and what an index has together. */
interface Those {
  ids(value: Value): string
  /** Nearly all of them, where the others are never many. */
  most(value: Value): string
}

function narrowed({ filter, agentId, now }: FilterQuery): Those[] {
  const asking = { agentId, now: now.getTime() }
  const { fields = [], tags } = filter
  const same = (ids: Those['ids']): Those => ({ ids, most: ids })
  return [
    ...fields.filter(isTogether).map((test) => same((value) => ticketsBySaying(test, { ...asking, value }))),
    ...(tags ? [same((value) => ticketsByTag(tags, value))] : []),
    ...(filter.types
      ? [
          {
            ids: (value: Value) => ticketsOfKinds(filter, value),
            most: (value: Value) => solvedOfTypes(filter, FEW + 1, value),
          },
        ]
      : []),
  ]
}

/** The least of what holds all that fit; none, where each is many. */
async function fewest(query: FilterQuery, ask: Ask): Promise<Those | undefined> {
  const all = narrowed(query)
  if (all.length === 0) return undefined
  const values: unknown[] = []
  const value = valuesInto(values)
  const counts = all.map(
    ({ most }, at) => `(SELECT count(*) FROM (${most(value)} LIMIT ${FEW + 1}) AS those) AS of_${at}`,
  )
  const [row] = await ask(named(`SELECT ${counts.join(', ')}`, values))
  const found = all.map((_, at) => Number(row?.[`of_${at}`]))
  const least = Math.min(...found)
  return least <= FEW ? all[found.indexOf(least)] : undefined
}

function amongFew(query: FilterQuery, few: Those, from: string[] | undefined, limit: number) {
  const values: unknown[] = []
  const value = valuesInto(values)
  const where = [
    `kept.id = ANY (ARRAY(${few.ids(value)}))`,
    ...conditionsOf(query, value, 'each'),
    ...after(from, value),
  ]
  return named(
    `SELECT ${selected('tickets')} FROM tickets AS kept WHERE ${where.join(' AND ')} ORDER BY ${ORDER} LIMIT ${limit}`,
    values,
  )
}

function inOrder(
  query: FilterQuery,
  from: string[] | undefined,
  limit: number,
  { form, within }: { form: Form; within?: number },
) {
  const values: unknown[] = []
  const value = valuesInto(values)
  const conditions = conditionsOf(query, value, form)
  const place = after(from, value)
  const most = within ? `LIMIT ${within}` : 'OFFSET 0'
  const states = [...new Set(statesOf(query.filter))].map(
    (state) =>
      `(SELECT * FROM tickets WHERE ${[`state = '${state}'`, ...place].join(' AND ')} ORDER BY ${ORDER} ${most})`,
  )
  const all = `SELECT * FROM (${states.join(' UNION ALL ')}) AS kept ORDER BY ${ORDER} ${most}`
  return named(
    `SELECT ${selected('tickets')} FROM tickets AS kept JOIN (SELECT kept.id FROM (${all}) AS kept WHERE ${conditions.join(' AND ')} ORDER BY ${ORDER} LIMIT ${limit}) AS found USING (id) ORDER BY ${ORDER}`,
    values,
  )
}

const after = (from: string[] | undefined, value: Value): string[] =>
  from ? [`(updated_at, id) < (${value(from[0], 'timestamptz')}, ${value(from[1], 'text')})`] : []

const named = (text: string, values: unknown[]) => ({
  name: `quick ${sha256(text).slice(0, 24)}`,
  text,
  values,
})

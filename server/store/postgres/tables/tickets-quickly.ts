// A page of a filter over solved tickets, too, and how many it holds, without reading every ticket there is. Where few may fit at all, which an
// index counts up to a limit, those are gone to; else the first in the order of the page are looked at one after the other, which are soon
// enough where many fit; and where those that fit are many and far behind, all that an index says of them is read before. No plan chooses
// between them: it is made without the values. Partners: tickets-by-filter.ts, the same question in one statement; ticket-conditions.ts;
// migrations/0027-orders-of-solved.ts, whose indexes have the order of each sort.

import { NEVER, UNSOLVED } from '../../../../protocol/desk/filtering.ts'
import type { TicketSort } from '../../../../protocol/desk/filters.ts'
import { sha256 } from '../../../hashes.ts'
import type { FilterQuery } from '../../store.ts'
import { selected } from '../gather.ts'
import type { Ask, Question } from '../question.ts'
import { type Form, isTogether, ticketsBySaying, ticketsByTag, type Value } from './field-conditions.ts'
import { conditionsOf, kindsOf, SORTS, statesOf, valuesInto } from './ticket-conditions.ts'

/** Gone to one by one: some ten microseconds each. */
const FEW = 5_000
/** Looked at from the first on, some three microseconds each: where more than few of a million fit, a page of fifty is among half of these. */
const FIRST = 20_000

interface Page {
  query: FilterQuery
  sort: TicketSort
  from: string[] | undefined
}

export const pageQuickly =
  (page: Page): NonNullable<Question<'tickets'>['quick']> =>
  async (ask, limit) => {
    const few = await fewest(page.query, ask)
    if (few) return ask(amongFew(page, few, limit))
    const first = await ask(inOrder(page, limit, { form: 'each', within: FIRST }))
    if (first.length >= limit) return first
    // By the last change one walks to them; in other sorts whatever the planner finds was never slower.
    return ask(page.sort === 'newest' ? inOrder(page, limit, { form: 'those' }) : inOneStatement(page, limit))
  }

/** Only where few may fit: else one statement is as quick. */
export const countQuickly =
  (query: FilterQuery): NonNullable<Question<'tickets'>['countQuick']> =>
  async (ask) => {
    const few = await fewest(query, ask)
    if (!few) return undefined
    const values: unknown[] = []
    const [row] = await ask(
      named(
        `SELECT count(*) AS count FROM tickets AS kept WHERE ${among(query, few, valuesInto(values))}`,
        values,
      ),
    )
    return Number(row?.count ?? 0)
  }

/** What holds all that fit, and what an index has together. */
interface Those {
  ids(value: Value): string
  /** Nearly all of them, where the others are never many. */
  most(value: Value): string
}

function narrowed({ filter, agentId, now }: FilterQuery): Those[] {
  const asking = { agentId, now: now.getTime() }
  const { fields = [], tags, mentionsMe, relation } = filter
  const same = (ids: Those['ids']): Those => ({ ids, most: ids })
  const ticketsWhere = (where: string) => `SELECT id FROM tickets AS kept WHERE ${where}`
  return [
    ...fields.filter(isTogether).map((test) => same((value) => ticketsBySaying(test, { ...asking, value }))),
    ...(tags ? [same((value) => ticketsByTag(tags, value))] : []),
    ...(mentionsMe ? [same((value) => ticketsWhere(`mentions ? ${value(agentId, 'text')}`))] : []),
    ...(relation
      ? [same(() => ticketsWhere(relation === 'tracker' ? 'is_tracker' : 'cause_id IS NOT NULL'))]
      : []),
    ...kindsOf(filter, agentId).map(({ column, names }) => ({
      ids: (value: Value) =>
        ofEither((state) => ticketsWhere(`${state} AND ${column} = ANY (${value(names, 'text[]')})`)),
      // A name at a time, so that the index is read no further than to the limit.
      most: (value: Value) =>
        `SELECT solved.id FROM unnest(${value(names, 'text[]')}) AS name, LATERAL (${ticketsWhere(`state = 'solved' AND ${column} = name`)} LIMIT ${FEW + 1}) AS solved`,
    })),
  ]
}

/** What is solved and what is not have indexes of their own. */
const ofEither = (ids: (state: string) => string): string =>
  ['=', '<>'].map((is) => ids(`state ${is} 'solved'`)).join(' UNION ALL ')

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

function amongFew({ query, sort, from }: Page, few: Those, limit: number) {
  const values: unknown[] = []
  const value = valuesInto(values)
  const where = [among(query, few, value), ...after(sort, from, value)].join(' AND ')
  return named(
    `SELECT ${selected('tickets')} FROM tickets AS kept WHERE ${where} ORDER BY ${orderOf(sort, SORTS[sort].keys)} LIMIT ${limit}`,
    values,
  )
}

function inOneStatement({ query, sort, from }: Page, limit: number) {
  const values: unknown[] = []
  const value = valuesInto(values)
  const where = [...conditionsOf(query, value, 'those'), ...after(sort, from, value)].join(' AND ')
  return named(
    `SELECT ${selected('tickets')} FROM tickets AS kept WHERE ${where} ORDER BY ${orderOf(sort, SORTS[sort].keys)} LIMIT ${limit}`,
    values,
  )
}

const among = (query: FilterQuery, few: Those, value: Value): string =>
  [`kept.id = ANY (ARRAY(${few.ids(value)}))`, ...conditionsOf(query, value, 'each')].join(' AND ')

function inOrder(
  { query, sort, from }: Page,
  limit: number,
  { form, within }: { form: Form; within?: number },
) {
  const values: unknown[] = []
  const value = valuesInto(values)
  const conditions = conditionsOf(query, value, form)
  const most = within ? `LIMIT ${within}` : 'OFFSET 0'
  // A column goes by its name: to carry it once more takes as long as to read it.
  const keys = SORTS[sort].keys.map((key, at) => (isColumn(key) ? `kept.${key}` : `key_${at}`))
  const added = keys.filter((key) => key.startsWith('key_'))
  const parts = partsOf({ query, sort, from }, value).map(({ where, key }) => {
    const named = key.flatMap((one, at) => (isColumn(one) ? [] : [`${one} AS ${keys[at]}`]))
    return `(SELECT ${['*', ...named].join(', ')} FROM tickets AS kept WHERE ${where.join(' AND ')} ORDER BY ${orderOf(sort, key)} ${most})`
  })
  const order = orderOf(sort, keys)
  const all = `SELECT * FROM (${parts.join(' UNION ALL ')}) AS kept ORDER BY ${order} ${most}`
  const found = `SELECT ${['kept.id', ...added].join(', ')} FROM (${all}) AS kept WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ${limit}`
  return named(
    `SELECT ${selected('tickets')} FROM tickets AS kept JOIN (${found}) AS found USING (id) ORDER BY ${order}`,
    values,
  )
}

const isColumn = (key: string) => /^\w+$/.test(key)

interface Part {
  where: string[]
  /** In its order, as the index says it. */
  key: readonly string[]
}

/** What together has all that fit, each by its own index; of what is not solved all is read, where it is not sorted by the last change. */
function partsOf({ query, sort, from }: Page, value: Value): Part[] {
  const { filter, agentId } = query
  const states = statesOf(filter)
  const unsolved = UNSOLVED.filter((state) => states.includes(state))
  // Said only where it is used: a value that no condition names has no type.
  const place = () => after(sort, from, value)
  const { keys: key } = SORTS[sort]
  // Solved ones of one kind have an index in the order of their last change.
  const [kind] = sort === 'newest' ? kindsOf(filter, agentId) : []
  const solved = states.includes('solved')
    ? (kind?.names ?? [null]).map((name) => ({
        where: [
          `state = 'solved'`,
          ...(kind && name !== null ? [`${kind.column} = ${value(name, 'text')}`] : []),
          ...(sort === 'next_due' ? afterNever(from, value) : place()),
        ],
        key: sort === 'next_due' ? [NEVER_DUE, 'id'] : key,
      }))
    : []
  const ofKind = () => (kind ? [`${kind.column} = ANY (${value(kind.names, 'text[]')})`] : [])
  if (sort === 'newest')
    return [
      ...unsolved.map((state) => ({ where: [`state = '${state}'`, ...ofKind(), ...place()], key })),
      ...solved,
    ]
  if (unsolved.length === 0) return solved
  return [
    { where: [`state <> 'solved'`, `state = ANY (${value(unsolved, 'text[]')})`, ...place()], key },
    ...solved,
  ]
}

/** Nothing of what is solved is due: it stands behind all that is, by its id. */
const NEVER_DUE = `'${NEVER}'::text COLLATE "C"`
const afterNever = (from: string[] | undefined, value: Value): string[] =>
  from && from[0] === NEVER ? [`id > ${value(from[1], 'text')}`] : []

function after(sort: TicketSort, from: string[] | undefined, value: Value): string[] {
  if (!from) return []
  const { keys, types, isDescending } = SORTS[sort]
  const place = from.map((part, at) => value(part, types[at] ?? 'text'))
  return [`(${keys.join(', ')}) ${isDescending ? '<' : '>'} (${place.join(', ')})`]
}

const orderOf = (sort: TicketSort, keys: readonly string[]): string =>
  keys.map((key) => (SORTS[sort].isDescending ? `${key} DESC` : key)).join(', ')

const named = (text: string, values: unknown[]) => ({
  name: `quick ${sha256(text).slice(0, 24)}`,
  text,
  values,
})

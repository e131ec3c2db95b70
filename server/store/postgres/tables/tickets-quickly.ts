// A page of a filter over solved tickets, too, and how many it holds, without reading every ticket there is. Where few may fit at all, which an
// index counts up to a limit, those are gone to; else the first in the order of the page are looked at one after the other, which are soon
// enough where many fit; and where those that fit are many and far behind, all that an index says of them is read before. No plan chooses
// between them: it is made without the values. Partners: tickets-by-filter.ts, the same question in one statement; ticket-conditions.ts;
// migrations/0027-orders-of-solved.ts, whose indexes have the order of each sort.

import { askedBy, isOfContact } from '../../../../protocol/desk/fields.ts'
import { NEVER, UNSOLVED, waitedSince } from '../../../../protocol/desk/filtering.ts'
import type { FieldTest, TicketFilter, TicketSort } from '../../../../protocol/desk/filters.ts'
import { sha256 } from '../../../hashes.ts'
import type { FilterQuery } from '../../store.ts'
import { selected } from '../gather.ts'
import type { Ask, Question } from '../question.ts'
import {
  type Form,
  isRead,
  isTogether,
  ticketsBySaying,
  ticketsByTag,
  ticketsOfContacts,
  type Value,
} from './field-conditions.ts'
import { conditionsOf, kindsOf, SORTS, statesOf, valuesInto, WAITS } from './ticket-conditions.ts'
import {
  anyOf,
  conditionsNamed,
  factOf,
  isInOrder,
  type Named,
  NEVER_DUE,
  namedIn,
  solvedInOrder,
  solvedOf,
} from './tickets-by-facts.ts'

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
    const { few, facts } = await fewest(page.query, ask)
    if (few) return ask(amongFew(page, few, limit))
    if (facts) {
      // Where nothing else is asked, whatever has it fits, but for a few that are just changing.
      const isAlone = conditionsIn(page.query.filter) === conditionsNamed(facts)
      const found = await ask(byFacts(page, facts, limit, isAlone ? 4 * limit : FIRST))
      if (found.length >= limit || isAlone) return found
      const together = await fewTogether(page.query, facts, ask)
      if (together) return ask(amongFew(page, together, limit))
    }
    const first = await ask(inOrder(page, limit, { form: 'each', within: FIRST }))
    if (first.length >= limit) return first
    const read = await fewRead(page.query, ask)
    if (read) return ask(amongFew(page, read, limit))
    const ofContacts = byContacts(page, limit)
    if (ofContacts) return ask(ofContacts)
    // By the last change one walks to them; in other sorts whatever the planner finds was never slower.
    return ask(page.sort === 'newest' ? inOrder(page, limit, { form: 'those' }) : inOneStatement(page, limit))
  }

/** Where few may fit, those are counted; else there may be as many as the limit among the newest, or among what holds all that fit. */
export const countQuickly =
  (query: FilterQuery): NonNullable<Question<'tickets'>['countQuick']> =>
  async (ask, limit) => {
    const counted = async (found: (value: Value) => string) => {
      const values: unknown[] = []
      const [row] = await ask(
        named(`SELECT count(*) AS count FROM (${found(valuesInto(values))}) AS found`, values),
      )
      return Number(row?.count ?? 0)
    }
    const { few, facts, least } = await fewest(query, ask)
    const those = few ?? (facts && (await fewTogether(query, facts, ask)))
    if (those) return counted((value) => amongCounted(query, those, value, limit))
    if (limit > FIRST) return undefined
    const some = facts ? (value: Value) => solvedOf(facts, value) : least?.ids
    const any = some
      ? await counted(
          (value) =>
            `SELECT FROM tickets AS kept WHERE id IN (SELECT * FROM (${some(value)}) AS those LIMIT ${2 * limit}) AND ${conditionsOf(query, value, 'each').join(' AND ')} LIMIT ${limit}`,
        )
      : 0
    if (any >= limit) return any
    const page: Page = { query, sort: 'newest', from: undefined }
    const first = await counted(
      (value) => foundInOrder(page, limit, { form: 'each', within: FIRST }, value).text,
    )
    if (first >= limit) return first
    const read = await fewRead(query, ask)
    return read && counted((value) => amongCounted(query, read, value, limit))
  }

/** What holds all that fit, and what an index has together. */
interface Those {
  ids(value: Value): string
  /** Nearly all of them, where the others are never many. */
  most(value: Value): string
  /** What is said of them in rows that have their order, any of these. */
  facts?: string[]
}

function narrowed({ filter, agentId, now }: FilterQuery): Those[] {
  const asking = { agentId, now: now.getTime() }
  const { fields = [], tags, mentionsMe, relation, identity, waitsLongerThanMinutes } = filter
  const same = (ids: Those['ids']): Those => ({ ids, most: ids })
  const ticketsWhere = (where: string) => `SELECT id FROM tickets AS kept WHERE ${where}`
  return [
    ...fields.filter(isTogether).map((test) => ({
      ...same((value) => ticketsBySaying(test, { ...asking, value })),
      ...saidInOrder(test, asking),
    })),
    ...(tags
      ? [{ ...same((value) => ticketsByTag(tags, value)), facts: tags.map((tag) => factOf('tag', tag)) }]
      : []),
    ...(identity
      ? [
          {
            ids: (value: Value) =>
              `${solvedOf(anyOf([factOf('identity', identity)]), value)} UNION ALL ${ticketsWhere(`state <> 'solved'`)}`,
            most: (value: Value) => solvedOf(anyOf([factOf('identity', identity)]), value),
            facts: [factOf('identity', identity)],
          },
        ]
      : []),
    ...(waitsLongerThanMinutes === undefined
      ? []
      : [waiting(waitedSince(waitsLongerThanMinutes, now.getTime()))]),
    ...(mentionsMe ? [same((value) => ticketsWhere(`mentions ? ${value(agentId, 'text')}`))] : []),
    ...(relation
      ? [same(() => ticketsWhere(relation === 'tracker' ? 'is_tracker' : 'cause_id IS NOT NULL'))]
      : []),
    ...kindsOf(filter, agentId).map(({ column, field, names }) => ({
      ...(field && { facts: names.map((name) => factOf(field, name)) }),
      ids: (value: Value) =>
        ofEither((state) => ticketsWhere(`${state} AND ${column} = ANY (${value(names, 'text[]')})`)),
      // A name at a time, so that the index is read no further than to the limit.
      most: (value: Value) =>
        field
          ? solvedOf(anyOf(names.map((name) => factOf(field, name))), value)
          : `SELECT solved.id FROM unnest(${value(names, 'text[]')}) AS name, LATERAL (${ticketsWhere(`state = 'solved' AND ${column} = name`)} LIMIT ${FEW + 1}) AS solved`,
    })),
  ]
}

/** Of what is solved, hardly any: so few in their order, or the plan, which takes them for many, reads all records to find these. */
function waiting(since: string): Those {
  const those = (state: string, value: Value) =>
    `SELECT id FROM tickets AS kept WHERE ${state} AND ${WAITS} <= ${value(since, 'text')}`
  const solved = (value: Value) => `${those(`state = 'solved'`, value)} ORDER BY ${WAITS}, id`
  return {
    ids: (value) => `(${solved(value)} LIMIT ${2 * FEW}) UNION ALL ${those(`state <> 'solved'`, value)}`,
    most: solved,
  }
}

function saidInOrder(test: FieldTest, asking: { agentId: string; now: number }): Pick<Those, 'facts'> {
  const asked = askedBy(test, asking)
  return isInOrder(test.field) && 'value' in asked
    ? { facts: asked.value.map((value) => factOf(test.field, value)) }
    : {}
}

const conditionsIn = ({ states, fields = [], ...others }: TicketFilter): number =>
  fields.length + Object.keys(others).length

/** What is solved and what is not have indexes of their own. */
const ofEither = (ids: (state: string) => string): string =>
  ['=', '<>'].map((is) => ids(`state ${is} 'solved'`)).join(' UNION ALL ')

interface Fewest {
  /** Holds all that fit. */
  few?: Those
  /** Else what an index says in the order of the page … */
  facts?: Named | undefined
  /** … or the least of what holds all that fit; none, where nothing does. */
  least?: Those | undefined
}

async function fewest(query: FilterQuery, ask: Ask): Promise<Fewest> {
  const all = narrowed(query)
  if (all.length === 0) return {}
  const values: unknown[] = []
  const value = valuesInto(values)
  const counts = all.map(
    ({ most }, at) => `(SELECT count(*) FROM (${most(value)} LIMIT ${FEW + 1}) AS those) AS of_${at}`,
  )
  const [row] = await ask(named(`SELECT ${counts.join(', ')}`, values))
  const found = all.map((_, at) => Number(row?.[`of_${at}`]))
  const fewest = Math.min(...found)
  const least = all[found.indexOf(fewest)]
  if (least && fewest <= FEW) return { few: least }
  return { facts: namedIn(all.flatMap(({ facts }) => (facts ? [facts] : []))), least }
}

/** Of what many have each, few may have both. */
async function fewTogether(query: FilterQuery, facts: Named, ask: Ask): Promise<Those | undefined> {
  if (conditionsNamed(facts) === 1) return undefined
  const solved = await fewOf((value) => solvedOf(facts, value), ask)
  const unsolved = (value: Value) =>
    [`state <> 'solved'`, ...conditionsOf(query, value, 'each')].join(' AND ')
  return (
    solved && theseAnd(solved, (value) => `UNION ALL SELECT id FROM tickets AS kept WHERE ${unsolved(value)}`)
  )
}

/** What no index has together is read off all that is said of its field: a word that none has costs this, and not all tickets, too. */
async function fewRead({ filter, agentId, now }: FilterQuery, ask: Ask): Promise<Those | undefined> {
  const [test] = (filter.fields ?? []).filter(isRead)
  const asking = { agentId, now: now.getTime() }
  const found = test && (await fewOf((value) => ticketsBySaying(test, { ...asking, value }), ask))
  return found && theseAnd(found, () => '')
}

/** @returns undefined where there are more */
async function fewOf(those: (value: Value) => string, ask: Ask): Promise<(string | null)[] | undefined> {
  const values: unknown[] = []
  const text = `SELECT id FROM (${those(valuesInto(values))}) AS those (id) LIMIT ${FEW + 1}`
  const rows = await ask(named(text, values))
  return rows.length > FEW ? undefined : rows.map(({ id }) => id ?? null)
}

function theseAnd(known: readonly (string | null)[], others: (value: Value) => string): Those {
  const ids = (value: Value) => `SELECT unnest(${value(known, 'text[]')}) ${others(value)}`
  return { ids, most: ids }
}

const amongFew = (page: Page, few: Those, limit: number) =>
  sorted(page, (value) => [among(page.query, few, value)], limit)

const amongCounted = (query: FilterQuery, few: Those, value: Value, limit: number) =>
  `SELECT FROM tickets AS kept WHERE ${among(query, few, value)} LIMIT ${limit}`

const inOneStatement = (page: Page, limit: number) =>
  sorted(page, (value) => conditionsOf(page.query, value, 'those'), limit)

function sorted({ sort, from }: Page, conditions: (value: Value) => string[], limit: number) {
  const values: unknown[] = []
  const value = valuesInto(values)
  const where = [...conditions(value), ...after(sort, from, value)].join(' AND ')
  return named(
    `SELECT ${selected('tickets')} FROM tickets AS kept WHERE ${where} ORDER BY ${orderOf(sort, SORTS[sort].keys)} LIMIT ${limit}`,
    values,
  )
}

const among = (query: FilterQuery, few: Those, value: Value): string =>
  [`kept.id = ANY (ARRAY(${few.ids(value)}))`, ...conditionsOf(query, value, 'each')].join(' AND ')

interface Looking {
  form: Form
  within?: number
}

function inOrder(page: Page, limit: number, looking: Looking) {
  const values: unknown[] = []
  const { text, order } = foundInOrder(page, limit, looking, valuesInto(values))
  return named(
    `SELECT ${selected('tickets')} FROM tickets AS kept JOIN (${text}) AS found USING (id) ORDER BY ${order}`,
    values,
  )
}

function foundInOrder({ query, sort, from }: Page, limit: number, { form, within }: Looking, value: Value) {
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
  const text = `SELECT ${['kept.id', ...added].join(', ')} FROM (${all}) AS kept WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ${limit}`
  return { text, order }
}

/** @param within so many of each order are looked at */
function byFacts({ query, sort, from }: Page, facts: Named, limit: number, within: number) {
  const values: unknown[] = []
  const value = valuesInto(values)
  const most = `LIMIT ${within}`
  const states = statesOf(query.filter)
  const part = (id: string, table: string, { where, key }: Part, most: string) =>
    `(SELECT ${[`${id} AS id`, ...key.map((one, at) => `${one} AS key_${at}`)].join(', ')} FROM ${table} WHERE ${where.join(' AND ')} ${most})`
  const first = (key: readonly string[]) => `ORDER BY ${orderOf(sort, key)} ${most}`
  // What is sorted as a whole has its place looked at behind, so that each record is gone through once.
  const isWalked = sort === 'newest'
  const unsolved = unsolvedParts({ query, sort, from: isWalked ? from : undefined }, value).map(
    ({ where, key }) =>
      part(
        'kept.id',
        'tickets AS kept',
        { where: [...where, ...conditionsOf(query, value, 'each')], key },
        isWalked ? first(key) : 'OFFSET 0',
      ),
  )
  const placed = SORTS[sort].keys.map((_, at) => `key_${at}`)
  // Said only where it is used: a value that no condition names has no type.
  const behind = () => after(sort, from, value, placed).map((place) => `WHERE ${place}`)
  const parts = [
    ...unsolved.map((one) =>
      isWalked ? one : `(SELECT * FROM ${one} AS kept ${behind()} ${first(placed)})`,
    ),
    ...(states.includes('solved')
      ? solvedInOrder(facts, { sort, from }, value).map((one) =>
          part('ticket_id', one.table, one, first(one.key)),
        )
      : []),
  ]
  const keys = SORTS[sort].keys.map((_, at) => `found.key_${at}`)
  const order = orderOf(sort, keys)
  // A ticket may have several of them.
  const found = `SELECT ${facts.any.length > 1 ? 'DISTINCT ' : ''}${['id', ...keys].join(', ')} FROM (${parts.join(' UNION ALL ')}) AS found ORDER BY ${order} ${most}`
  return named(
    `SELECT ${selected('tickets')} FROM (${found}) AS found JOIN tickets AS kept USING (id) WHERE ${conditionsOf(query, value, 'each').join(' AND ')} ORDER BY ${order} LIMIT ${limit}`,
    values,
  )
}

/**
 * Where this alone is asked of contacts: an index has the tickets of each by their last change, so these are sorted, and the first are
 * shown. Where more is asked, they would all be looked at, which takes longer than to walk past them.
 */
function byContacts({ query, sort, from }: Page, limit: number) {
  const { filter, agentId, now } = query
  const [test] = filter.fields ?? []
  if (sort !== 'newest' || conditionsIn(filter) > 1 || !test) return undefined
  if (!isOfContact(test.field) || !isTogether(test)) return undefined
  const values: unknown[] = []
  const value = valuesInto(values)
  const order = (of: string) => orderOf(sort, [`${of}.updated_at`, `${of}.id`])
  const asking = { agentId, now: now.getTime(), value }
  const theirs = ticketsOfContacts(test, asking, SORTS[sort].keys, after(sort, from, value))
  return named(
    `SELECT ${selected('tickets')} FROM (${theirs} ORDER BY ${order('theirs')} OFFSET 0) AS found JOIN tickets AS kept USING (id) WHERE ${conditionsOf(query, value, 'each').join(' AND ')} ORDER BY ${order('found')} LIMIT ${limit}`,
    values,
  )
}

const isColumn = (key: string) => /^\w+$/.test(key)

interface Part {
  where: string[]
  /** In its order, as the index says it. */
  key: readonly string[]
}

/** What together has all that fit, each by its own index. */
function partsOf(page: Page, value: Value): Part[] {
  const { query, sort, from } = page
  const { filter, agentId } = query
  // Said only where it is used: a value that no condition names has no type.
  const place = () => after(sort, from, value)
  const { keys: key } = SORTS[sort]
  // Solved ones of one kind have an index in the order of their last change.
  const [kind] = sort === 'newest' ? kindsOf(filter, agentId) : []
  const solved = statesOf(filter).includes('solved')
    ? (kind?.names ?? [null]).map((name) => ({
        where: [
          `state = 'solved'`,
          ...(kind && name !== null ? [`${kind.column} = ${value(name, 'text')}`] : []),
          ...(sort === 'next_due' ? afterNever(from, value) : place()),
        ],
        key: sort === 'next_due' ? [NEVER_DUE, 'id'] : key,
      }))
    : []
  return [...unsolvedParts(page, value), ...solved]
}

/** All of it is read, where it is not sorted by the last change. */
function unsolvedParts({ query, sort, from }: Page, value: Value): Part[] {
  const { filter, agentId } = query
  const states = statesOf(filter)
  const unsolved = UNSOLVED.filter((state) => states.includes(state))
  const place = () => after(sort, from, value)
  const { keys: key } = SORTS[sort]
  const [kind] = sort === 'newest' ? kindsOf(filter, agentId) : []
  const ofKind = () => (kind ? [`${kind.column} = ANY (${value(kind.names, 'text[]')})`] : [])
  if (sort === 'newest')
    return unsolved.map((state) => ({ where: [`state = '${state}'`, ...ofKind(), ...place()], key }))
  if (unsolved.length === 0) return []
  return [{ where: [`state <> 'solved'`, `state = ANY (${value(unsolved, 'text[]')})`, ...place()], key }]
}

/** Nothing of what is solved is due: it stands behind all that is, by its id. */
const afterNever = (from: string[] | undefined, value: Value): string[] =>
  from && from[0] === NEVER ? [`id > ${value(from[1], 'text')}`] : []

function after(
  sort: TicketSort,
  from: string[] | undefined,
  value: Value,
  keys: readonly string[] = SORTS[sort].keys,
): string[] {
  if (!from) return []
  const { types, isDescending } = SORTS[sort]
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

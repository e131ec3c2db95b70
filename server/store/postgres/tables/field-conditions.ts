// What a filter asks of fields, in SQL. What is said of a ticket, and of a contact, stands in rows of its own (../migrations/0023-fields.ts),
// so that a question is answered by an index and not by reading all tickets; times have columns, and its type the record says. Partner: protocol/desk/fields.ts, which says the same.

import {
  type Asked,
  askedBy,
  BEGINS_WITH_DAY,
  isOfContact,
  LATER,
  NUMBER,
} from '../../../../protocol/desk/fields.ts'
import type { FieldTest } from '../../../../protocol/desk/filters.ts'

export type Value = (one: unknown, type: string) => string

/**
 * `those`: all of whom it is said are read once, off the index, and looked up in memory (some sixty bytes each). `IS TRUE` keeps it out of
 * the joins: the plan is made without the values, and as a join it went to a ticket for each row: 80,000 of 100,000 took 0.4 s, so 0.06.
 * `each`: asked of one ticket after the other, some microseconds each, for where few are looked at.
 */
export type Form = 'those' | 'each'

export function fieldCondition(
  test: FieldTest,
  { agentId, now, value, form }: { agentId: string; now: number; value: Value; form: Form },
): string {
  const asked = askedBy(test, { agentId, now })
  const time = TIMES[test.field]
  if (time) return timeCondition(time, asked, value)
  const said = SAID[test.field]
  if (said) {
    const is = `coalesce(${said} IS NOT NULL AND ${meant(asked, { value: said, text: said }, value)}, false)`
    return asked.has ? is : `NOT ${is}`
  }
  return isSaid(factsOf(test.field), told(test.field, asked, value), asked.has, form)
}

export const tagged = (tags: string[], value: Value, form: Form): string =>
  isSaid(OF_TICKETS, isTag(tags, value), true, form)

/** Has an index those together of whom it holds? Parts of words, numbers and what is not said it has not. */
export function isTogether({ field, is }: FieldTest): boolean {
  if (TIMES[field] || SAID[field]) return false
  return is === 'any_of' || is === 'given' || is.endsWith('_days')
}

/** Is it said in rows of which an index has no part together, but those of its field? */
export function isRead({ field, is }: FieldTest): boolean {
  if (TIMES[field] || SAID[field]) return false
  return is === 'contains' || is === 'at_least' || is === 'at_most'
}

interface Asking {
  agentId: string
  now: number
  value: Value
}

/** The ids of all tickets of which it holds, and of no others. */
export function ticketsBySaying(test: FieldTest, asking: Asking): string {
  if (isOfContact(test.field)) return ticketsOfContacts(test, asking, ['id'])
  return `SELECT ticket_id FROM ticket_facts WHERE ${told(test.field, askedBy(test, asking), asking.value)}`
}

/** Those of all contacts of whom it holds. @param where of the tickets */
export const ticketsOfContacts = (
  test: FieldTest,
  asking: Asking,
  columns: readonly string[],
  where: readonly string[] = [],
): string =>
  `SELECT theirs.* FROM contact_facts, LATERAL (SELECT ${columns.join(', ')} FROM tickets WHERE ${['tickets.contact_id = contact_facts.contact_id', ...where].join(' AND ')} OFFSET 0) AS theirs WHERE ${told(test.field, askedBy(test, asking), asking.value)}`

export const ticketsByTag = (tags: string[], value: Value): string =>
  `SELECT ticket_id FROM ticket_facts WHERE ${isTag(tags, value)}`

interface Facts {
  table: string
  of: string
  own: string
}
const OF_TICKETS: Facts = { table: 'ticket_facts', of: 'ticket_id', own: 'kept.id' }
const OF_CONTACTS: Facts = { table: 'contact_facts', of: 'contact_id', own: 'kept.contact_id' }
const factsOf = (field: string) => (isOfContact(field) ? OF_CONTACTS : OF_TICKETS)

const isTag = (tags: string[], value: Value) => `field = 'tag' AND value = ANY (${value(tags, 'text[]')})`
const told = (field: string, asked: Asked, value: Value) =>
  `field = ${value(field, 'text')} AND ${meant(asked, { value: 'value', text: 'coalesce(words, value)' }, value)}`

/** Who has no such row, of whom nothing is said, is not among them: null, hence `IS NOT TRUE`. */
const isSaid = ({ table, of, own }: Facts, told: string, has: boolean, form: Form) =>
  form === 'those'
    ? `(${own} IN (SELECT ${of} FROM ${table} WHERE ${told})) IS ${has ? '' : 'NOT '}TRUE`
    : `(SELECT true FROM ${table} WHERE ${of} = ${own} AND ${told} LIMIT 1) IS ${has ? '' : 'NOT '}TRUE`

/** The record's own, as the filter's types ask it, too. */
const SAID: Record<string, string> = { type: `lower(kept.record->>'type') COLLATE "C"` }

interface Time {
  column: string
  /** Where there is one. */
  where: string
}
const TIMES: Record<string, Time> = {
  created: { column: 'created_at', where: 'true' },
  updated: { column: 'updated_at', where: 'true' },
  first_reply: { column: 'first_reply_at', where: 'first_reply_at IS NOT NULL' },
  solved: { column: 'COALESCE(solved_at, updated_at)', where: `state = 'solved'` },
}

function timeCondition({ column, where }: Time, asked: Asked, value: Value): string {
  if ('any' in asked) return asked.has ? where : `NOT (${where})`
  // A time is no text and no number.
  if (!('from' in asked)) return asked.has ? 'false' : 'true'
  const { from, before } = asked
  const at = (day: string) => value(`${day}T00:00:00Z`, 'timestamptz')
  return [
    where,
    ...(from ? [`${column} >= ${at(from)}`] : []),
    ...(before === LATER ? [] : [`${column} < ${at(before)}`]),
  ].join(' AND ')
}

/** Of one row, or of what the record says. */
function meant(asked: Asked, column: { value: string; text: string }, value: Value): string {
  if ('value' in asked) return `${column.value} = ANY (${value(asked.value, 'text[]')})`
  if ('text' in asked) return `${column.text} LIKE ANY (${value(asked.text.map(within), 'text[]')})`
  if ('from' in asked)
    return `${column.value} >= ${value(asked.from, 'text')} AND ${column.value} < ${value(asked.before, 'text')} AND ${column.value} ~ '${BEGINS_WITH_DAY.source}'`
  if ('least' in asked) {
    if (Number.isNaN(asked.least) || Number.isNaN(asked.most)) return 'false'
    const number = `CASE WHEN ${column.value} ~ '${NUMBER.source}' THEN (${column.value})::numeric END`
    const [sign, limit] = Number.isFinite(asked.least) ? ['>=', asked.least] : ['<=', asked.most]
    return `${number} ${sign} ${value(limit, 'float8')}::numeric`
  }
  // Whatever it is, as a span: then the plan expects few, and keeps them in memory. Without, it reads all of them anew for each ticket.
  return `${column.value} >= ${value('', 'text')} AND ${column.value} <= ${value(LAST, 'text')}`
}

/** Behind every text. */
const LAST = '\u{10FFFF}'
const within = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

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

type Value = (one: unknown, type: string) => string

export function fieldCondition(
  test: FieldTest,
  { agentId, now, value }: { agentId: string; now: number; value: Value },
): string {
  const asked = askedBy(test, { agentId, now })
  const time = TIMES[test.field]
  if (time) return timeCondition(time, asked, value)
  const said = SAID[test.field]
  if (said) {
    const is = `coalesce(${said} IS NOT NULL AND ${meant(asked, { value: said, text: said }, value)}, false)`
    return asked.has ? is : `NOT ${is}`
  }
  const is = meant(asked, { value: 'value', text: 'coalesce(words, value)' }, value)
  const named = `field = ${value(test.field, 'text')} AND ${is}`
  return isOfContact(test.field)
    ? amongThose('kept.contact_id', `SELECT contact_id FROM contact_facts WHERE ${named}`, asked.has)
    : amongThose('kept.id', `SELECT ticket_id FROM ticket_facts WHERE ${named}`, asked.has)
}

export const tagged = (tags: string[], value: Value): string =>
  amongThose(
    'kept.id',
    `SELECT ticket_id FROM ticket_facts WHERE field = 'tag' AND value = ANY (${value(tags, 'text[]')})`,
    true,
  )

/**
 * `IS TRUE` keeps it out of the joins: those of whom it is said are read once, off the index, and looked up in memory (some sixty bytes
 * each). The plan is made without the values, and as a join it went to a ticket for each row: 80,000 of 100,000 took 0.4 s, so 0.06.
 */
const amongThose = (own: string, those: string, has: boolean) =>
  `(${own} IN (${those})) IS ${has ? '' : 'NOT '}TRUE`

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
  return 'true'
}

const within = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

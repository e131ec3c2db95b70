// What a filter asks of a ticket, in SQL, each condition on its own. Partners: tickets-by-filter.ts and tickets-quickly.ts, which ask by
// them; field-conditions.ts, what is asked of fields.

import { assigneeOf, dueBy, NEVER, UNSOLVED, waitedSince } from '../../../../protocol/desk/filtering.ts'
import type { TicketFilter } from '../../../../protocol/desk/filters.ts'
import { PROMISES } from '../../../../protocol/desk/promises.ts'
import type { FilterQuery } from '../../store.ts'
import { type Form, fieldCondition, tagged, type Value } from './field-conditions.ts'

/** Of a statement: each is said where it is asked for, as `$n`. */
export const valuesInto =
  (values: unknown[]): Value =>
  (one, type) =>
    `$${values.push(one)}::${type}`

export const statesOf = ({ states }: TicketFilter) => states ?? UNSOLVED

export function conditionsOf({ filter, agentId, now }: FilterQuery, value: Value, form: Form): string[] {
  const states = statesOf(filter)
  const where = [`state = ANY (${value([...states], 'text[]')})`]
  // Said once more, for the index that holds no others.
  if (!states.includes('solved')) where.push(`state <> 'solved'`)
  const kinds = kindsOf(filter, value)
  if (kinds) where.push(states.includes('solved') && form === 'those' ? ofKinds(kinds) : kinds)
  if (filter.tags) where.push(tagged(filter.tags, value, form))
  if (filter.assignees) {
    const ids = filter.assignees.map((name) => assigneeOf(name, agentId))
    const some = `assignee_id = ANY (${value(
      ids.filter((id) => id !== null),
      'text[]',
    )})`
    where.push(ids.includes(null) ? `(${some} OR assignee_id IS NULL)` : some)
  }
  if (filter.waitsLongerThanMinutes !== undefined) {
    const since = waitedSince(filter.waitsLongerThanMinutes, now.getTime())
    where.push(`(kept.record->>'waitingSince') COLLATE "C" <= ${value(since, 'text')}`)
  }
  if (filter.dueWithinMinutes !== undefined) {
    const by = dueBy(filter.dueWithinMinutes, now.getTime())
    where.push(`(${DUE}) <= ${value(by, 'text')}`)
  }
  if (filter.mentionsMe) where.push(`(kept.record->'mentions')::jsonb ? ${value(agentId, 'text')}`)
  if (filter.relation === 'tracker') where.push(`kept.record->'tracker' IS NOT NULL`)
  if (filter.relation === 'attached')
    where.push(`kept.record->'cause' IS NOT NULL AND kept.record->'tracker' IS NULL`)
  for (const test of filter.fields ?? [])
    where.push(fieldCondition(test, { agentId, now: now.getTime(), value, form }))
  if (filter.identity)
    where.push(
      `EXISTS (SELECT 1 FROM contacts WHERE contacts.id = kept.contact_id AND contacts.record->>'identity' = ${value(filter.identity, 'text')})`,
    )
  return where
}

/** The ids of all, whatever their state. */
export function ticketsOfKinds(filter: TicketFilter, value: Value): string {
  const kinds = kindsOf(filter, value)
  return ['=', '<>']
    .map((is) => `SELECT id FROM tickets AS kept WHERE state ${is} 'solved' AND ${kinds}`)
    .join(' UNION ALL ')
}

/** A type at a time, so that the index is read no further than to the limit. */
export const solvedOfTypes = ({ types }: TicketFilter, limit: number, value: Value): string =>
  `SELECT solved.id FROM unnest(${value(types, 'text[]')}) AS type, LATERAL (SELECT id FROM tickets WHERE state = 'solved' AND record->>'type' = type LIMIT ${limit}) AS solved`

function kindsOf(filter: TicketFilter, value: Value): string {
  const kinds: string[] = []
  if (filter.types) kinds.push(`kept.record->>'type' = ANY (${value(filter.types, 'text[]')})`)
  if (filter.teams) kinds.push(`kept.record->>'team' = ANY (${value(filter.teams, 'text[]')})`)
  if (filter.priorities)
    kinds.push(`coalesce(kept.record->>'priority', 'normal') = ANY (${value(filter.priorities, 'text[]')})`)
  return kinds.join(' AND ')
}

/** Of what is solved, which is most, an index knows them (migrations/0025-kinds-of-solved.ts); of the rest the record is read. */
const ofKinds = (kinds: string) =>
  `CASE WHEN state = 'solved' THEN kept.id IN (SELECT id FROM tickets AS kept WHERE state = 'solved' AND ${kinds}) ELSE ${kinds} END`

export const DUE = `CASE WHEN state = 'solved' THEN '${NEVER}' ELSE coalesce(least(${PROMISES.map((promise) => `kept.record->'sla'->'clocks'->'${promise}'->>'dueAt'`).join(', ')}), '${NEVER}') END COLLATE "C"`

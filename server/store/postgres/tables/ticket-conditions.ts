// What a filter asks of a ticket, in SQL, each condition on its own. Partners: tickets-by-filter.ts and tickets-quickly.ts, which ask by
// them; field-conditions.ts, what is asked of fields.

import {
  assigneeOf,
  dueBy,
  isDescending,
  NEVER,
  PRIORITY_RANKS,
  UNSOLVED,
  waitedSince,
} from '../../../../protocol/desk/filtering.ts'
import type { TicketFilter, TicketSort } from '../../../../protocol/desk/filters.ts'
import { PROMISES } from '../../../../protocol/desk/promises.ts'
import type { TicketState } from '../../../../protocol/entities.ts'
import type { FilterQuery } from '../../store.ts'
import { type Form, fieldCondition, tagged, type Value } from './field-conditions.ts'

/** Of a statement: each is said where it is asked for, as `$n`. */
export const valuesInto =
  (values: unknown[]): Value =>
  (one, type) =>
    `$${values.push(one)}::${type}`

/** Nothing is due of what is solved. */
export function statesOf({ states, dueWithinMinutes }: TicketFilter): TicketState[] {
  const all = [...new Set(states ?? UNSOLVED)]
  return dueWithinMinutes === undefined ? all : all.filter((state) => state !== 'solved')
}

export function conditionsOf({ filter, agentId, now }: FilterQuery, value: Value, form: Form): string[] {
  const states = statesOf(filter)
  const isSolved = states.length === 1 && states[0] === 'solved'
  // As the indexes say it that hold no others.
  const where = isSolved ? [`state = 'solved'`] : [`state = ANY (${value(states, 'text[]')})`]
  if (!states.includes('solved')) where.push(`state <> 'solved'`)
  const kinds = recordedKinds(filter)
    .map(({ column, names }) => `${column} = ANY (${value(names, 'text[]')})`)
    .join(' AND ')
  if (kinds) where.push(states.includes('solved') && !isSolved && form === 'those' ? ofKinds(kinds) : kinds)
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
    where.push(`${WAITS} <= ${value(since, 'text')}`)
  }
  if (filter.dueWithinMinutes !== undefined) {
    const by = dueBy(filter.dueWithinMinutes, now.getTime())
    where.push(`(${DUE}) <= ${value(by, 'text')}`)
  }
  if (filter.mentionsMe) where.push(`mentions ? ${value(agentId, 'text')}`)
  if (filter.relation === 'tracker') where.push('is_tracker')
  if (filter.relation === 'attached') where.push('cause_id IS NOT NULL AND is_tracker IS NOT TRUE')
  for (const test of filter.fields ?? [])
    where.push(fieldCondition(test, { agentId, now: now.getTime(), value, form }))
  if (filter.identity)
    where.push(
      `EXISTS (SELECT 1 FROM contacts WHERE contacts.id = kept.contact_id AND contacts.record->>'identity' = ${value(filter.identity, 'text')})`,
    )
  return where
}

/** What a ticket is of, of which it has one: `names` are those that fit. */
interface Kind {
  column: string
  /** What solved_facts calls it; nothing where that has none. */
  field?: string
  names: string[]
}

/** Those of which solved tickets have an index by name. Nobody has no name. */
export function kindsOf(filter: TicketFilter, agentId: string): Kind[] {
  const ids = filter.assignees?.map((name) => assigneeOf(name, agentId)) ?? [null]
  const names = ids.filter((id) => id !== null)
  return [
    ...(names.length === ids.length
      ? [{ column: 'assignee_id', field: 'assignee', names: [...new Set(names)] }]
      : []),
    ...recordedKinds(filter),
  ]
}

function recordedKinds({ types, teams, priorities }: TicketFilter): Kind[] {
  const kinds: { column: string; field?: string; names: string[] | undefined }[] = [
    { column: `(kept.record->>'type')`, field: 'type', names: types },
    { column: `(kept.record->>'team')`, field: 'team', names: teams },
    { column: `coalesce(kept.record->>'priority', 'normal')`, names: priorities },
  ]
  return kinds.flatMap(({ names, ...kind }) => (names ? [{ ...kind, names: [...new Set(names)] }] : []))
}

/** Of what is solved, which is most, an index knows them (migrations/0025-kinds-of-solved.ts); of the rest the record is read. */
const ofKinds = (kinds: string) =>
  `CASE WHEN state = 'solved' THEN kept.id IN (SELECT id FROM tickets AS kept WHERE state = 'solved' AND ${kinds}) ELSE ${kinds} END`

/** The record is gone through once, not once for each promise. */
const PROMISED = `(SELECT least(${PROMISES.map((promise) => `clocks->'${promise}'->>'dueAt'`).join(', ')}) FROM (SELECT kept.record->'sla'->'clocks' AS clocks OFFSET 0) AS sla)`
const DUE = `CASE WHEN state = 'solved' THEN '${NEVER}' ELSE coalesce(${PROMISED}, '${NEVER}') END COLLATE "C"`

export const WAITS = `coalesce(kept.record->>'waitingSince', '${NEVER}') COLLATE "C"`
const RANK = `CASE coalesce(kept.record->>'priority', 'normal') ${PRIORITY_RANKS.map((priority, rank) => `WHEN '${priority}' THEN '${rank}'`).join(' ')} END COLLATE "C"`

/** The columns of `placeIn`. */
export const SORTS: Record<TicketSort, { keys: string[]; types: string[]; isDescending: boolean }> = {
  newest: {
    keys: ['updated_at', 'id'],
    types: ['timestamptz', 'text'],
    isDescending: isDescending('newest'),
  },
  longest_wait: { keys: [WAITS, 'id'], types: ['text', 'text'], isDescending: false },
  next_due: { keys: [DUE, 'id'], types: ['text', 'text'], isDescending: false },
  priority: { keys: [RANK, WAITS, 'id'], types: ['text', 'text', 'text'], isDescending: false },
  number: { keys: ['number'], types: ['bigint'], isDescending: isDescending('number') },
}

// Tickets by a filter, in SQL. The states narrow by index; the rest is looked at ticket by ticket. Partners: protocol/desk/filtering.ts, the
// rule, which also says of what is not kept yet whether it belongs; field-conditions.ts, what is asked of fields.

import { isOfContact } from '../../../../protocol/desk/fields.ts'
import {
  assigneeOf,
  cursorAt,
  dueBy,
  fits,
  isDescending,
  NEVER,
  PRIORITY_RANKS,
  placeAt,
  placeIn,
  UNSOLVED,
  waitedSince,
} from '../../../../protocol/desk/filtering.ts'
import type { TicketSort } from '../../../../protocol/desk/filters.ts'
import { PROMISES } from '../../../../protocol/desk/promises.ts'
import { sha256 } from '../../../hashes.ts'
import { facetsOfRecord, factsAbout } from '../../facets.ts'
import type { FilterQuery, TicketPage, Tickets } from '../../store.ts'
import { ALL, type Question } from '../question.ts'
import type { View } from '../view.ts'
import { fieldCondition, tagged } from './field-conditions.ts'

export async function selectTickets(
  view: View,
  { sort, before, limit, ...query }: Parameters<Tickets['select']>[0],
): Promise<TicketPage> {
  // One more than fits tells whether there is another page.
  const found = await view.list(ticketsThatFit(query, sort, placeAt(sort, before), limit + 1))
  const tickets = found.slice(0, limit)
  const last = tickets.at(-1)
  const next = last && found.length > limit ? cursorAt(placeIn(sort, facetsOfRecord(last))) : null
  return { tickets, next }
}

export function countTickets(view: View, { now, ...query }: FilterQuery): Promise<number> {
  // Whoever asks within a second asks the same, also of waits.
  const second = new Date(Math.floor(now.getTime() / 1_000) * 1_000)
  return view.count(ticketsThatFit({ ...query, now: second }, 'newest', undefined, ALL))
}

const WAITS = `coalesce(kept.record->>'waitingSince', '${NEVER}') COLLATE "C"`
const DUE = `CASE WHEN state = 'solved' THEN '${NEVER}' ELSE coalesce(least(${PROMISES.map((promise) => `kept.record->'sla'->'clocks'->'${promise}'->>'dueAt'`).join(', ')}), '${NEVER}') END COLLATE "C"`
const RANK = `CASE coalesce(kept.record->>'priority', 'normal') ${PRIORITY_RANKS.map((priority, rank) => `WHEN '${priority}' THEN '${rank}'`).join(' ')} END COLLATE "C"`
/** The columns of `placeIn`, in both directions. */
const SORTS: Record<TicketSort, { columns: string; types: string[]; order: string }> = {
  newest: { columns: 'updated_at, id', types: ['timestamptz', 'text'], order: 'updated_at DESC, id DESC' },
  longest_wait: { columns: `${WAITS}, id`, types: ['text', 'text'], order: `${WAITS}, id` },
  next_due: { columns: `${DUE}, id`, types: ['text', 'text'], order: `${DUE}, id` },
  priority: {
    columns: `${RANK}, ${WAITS}, id`,
    types: ['text', 'text', 'text'],
    order: `${RANK}, ${WAITS}, id`,
  },
  number: { columns: 'number', types: ['bigint'], order: 'number DESC' },
}

/** Of what is solved, which is most, an index knows them (migrations/0025-kinds-of-solved.ts); of the rest the record is read. */
const ofKinds = (kinds: string) =>
  `CASE WHEN state = 'solved' THEN kept.id IN (SELECT id FROM tickets AS kept WHERE state = 'solved' AND ${kinds}) ELSE ${kinds} END`

/** Protocol/filters.ts in SQL. The states narrow by index; the rest is looked at ticket by ticket. */
function ticketsThatFit(
  { filter, agentId, now }: FilterQuery,
  sort: TicketSort,
  from: string[] | undefined,
  limit: number,
): Question<'tickets'> {
  const values: unknown[] = []
  const value = (one: unknown, type: string) => `$${values.push(one)}::${type}`
  const states = filter.states ?? UNSOLVED
  const where = [`state = ANY (${value([...states], 'text[]')})`]
  // Said once more, for the index that holds no others.
  if (!states.includes('solved')) where.push(`state <> 'solved'`)
  const kinds: string[] = []
  if (filter.types) kinds.push(`kept.record->>'type' = ANY (${value(filter.types, 'text[]')})`)
  if (filter.teams) kinds.push(`kept.record->>'team' = ANY (${value(filter.teams, 'text[]')})`)
  if (filter.priorities)
    kinds.push(`coalesce(kept.record->>'priority', 'normal') = ANY (${value(filter.priorities, 'text[]')})`)
  if (kinds.length > 0)
    where.push(states.includes('solved') ? ofKinds(kinds.join(' AND ')) : kinds.join(' AND '))
  if (filter.tags) where.push(tagged(filter.tags, value))
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
    where.push(fieldCondition(test, { agentId, now: now.getTime(), value }))
  if (filter.identity)
    where.push(
      `EXISTS (SELECT 1 FROM contacts WHERE contacts.id = kept.contact_id AND contacts.record->>'identity' = ${value(filter.identity, 'text')})`,
    )
  const { columns, types, order } = SORTS[sort]
  if (from) {
    const place = from.map((part, at) => value(part, types[at] ?? 'text'))
    where.push(`(${columns}) ${isDescending(sort) ? '<' : '>'} (${place.join(', ')})`)
  }
  const text = where.join(' AND ')
  // Of what is not kept yet: what its contact is, the database alone knows here.
  const ofTickets = { ...filter, fields: filter.fields?.filter(({ field }) => !isOfContact(field)) ?? [] }
  const asking = { agentId, now: now.getTime(), identity: () => filter.identity }
  return {
    name: 'tickets',
    // A statement's name has at most 63 bytes.
    called: `filtered ${sha256(text, order).slice(0, 24)}`,
    where: text,
    order,
    values,
    limit,
    belongs: (ticket) =>
      fits(facetsOfRecord(ticket), ofTickets, { ...asking, facts: factsAbout(ticket, () => undefined) }),
    place: (ticket) => placeIn(sort, facetsOfRecord(ticket)),
    descending: isDescending(sort),
  }
}

// Solved tickets that have something said of them, in the order of a sort: an index has each such thing with its tickets in that order
// (../migrations/0028-facts-of-solved.ts), so a page of it is read wherever it begins. Partner: tickets-quickly.ts, which puts what is not
// solved between, and looks at each ticket again.

import { NEVER, PRIORITY_RANKS } from '../../../../protocol/desk/filtering.ts'
import type { TicketSort } from '../../../../protocol/desk/filters.ts'
import type { Value } from './field-conditions.ts'

/** Fields of tickets of which rows are written, as facts_in_order does. */
export const isInOrder = (field: string): boolean =>
  ['tag', 'opened_by', 'rating'].includes(field) || field.startsWith('answer.')

/** What is said in one row, as it is written there. */
export const factOf = (field: string, value: string): string => `${field} ${value}`

export const solvedOf = (facts: readonly string[], value: Value): string =>
  `SELECT ticket_id FROM solved_facts WHERE fact = ANY (ARRAY(SELECT hashtextextended(fact, 0) FROM unnest(${value(facts, 'text[]')}) AS fact))`

/** Each has an index in its order: none of what they have together stands in two, but where facts are several. */
export function solvedInOrder(
  facts: readonly string[],
  { sort, from }: { sort: TicketSort; from: readonly string[] | undefined },
  value: Value,
): { where: string[]; key: string[] }[] {
  const one = (where: string[], key: string[], types: string[], way: '<' | '>') =>
    facts.map((fact) => ({
      where: [
        `fact = hashtextextended(${value(fact, 'text')}, 0)`,
        ...where,
        ...(from
          ? [
              `(${key.join(', ')}) ${way} (${from.map((part, at) => value(part, types[at] ?? 'text')).join(', ')})`,
            ]
          : []),
      ],
      key,
    }))
  const ranks = PRIORITY_RANKS.map((_, rank) => `rank = '${rank}'`)
  switch (sort) {
    case 'newest':
      return one([], ['updated_at', 'ticket_id'], ['timestamptz', 'text'], '<')
    case 'number':
      return one([], ['number'], ['bigint'], '<')
    case 'priority':
      return one([], ['rank', 'waits', 'ticket_id'], [], '>')
    case 'longest_wait':
      return ranks.flatMap((rank) => one([rank], ['waits', 'ticket_id'], [], '>'))
    // Nothing of what is solved is due. Hardly any waits; those that do are sorted.
    case 'next_due':
      return ranks.flatMap((rank) =>
        [`waits = '${NEVER}'`, `waits < '${NEVER}'`].flatMap((waits) =>
          one([rank, waits], [NEVER_DUE, 'ticket_id'], [], '>'),
        ),
      )
  }
}

export const NEVER_DUE = `'${NEVER}'::text COLLATE "C"`

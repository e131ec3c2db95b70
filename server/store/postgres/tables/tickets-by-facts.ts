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

/** What is asked by name together: any of the first, and all others. Of several in the first there are no others. */
export interface Named {
  any: readonly string[]
  all: readonly string[]
}

export const anyOf = (facts: readonly string[]): Named => ({ any: facts, all: [] })

/** More indexes are not gone through side by side: what is left has each ticket looked at. */
const SIDE_BY_SIDE = 3

/** @param groups each is asked for, and is said by any one of its own */
export function namedIn(groups: readonly (readonly string[])[]): Named | undefined {
  const [any, ...others] = [
    ...groups.filter(({ length }) => length === 1),
    ...groups.filter(({ length }) => length > 1),
  ]
  const isOne = (facts: readonly string[]) => facts.length === 1
  return (
    any && {
      any,
      all: isOne(any)
        ? others
            .filter(isOne)
            .slice(0, SIDE_BY_SIDE - 1)
            .flat()
        : [],
    }
  )
}

export const conditionsNamed = ({ all }: Named): number => 1 + all.length

/** In no order. */
export const solvedOf = ({ any, all }: Named, value: Value): string =>
  all.length === 0
    ? `SELECT ticket_id FROM solved_facts WHERE fact = ANY (ARRAY(SELECT hashtextextended(fact, 0) FROM unnest(${value(any, 'text[]')}) AS fact))`
    : `SELECT ticket_id FROM ${sideBySide([...any, ...all], [], ['updated_at', 'ticket_id'], value)}`

/**
 * Of each an index has its tickets in the same order, so those that are in all of them are found in that order while each is gone through
 * once, and no further than to a full page: without a look at any ticket, which costs ten times as much.
 */
function sideBySide(
  facts: readonly string[],
  where: readonly string[],
  key: readonly string[],
  value: Value,
): string {
  const columns = key.filter((one) => /^\w+$/.test(one))
  const one = (fact: string, columns: readonly string[]) =>
    `(SELECT ${columns.join(', ')} FROM solved_facts WHERE ${[isFact(fact, value), ...where].join(' AND ')})`
  const [first = '', ...others] = facts
  return [
    `${one(first, [...new Set(['ticket_id', ...columns])])} AS of_0`,
    ...others.map((fact, at) => `JOIN ${one(fact, columns)} AS of_${at + 1} USING (${columns.join(', ')})`),
  ].join(' ')
}

const isFact = (fact: string, value: Value) => `fact = hashtextextended(${value(fact, 'text')}, 0)`

interface Places {
  table: string
  where: string[]
  key: string[]
}

/** Each has an index in its order: none of what they have together stands in two, but where facts are several. */
export function solvedInOrder(
  { any, all }: Named,
  { sort, from }: { sort: TicketSort; from: readonly string[] | undefined },
  value: Value,
): Places[] {
  const one = (where: string[], key: string[], types: string[], way: '<' | '>') =>
    any.map((fact): Places => {
      const behind = () =>
        from
          ? [
              `(${key.join(', ')}) ${way} (${from.map((part, at) => value(part, types[at] ?? 'text')).join(', ')})`,
            ]
          : []
      return all.length === 0
        ? { table: 'solved_facts', where: [isFact(fact, value), ...where, ...behind()], key }
        : { table: sideBySide([fact, ...all], [...where, ...behind()], key, value), where: ['true'], key }
    })
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

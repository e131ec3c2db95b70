// Tickets by a filter, in SQL. The states narrow by index; the rest is looked at ticket by ticket. Partners: protocol/desk/filtering.ts, the
// rule, which also says of what is not kept yet whether it belongs; field-conditions.ts, what is asked of fields.

import { isOfContact } from '../../../../protocol/desk/fields.ts'
import { cursorAt, fits, isDescending, placeAt, placeIn } from '../../../../protocol/desk/filtering.ts'
import type { TicketSort } from '../../../../protocol/desk/filters.ts'
import { sha256 } from '../../../hashes.ts'
import { facetsOfRecord, factsAbout } from '../../facets.ts'
import type { FilterQuery, TicketPage, Tickets } from '../../store.ts'
import { ALL, type Question } from '../question.ts'
import type { View } from '../view.ts'
import { conditionsOf, SORTS, statesOf, valuesInto } from './ticket-conditions.ts'
import { countQuickly, pageQuickly } from './tickets-quickly.ts'

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

export function countTickets(
  view: View,
  { now, most = ALL, ...query }: Parameters<Tickets['count']>[0],
): Promise<number | null> {
  // Whoever asks within a second asks the same, also of waits.
  const second = new Date(Math.floor(now.getTime() / 1_000) * 1_000)
  return view.count(ticketsThatFit({ ...query, now: second }, 'newest', undefined, most))
}

/** protocol/desk/filtering.ts in SQL. */
function ticketsThatFit(
  query: FilterQuery,
  sort: TicketSort,
  from: string[] | undefined,
  limit: number,
): Question<'tickets'> {
  const { filter, agentId, now } = query
  const { keys, types } = SORTS[sort]
  const order = keys.map((key) => (isDescending(sort) ? `${key} DESC` : key)).join(', ')
  const values: unknown[] = []
  const value = valuesInto(values)
  const where = conditionsOf(query, value, 'those')
  if (from) {
    const place = from.map((part, at) => value(part, types[at] ?? 'text'))
    where.push(`(${keys.join(', ')}) ${isDescending(sort) ? '<' : '>'} (${place.join(', ')})`)
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
    ...(statesOf(filter).includes('solved') && {
      quick: pageQuickly({ query, sort, from }),
      countQuick: countQuickly(query),
    }),
  }
}

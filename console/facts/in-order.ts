// A list of tickets that stays in order: what changed is taken out and put where it belongs now; all are gone through only where
// something else is asked for. Partners: known-tickets.ts, state.ts.

import { compareIn } from '../../protocol/desk/filtering.ts'
import type { TicketSort } from '../../protocol/desk/filters.ts'
import type { DeskTicket } from '../../protocol/entities.ts'
import { placeOf } from './facets.ts'
import type { KnownTickets } from './known-tickets.ts'

interface Asked {
  sort: TicketSort
  holds(ticket: DeskTicket): boolean
  /** What `holds` depends on besides the ticket. */
  by: readonly unknown[]
}

/** @returns the list as it is now; the same one where nothing in it has changed */
export function inOrder(): (known: KnownTickets, asked: Asked) => readonly DeskTicket[] {
  let before: { known: KnownTickets; by: readonly unknown[]; list: readonly DeskTicket[] } | undefined
  return (known, { sort, holds, by: theirs }) => {
    const by = [sort, ...theirs]
    const last = before?.by.every((part, at) => part === by[at]) ? before : undefined
    const changed = last && known.changedSince(last.known)
    const list = changed
      ? withChanges(last.list, changed)
      : [...known.values()].filter(holds).sort(byPlace(sort))
    before = { known, by, list }
    return list

    function withChanges(list: readonly DeskTicket[], changed: ReadonlySet<string>) {
      const kept = list.filter(({ id }) => !changed.has(id))
      const added = [...changed].flatMap((id) => known.get(id) ?? []).filter(holds)
      return added.length === 0 && kept.length === list.length
        ? list
        : [...kept, ...added].sort(byPlace(sort))
    }
  }
}
const byPlace = (sort: TicketSort) => (a: DeskTicket, b: DeskTicket) =>
  compareIn(sort, placeOf(a, sort), placeOf(b, sort))

// The tickets that this desk knows, told anew at each change: who has scrolled far knows thousands, and none of the changes copies
// them. What was told before is never read again, but may be named to ask what changed since. Partners: state.ts, in-order.ts.

import type { DeskTicket } from '../../protocol/entities.ts'

export interface KnownTickets extends Pick<ReadonlyMap<string, DeskTicket>, 'get' | 'has' | 'values'> {
  with(tickets: readonly DeskTicket[]): KnownTickets
  without(id: string): KnownTickets
  /** Ids; undefined where all may have changed. */
  changedSince(before: KnownTickets): ReadonlySet<string> | undefined
}

/** Of a busy desk some minutes; then what is in order is put in order once more. */
const CHANGES_KEPT = 10_000

export function knownTickets(tickets: Iterable<DeskTicket> = []): KnownTickets {
  const all = new Map(Array.from(tickets, (ticket) => [ticket.id, ticket]))
  const changes: string[] = []
  /** How many changes there were when it was told. */
  let tellings = new WeakMap<KnownTickets, number>()
  return tell()

  function tell(): KnownTickets {
    const told: KnownTickets = {
      get: (id) => all.get(id),
      has: (id) => all.has(id),
      values: () => all.values(),
      with(tickets) {
        for (const ticket of tickets) all.set(ticket.id, ticket)
        return tellOf(tickets.map(({ id }) => id))
      },
      without: (id) => (all.delete(id) ? tellOf([id]) : told),
      changedSince(before) {
        const from = tellings.get(before)
        return from === undefined ? undefined : new Set(changes.slice(from))
      },
    }
    tellings.set(told, changes.length)
    return told
  }

  function tellOf(ids: string[]): KnownTickets {
    if (changes.length > CHANGES_KEPT) {
      changes.length = 0
      tellings = new WeakMap()
    }
    changes.push(...ids)
    return tell()
  }
}

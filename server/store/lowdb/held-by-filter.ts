// What one filter holds of the tickets that are durable: a bit for each, by the ticket's place. Partner: held.ts, which reads them.

import { isOfContact } from '../../../protocol/desk/fields.ts'
import { type Asking, fits, UNSOLVED } from '../../../protocol/desk/filtering.ts'
import type { TicketFilter } from '../../../protocol/desk/filters.ts'
import type { TicketState } from '../../../protocol/entities.ts'
import type { FilterQuery } from '../store.ts'
import type { Row } from './memory.ts'
import { type Fields, fieldsOf, type ToldContact, type ToldTicket } from './told.ts'

export const NO_PLACE = -1

/** What is said of times in minutes is left out: that is asked of those it holds, at each time. */
export class HeldByFilter {
  readonly filter: TicketFilter
  readonly fields: Fields
  readonly states: readonly TicketState[]
  readonly isOfContacts: boolean
  /** Changes that it knows of. */
  upTo = 0
  size = 0
  readonly #query: FilterQuery
  readonly #places: readonly (Row | undefined)[]
  #bits = new Uint32Array(0)

  constructor(query: FilterQuery, places: readonly (Row | undefined)[]) {
    const { waitsLongerThanMinutes: _waits, dueWithinMinutes: _due, ...filter } = query.filter
    this.#query = query
    this.#places = places
    this.filter = filter
    this.fields = fieldsOf([filter])
    this.states = filter.states ?? UNSOLVED
    this.isOfContacts = filter.identity !== undefined || this.fields.ofContact.length > 0
  }

  *rows(): Generator<Row> {
    for (let word = 0; word < this.#bits.length; word++)
      for (let bits = this.#bits[word] ?? 0; bits !== 0; bits &= bits - 1) {
        const row = this.#places[word * 32 + 31 - Math.clz32(bits & -bits)]
        if (row) yield row
      }
  }

  has(row: Row): boolean {
    return row.place !== NO_PLACE && ((this.#bits[row.place >> 5] ?? 0) & (1 << (row.place & 31))) !== 0
  }

  holds(told: ToldTicket, contactOf: (id: string) => ToldContact | undefined): boolean {
    const { filter, agentId, now } = this.#query
    const { facets } = told
    // Of those that do not wait, and of those that nothing was promised, no time makes one that does.
    if (filter.waitsLongerThanMinutes !== undefined && facets.waitingSince === null) return false
    if (filter.dueWithinMinutes !== undefined && facets.dueAt === null) return false
    return fits(facets, this.filter, askingOf(told, contactOf, agentId, now.getTime()))
  }

  mark(place: number, isHeld: boolean): void {
    const word = place >> 5
    const bit = 1 << (place & 31)
    const bits = this.#bits[word] ?? 0
    if (((bits & bit) !== 0) === isHeld) return
    if (word >= this.#bits.length) {
      const more = new Uint32Array(Math.ceil((word + 1) * 1.25))
      more.set(this.#bits)
      this.#bits = more
    }
    this.#bits[word] = bits ^ bit
    this.size += isHeld ? 1 : -1
  }
}

export function askingOf(
  { contactId, facts }: ToldTicket,
  contactOf: (id: string) => ToldContact | undefined,
  agentId: string,
  now: number,
): Asking {
  return {
    agentId,
    now,
    identity: () => contactOf(contactId)?.identity,
    facts: (field) => (isOfContact(field) ? contactOf(contactId)?.facts : facts)?.get(field) ?? [],
  }
}

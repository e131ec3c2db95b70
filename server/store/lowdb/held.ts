// Which tickets a filter holds, kept as long as somebody asks for it again: a bit for each ticket. So a count after a change looks at
// what changed and not at a hundred thousand tickets; the first one goes through all of them, in slices, once for all filters that are
// asked at that time. Of what is durable only. Partners: tables/tickets-by-filter.ts, which asks; memory.ts, which says what changed.

import { UNSOLVED } from '../../../protocol/desk/filtering.ts'
import type { TicketFilter } from '../../../protocol/desk/filters.ts'
import type { TicketState } from '../../../protocol/entities.ts'
import type { FilterQuery } from '../store.ts'
import { HeldByFilter, NO_PLACE } from './held-by-filter.ts'
import type { Memory, Row } from './memory.ts'
import { nextTurn, Slices } from './slices.ts'
import {
  contactTold,
  type Fields,
  fieldsOf,
  NO_FIELDS,
  type ToldContact,
  type ToldTicket,
  ticketTold,
} from './told.ts'
import { keyOfEntry, orderUnder } from './writes.ts'

/** Filters: of a hundred thousand tickets, those take 12 MB. */
const FILTERS_MOST = 1_000
/** Rows that changed since a filter was asked for: past so many it is forgotten, for then nobody looks at it. */
const CHANGES_MOST = 50_000

export class Held {
  readonly #memory: Memory
  /** By what they ask, the one that was asked for longest ago first. */
  readonly #filters = new Map<string, HeldByFilter>()
  /** Tickets that some filter holds or held, by place. */
  readonly #places: (Row | undefined)[] = []
  /** Tickets and contacts that changed, oldest first; before them `#gone` more, which all filters have seen or been forgotten for. */
  #changes: Row[] = []
  #gone = 0
  /** Those since somebody asked last: a busy ticket is looked at once. */
  readonly #fresh = new Set<Row>()
  /** All that they name: a ticket that changed is read once for all of them. */
  #fields = NO_FIELDS
  /** Those for which no ticket was looked at yet. */
  #unread: HeldByFilter[] = []
  #reading: Promise<void> | null = null

  constructor(memory: Memory) {
    this.#memory = memory
  }

  /** Up to date in the step in which it is answered, until the next thing is awaited. */
  async by(query: FilterQuery): Promise<HeldByFilter> {
    const { filter } = query
    const key = JSON.stringify([filter, dependsOnAgent(filter) && query.agentId, dayOf(query)])
    for (;;) {
      let held = this.#filters.get(key)
      this.#filters.delete(key)
      if (!held) {
        held = new HeldByFilter(query, this.#places)
        this.#fields = fieldsOf([held, ...this.#filters.values()].map((one) => one.filter))
        this.#unread.push(held)
        this.#reading ??= this.#readAll()
      }
      this.#filters.set(key, held)
      const [longestAgo] = this.#filters.keys()
      if (longestAgo !== undefined && this.#filters.size > FILTERS_MOST) this.#filters.delete(longestAgo)
      try {
        while (this.#unread.includes(held) && this.#reading) await this.#reading
        if (await this.#settle(held)) return held
      } catch (error) {
        // What was read halfway must not be taken for the whole.
        this.#filters.delete(key)
        throw error
      }
      this.#filters.delete(key)
    }
  }

  /** Of tickets and contacts: a message comes here, too, and must find nothing to do. */
  changed(row: Row): void {
    if (row.place !== NO_PLACE && row.filed.length === 0) this.#places[row.place] = undefined
    if (this.#filters.size === 0) return
    this.#fresh.add(row)
    if (this.#fresh.size > CHANGES_MOST && !this.#reading) this.#forgetAll()
  }

  told(row: Row, fields = NO_FIELDS): ToldTicket {
    const told = ticketTold(row.text, fields, row.told as ToldTicket | null)
    if (told.facets.state !== 'solved') row.told = told
    return told
  }

  async #readAll(): Promise<void> {
    // Those that are asked for in this turn are read together.
    await nextTurn()
    // What holds nothing solved is a twentieth of the work, and is waited for by most.
    const quick = this.#unread.filter(({ states }) => !states.includes('solved'))
    const unread = quick.length > 0 ? quick : [...this.#unread]
    try {
      const from = this.#gone + this.#changes.length
      for (const held of unread) held.upTo = from
      const fields = fieldsOf(unread.map(({ filter }) => filter))
      const slices = new Slices()
      for (const row of this.#memory.rowsOf('tickets')) {
        const turn = slices.step()
        if (turn) await turn
        this.#judge(row, unread, fields)
      }
    } finally {
      this.#unread = this.#unread.filter((held) => !unread.includes(held))
      this.#reading = this.#unread.length > 0 ? this.#readAll() : null
    }
  }

  /** @returns false where so much changed since it was asked for last that it is better read anew */
  async #settle(held: HeldByFilter): Promise<boolean> {
    const slices = new Slices()
    for (;;) {
      const row = this.#nextChange(held)
      if (row === undefined) return held.upTo >= this.#gone
      held.upTo++
      if (row.collection === 'tickets') this.#judge(row, [held], this.#fields)
      else if (held.isOfContacts) this.#judgeThose(row.key, held)
      const turn = slices.step()
      if (turn) await turn
    }
  }

  #nextChange(held: HeldByFilter): Row | undefined {
    for (const row of this.#fresh) this.#changes.push(row)
    this.#fresh.clear()
    if (this.#changes.length > CHANGES_MOST && !this.#reading) {
      const gone = this.#changes.length - CHANGES_MOST / 2
      this.#changes.splice(0, gone)
      this.#gone += gone
    }
    return this.#changes[held.upTo - this.#gone]
  }

  #judgeThose(contactId: string, held: HeldByFilter): void {
    for (const entry of this.#memory.entriesUnder('tickets', `contact:${contactId}`, false)) {
      const ticket = this.#memory.row('tickets', keyOfEntry(entry))
      if (ticket) this.#judge(ticket, [held], this.#fields)
    }
  }

  #judge(row: Row, all: readonly HeldByFilter[], fields: Fields): void {
    const state = stateOf(row)
    let told: ToldTicket | null = null
    for (const held of all) {
      let isHeld = false
      if (state && held.states.includes(state)) {
        told ??= this.told(row, fields)
        isHeld = held.holds(told, (contactId) => this.#contact(contactId, fields, state !== 'solved'))
      }
      if (isHeld && row.place === NO_PLACE) row.place = this.#places.push(row) - 1
      if (row.place !== NO_PLACE) held.mark(row.place, isHeld)
    }
  }

  #contact(id: string, fields: Fields, isKept: boolean): ToldContact | undefined {
    const row = this.#memory.row('contacts', id)
    if (!row) return undefined
    const told = contactTold(row.text, fields, row.told as ToldContact | null)
    if (isKept) row.told = told
    return told
  }

  #forgetAll(): void {
    // Whoever is asking now begins anew.
    this.#filters.clear()
    this.#fresh.clear()
    this.#gone += this.#changes.length + 1
    this.#changes = []
  }
}

const STATES: readonly TicketState[] = [...UNSOLVED, 'solved']

/** Without reading it: by what it is filed under. Of one that was removed, none. */
const stateOf = ({ filed }: Row): TicketState | undefined =>
  STATES.find((state) => orderUnder(filed, state) !== undefined)

const dependsOnAgent = ({ mentionsMe, assignees, fields }: TicketFilter): boolean =>
  mentionsMe === true ||
  !!assignees?.includes('me') ||
  !!fields?.some(({ field, values }) => field === 'opened_by' && values?.includes('me'))

/** Of what is asked in days, the day on which it is asked: in UTC, as protocol/desk/fields.ts reckons. */
const dayOf = ({ filter, now }: FilterQuery): string =>
  filter.fields?.some(({ is }) => is.endsWith('days')) ? now.toISOString().slice(0, 10) : ''

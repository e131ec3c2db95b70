// The index of the search over all tickets, in memory: words with the tickets that have them, and of each ticket what it is
// narrowed and sorted by. What is taken out of a ticket makes it a new one here, and the old one is passed over.
// Knows no disk and no commits: keeper.ts brings it what was kept.

import { crc32 } from 'node:zlib'
import { areForgiven, isForgiven } from '../../../../protocol/desk/desk-search.ts'
import { TicketState } from '../../../../protocol/entities.ts'
import type { TicketRecord } from '../../records.ts'
import { cursorOf, placeOf, RUNS, type Run, type TicketQuestion } from '../../ticket-search.ts'
import { facetsOf, WORDS_OF_TICKET, wordsKey } from '../../words-of-ticket.ts'
import { Interned } from './interned.ts'
import { Postings } from './postings.ts'
import { Vocabulary } from './vocabulary.ts'

const FIRST_TICKETS = 1 << 10
const STATES: readonly TicketState[] = TicketState.enum
/** Stands in no facet: they are of one line. */
const BETWEEN = '\n'

export class TicketIndex {
  readonly #words = new Vocabulary()
  /** Of a word: twice a ticket's place here, and one more where it says who or what the ticket is about. */
  readonly #postings = new Postings()
  readonly #ids: string[] = []
  readonly #places = new Map<string, number>()
  // One field a ticket; of its words' key a checksum, so that another one is known for another.
  #key = new Uint32Array(FIRST_TICKETS)
  #isGone = new Uint8Array(FIRST_TICKETS)
  #number = new Uint32Array(FIRST_TICKETS)
  #state = new Uint8Array(FIRST_TICKETS)
  #assignee = new Uint32Array(FIRST_TICKETS)
  /** Which of the sets of facets that there are. */
  #facets = new Uint32Array(FIRST_TICKETS)
  /** Words that were said in it. */
  #said = new Uint16Array(FIRST_TICKETS)
  #openedAt = new Float64Array(FIRST_TICKETS)
  #changedAt = new Float64Array(FIRST_TICKETS)
  readonly #assignees = new Interned<string | null>()
  readonly #facetSets = new Interned<string>()
  #gone = 0

  get size(): number {
    return this.#ids.length - this.#gone
  }

  /** About what it takes, without what the engine adds. */
  get measures() {
    return { tickets: this.size, gone: this.#gone, words: this.#words.size, postings: this.#postings.bytes }
  }

  has(id: string): boolean {
    return this.#places.has(id)
  }

  /** A ticket that nothing was said in yet; where it was here before, it comes in the place of that. */
  put(ticket: TicketRecord, about: Iterable<string>): void {
    this.#drop(ticket.id)
    const place = this.#ids.length
    if (place >= this.#state.length) this.#makeRoom()
    this.#ids.push(ticket.id)
    this.#key[place] = keyOf(ticket)
    this.#places.set(ticket.id, place)
    this.#mark(place, ticket)
    for (const word of about) this.#postings.add(this.#words.numberOf(word), 2 * place + 1)
  }

  /** Its head as it is now. @returns false where its words may be others, or it is not here: then `put` it whole */
  change(ticket: TicketRecord): boolean {
    const place = this.#places.get(ticket.id)
    if (place === undefined || this.#key[place] !== keyOf(ticket)) return false
    this.#mark(place, ticket)
    return true
  }

  /** It is no more. */
  remove(id: string): void {
    this.#drop(id)
    this.#places.delete(id)
  }

  /** Words that came to it; a word that it has already does no harm. */
  say(id: string, said: Iterable<string>): void {
    const place = this.#places.get(id)
    if (place === undefined) return
    for (const word of said) {
      if ((this.#said[place] ?? 0) === WORDS_OF_TICKET) return
      const number = this.#words.numberOf(word)
      // Of this ticket, too: most repetitions come one soon after another.
      if (this.#postings.newest(number) >>> 1 === place) continue
      this.#postings.add(number, 2 * place)
      this.#said[place] = (this.#said[place] ?? 0) + 1
    }
  }

  find(question: TicketQuestion, { limit, after }: { limit: number; after?: string | undefined }) {
    const found: { ids: string[]; next: string | null } = { ids: [], next: null }
    const from = placeOf(after)
    const first = from ? RUNS.indexOf(from.run) : 0
    const seen = new Uint8Array(this.#ids.length)
    for (const [at, run] of RUNS.entries()) {
      const hits = this.#hits(question, run, seen)
      // What an earlier run had, a later one has not.
      if (at < first) continue
      const rest = at > first || !from ? hits : hits.filter((place) => this.#isAfter(place, from))
      for (const place of this.#firstOf(rest, limit + 1 - found.ids.length)) {
        if (found.ids.length === limit) return found
        found.ids.push(this.#ids[place] ?? '')
        found.next = cursorOf({
          run,
          changedAt: new Date(this.#changedAt[place] ?? 0).toISOString(),
          id: this.#ids[place] ?? '',
        })
      }
    }
    found.next = null
    return found
  }

  /** Places that fit and were in no run before. */
  #hits({ words, ...narrow }: TicketQuestion, run: Run, seen: Uint8Array): number[] {
    if (run === 'nearly' && !areForgiven(words)) return []
    if (run === 'anywhere' && words.length === 0) return []
    const asked = words.map((word) => [
      ...this.#words.beginningWith(word),
      ...(run === 'nearly' && isForgiven(word) ? this.#words.nearly(word) : []),
    ])
    const isWanted = this.#wanted(narrow)
    const hits: number[] = []
    // How many of the asked a ticket has, in their order: who misses one is out.
    const has = new Uint8Array(this.#ids.length)
    for (const [at, numbers] of asked.entries()) {
      for (const number of numbers)
        this.#postings.each(number, (value) => {
          const place = value >>> 1
          if (has[place] === at && (run !== 'about' || value % 2 === 1)) has[place] = at + 1
        })
    }
    for (let place = 0; place < this.#ids.length; place++) {
      if (has[place] !== asked.length || this.#isGone[place] || seen[place] || !isWanted(place)) continue
      seen[place] = 1
      hits.push(place)
    }
    return hits
  }

  #wanted({ facets, numbers, states, assigneeIds, openedFrom, openedBefore }: Omit<TicketQuestion, 'words'>) {
    const wantedSets = facets.length > 0 ? this.#facetSets.all().map((set) => hasAll(set, facets)) : null
    const wantedStates = states?.map((state) => STATES.indexOf(state))
    const wantedAssignees = assigneeIds?.map((id) => this.#assignees.find(id))
    const from = openedFrom ? Date.parse(openedFrom) : Number.NEGATIVE_INFINITY
    const before = openedBefore ? Date.parse(openedBefore) : Number.POSITIVE_INFINITY
    return (place: number): boolean => {
      if (numbers && !numbers.includes(this.#number[place] ?? 0)) return false
      if (wantedSets && !wantedSets[this.#facets[place] ?? 0]) return false
      if (wantedStates && !wantedStates.includes(this.#state[place] ?? 0)) return false
      if (wantedAssignees && !wantedAssignees.includes(this.#assignee[place] ?? 0)) return false
      const openedAt = this.#openedAt[place] ?? 0
      return openedAt >= from && openedAt < before
    }
  }

  /** So many of them, in their order: to sort a hundred thousand takes ten times what it takes to find these. */
  #firstOf(places: readonly number[], count: number): number[] {
    const first: number[] = []
    for (const place of places) {
      const last = first[count - 1]
      if (last !== undefined && this.#order(last, place) < 0) continue
      let [from, upTo] = [0, first.length]
      while (from < upTo) {
        const middle = (from + upTo) >>> 1
        if (this.#order(first[middle] ?? 0, place) < 0) from = middle + 1
        else upTo = middle
      }
      first.splice(from, 0, place)
      first.length = Math.min(first.length, count)
    }
    return first
  }

  /** Newest change first; of one instant, the greater name. */
  #order(one: number, other: number): number {
    const [a = 0, b = 0] = [this.#changedAt[one], this.#changedAt[other]]
    return b - a || ((this.#ids[one] ?? '') < (this.#ids[other] ?? '') ? 1 : -1)
  }

  #isAfter(place: number, { changedAt, id }: { changedAt: string; id: string }): boolean {
    const [at = 0, mark] = [this.#changedAt[place], Date.parse(changedAt)]
    return at < mark || (at === mark && (this.#ids[place] ?? '') < id)
  }

  #mark(place: number, ticket: TicketRecord): void {
    this.#number[place] = ticket.number
    this.#state[place] = STATES.indexOf(ticket.state)
    this.#assignee[place] = this.#assignees.numberOf(ticket.assigneeId)
    this.#facets[place] = this.#facetSets.numberOf(facetsOf(ticket).sort().join(BETWEEN))
    this.#openedAt[place] = Date.parse(ticket.createdAt)
    this.#changedAt[place] = Date.parse(ticket.updatedAt)
  }

  #drop(id: string): void {
    const place = this.#places.get(id)
    if (place === undefined) return
    this.#isGone[place] = 1
    this.#gone++
  }

  #makeRoom(): void {
    const length = 2 * this.#state.length
    this.#key = longer(this.#key, new Uint32Array(length))
    this.#isGone = longer(this.#isGone, new Uint8Array(length))
    this.#number = longer(this.#number, new Uint32Array(length))
    this.#state = longer(this.#state, new Uint8Array(length))
    this.#assignee = longer(this.#assignee, new Uint32Array(length))
    this.#facets = longer(this.#facets, new Uint32Array(length))
    this.#said = longer(this.#said, new Uint16Array(length))
    this.#openedAt = longer(this.#openedAt, new Float64Array(length))
    this.#changedAt = longer(this.#changedAt, new Float64Array(length))
  }
}

const keyOf = (ticket: TicketRecord): number => crc32(wordsKey(ticket))

function hasAll(set: string, facets: TicketQuestion['facets']): boolean {
  const own = set.split(BETWEEN)
  return facets.every((list) => list.some((facet) => own.includes(facet)))
}

function longer<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(field: T, more: T): T {
  more.set(field)
  return more
}

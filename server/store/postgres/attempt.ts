// One run of a commit's work. It notes what the work read and what it put; nothing leaves this process yet. Whether what
// was read still holds is decided when the commit is kept (keep.ts); if not, the work runs again with another attempt.

import type { Records } from '../records.ts'
import type { Claim } from '../store.ts'
import { type Collection, collections, keyOfRecord, type Name } from './collections.ts'
import type { Connection, Database } from './database.ts'
import { type Found, foundIn, type Gather, isNowhere, selected } from './gather.ts'
import { isWorthKnowing, type Known, type Newest, type State, stateOf } from './known.ts'
import { ALL, type Question } from './question.ts'
import type { View } from './view.ts'

interface Read {
  name: Name
  key: string
  state: State
}

export interface Write {
  name: Name
  key: string
  /** null: removed. */
  text: string | null
  /** Of its key's and its other columns; none where it is removed. */
  values: unknown[]
  /** That it stands in from now on. */
  lists: string[]
}

/** A list that was relied on: what it had, to be asked again when the commit is kept. */
interface ListRead {
  list: string
  question: Question<Name>
  keys: string[]
}

/** The work must run again, in a transaction of its own: it takes what no other copy may take meanwhile. */
export class NeedsTransaction extends Error {}
/** The work must run again: what it read is being changed. */
export class ReadTooEarly extends Error {}

/** A transaction that began before the work: what it holds is as it is, and what its commits put is built on that. */
export interface Held {
  connection: Connection
  states: Map<string, State>
}

interface Sources {
  database: Database
  gather: Gather
  known: Known
  /** Resolves when no commit is under way any more that changes this list. */
  untilKept(list: string): Promise<void> | undefined
  /** Resolves when the commit that put this state is kept, or is not. */
  untilDone(state: State): Promise<void>
}

export class Attempt implements View {
  readonly reads = new Map<string, Read>()
  readonly lists = new Map<string, ListRead>()
  readonly writes = new Map<string, Write>()
  /** Thread → the first number that was added to it. */
  readonly added = new Map<
    string,
    { name: 'entries' | 'notes'; ticketId: string; first: number; last: number }
  >()
  readonly held: Held | null
  /** The run before, of the same work: what it read is not asked for again. Whether it still holds is seen in any case. */
  readonly #earlier: Attempt | null
  readonly #sources: Sources
  readonly #changedThreads = new Set<string>()
  #isOver = false

  constructor(sources: Sources, held: Held | null, earlier: Attempt | null) {
    this.#sources = sources
    this.held = held
    this.#earlier = held ? null : earlier
  }

  async find<N extends Name>(name: N, key: string): Promise<Records[N] | undefined> {
    const write = this.writes.get(idOf(name, key))
    const text = write ? write.text : (await this.#read(name, key)).text
    return text === null ? undefined : JSON.parse(text)
  }

  async list<N extends Name>(question: Question<N>): Promise<Records[N][]> {
    const { name, list, ticketId, limit, belongs, place, descending = false } = question
    const own = [...this.writes.values()].filter((write) => write.name === name)
    if (ticketId !== undefined) await this.#holdThread(ticketId)
    if (list !== undefined && !this.held) await this.#sources.untilKept(listId(name, list))
    // Each of our own may hide one of those that are kept.
    const found = await this.#ask({ ...question, limit: Math.min(limit + own.length, ALL) })
    const records = new Map<string, Records[N]>()
    for (const one of found) {
      const text = list === undefined ? one.text : this.#noteRow(name, one).text
      const record: Records[N] | null = text === null ? null : JSON.parse(text)
      if (record && belongs(record)) records.set(one.key, record)
    }
    if (list !== undefined && !question.values.some(isNowhere)) {
      const id = `${question.called} ${JSON.stringify(question.values)} ${question.limit}`
      this.lists.set(id, {
        list: listId(name, list),
        question: question as unknown as Question<Name>,
        keys: found.slice(0, limit).map(({ key }) => key),
      })
    }
    for (const { key, text } of own) {
      const record: Records[N] | null = text === null ? null : JSON.parse(text)
      if (record && belongs(record)) records.set(key, record)
      else records.delete(key)
    }
    const sorted = [...records.values()].sort((a, b) => compare(place(a), place(b)))
    return (descending ? sorted.reverse() : sorted).slice(0, limit)
  }

  async count(question: Question<Name>): Promise<number> {
    return (await this.list(question)).length
  }

  async tally<N extends Name>(question: Question<N>, by: keyof Records[N] & string) {
    const tally = new Map<unknown, number>()
    for (const { [by]: value } of await this.list({ ...question, limit: ALL }))
      tally.set(value, (tally.get(value) ?? 0) + 1)
    return tally
  }

  async put<N extends Name>(name: N, record: Records[N]): Promise<void> {
    const { threadOf } = collections[name] as unknown as Collection<Records[N]>
    const write = writeOf(name, record)
    if (threadOf) await this.#changeThread(threadOf(record))
    this.#write(write)
  }

  async append<N extends 'entries' | 'notes'>(name: N, record: Records[N], sequence: number): Promise<void> {
    const write = writeOf(name, record)
    const { ticketId } = record
    const thread = `${name} ${ticketId}`
    const before = this.added.get(thread)
    if (sequence < 1 || (before && sequence !== before.last + 1)) throw noHoles(name, ticketId, sequence)
    if (!before) await this.#changeThread(ticketId)
    this.added.set(thread, { name, ticketId, first: before?.first ?? sequence, last: sequence })
    this.#write(write)
  }

  async remove(name: Name, key: string): Promise<void> {
    // To know which lists it stands in.
    if (collections[name].lists) await this.find(name, key)
    this.#write({ name, key, text: null, values: [], lists: [] })
  }

  async claim({ now, leaseUntil, limit, isNewestFirst }: Claim) {
    if (!this.held) throw new NeedsTransaction()
    const { rows } = await this.held.connection.query({
      name: isNewestFirst ? 'claim the newest due work' : 'claim due work',
      text: `SELECT ${selected('dueWork')} FROM due_work AS kept WHERE available_at <= $1::timestamptz
        ORDER BY ${isNewestFirst ? 'available_at DESC, id DESC' : 'available_at, id'} LIMIT $2 FOR UPDATE SKIP LOCKED`,
      values: [now, limit],
    })
    const claimed: Records['dueWork'][] = []
    for (const row of rows) {
      const found = foundIn('dueWork', row)
      const id = idOf('dueWork', found.key)
      const state = stateOf(found)
      this.held.states.set(id, state)
      this.reads.set(id, { name: 'dueWork', key: found.key, state })
      claimed.push({ ...JSON.parse(found.text), leaseUntil })
    }
    claimed.sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1))
    for (const work of claimed) await this.put('dueWork', work)
    return claimed
  }

  /** The work is over: no more writes, for they would be kept by nobody. */
  end(): void {
    for (const ticketId of this.#changedThreads) {
      const id = idOf('tickets', ticketId)
      const text = this.reads.get(id)?.state.text
      // As it was, but by another transaction.
      if (text && !this.writes.has(id)) this.#write(writeOf('tickets', JSON.parse(text)))
    }
    this.#isOver = true
  }

  /** As far as this process knows, nothing that was read has changed. */
  holds(): boolean {
    for (const [id, { state }] of this.reads) {
      const now = this.held?.states.get(id) ?? this.#sources.known.get(id)
      if (state.isDead || (now && now !== state)) return false
    }
    return true
  }

  /** The newest numbers in a ticket's thread when this is kept, as far as they are known. */
  newestIn(ticketId: string): Newest {
    const newest = { ...this.reads.get(idOf('tickets', ticketId))?.state.newest }
    for (const name of ['entries', 'notes'] as const) {
      const added = this.added.get(`${name} ${ticketId}`)
      if (added) newest[name] = added.last
    }
    return newest
  }

  /** Whoever is here need not be told of more than of what is put: all before it was told. */
  isMadeOfTold(id: string): boolean {
    return this.reads.get(id)?.state.isTold ?? false
  }

  /** The lists that its writes add to or take from. */
  changedLists(): Set<string> {
    const changed = new Set<string>()
    for (const [id, { name, lists }] of this.writes) {
      const state = this.reads.get(id)?.state
      const before = state ? listsOf(name, state) : []
      for (const list of before) if (!lists.includes(list)) changed.add(listId(name, list))
      for (const list of lists) if (!before.includes(list)) changed.add(listId(name, list))
    }
    return changed
  }

  async #read(name: Name, key: string): Promise<State> {
    // Nobody can ever put it, so there is nothing to hold.
    if (isNowhere(key)) return stateOf(undefined)
    const id = idOf(name, key)
    const read = this.reads.get(id)
    if (read) return read.state
    const { known, gather } = this.#sources
    let state = this.held?.states.get(id) ?? known.get(id) ?? this.#readBefore(id)
    // A name is given once, and again only where somebody does not know that it came: whoever keeps this looks.
    if (!state && name === 'clientIds' && !this.held) state = stateOf(undefined)
    if (!state) {
      state = stateOf(await gather.find(name, key))
      if (isWorthKnowing(name) && !known.get(id) && state.text !== null) known.set(id, state)
    }
    // The work may have asked twice at once.
    const first = this.reads.get(id)
    if (first) return first.state
    this.reads.set(id, { name, key, state })
    return state
  }

  #readBefore(id: string): State | undefined {
    const state = this.#earlier?.reads.get(id)?.state
    return state?.isDead ? undefined : state
  }

  #noteRow(name: Name, found: Found): State {
    const id = idOf(name, found.key)
    const read = this.reads.get(id)
    if (read) return read.state
    const { known } = this.#sources
    const now = this.held?.states.get(id) ?? known.get(id)
    const isNow = now && (now.version === undefined || now.version === found.version)
    const state = isNow ? now : stateOf(found)
    if (!isNow && now) known.set(id, state)
    this.reads.set(id, { name, key: found.key, state })
    return state
  }

  /** Whoever changes the thread changes the ticket: as long as that holds, the thread does. */
  async #holdThread(ticketId: string): Promise<void> {
    const state = await this.#read('tickets', ticketId)
    if (state.version !== undefined) return
    // What another commit added to the thread is nowhere to be read before it is kept.
    if (this.held) throw new ReadTooEarly()
    await this.#sources.untilDone(state)
  }

  async #changeThread(ticketId: string): Promise<void> {
    // One that is put in this very commit is changed by that.
    if (this.writes.has(idOf('tickets', ticketId))) return
    await this.#read('tickets', ticketId)
    this.#changedThreads.add(ticketId)
  }

  #write(write: Write): void {
    if (this.#isOver) throw new Error(`${write.name}: written after the commit had ended`)
    this.writes.set(idOf(write.name, write.key), write)
  }

  async #ask<N extends Name>(question: Question<N>): Promise<Found[]> {
    if (question.values.some(isNowhere)) return []
    return this.#sources.gather.list(question)
  }
}

const NONE: string[] = []

function listsOf(name: Name, state: State): string[] {
  const { lists } = collections[name] as unknown as Collection<unknown>
  if (!lists || state.text === null) return NONE
  state.lists ??= lists(JSON.parse(state.text))
  return state.lists
}

export const idOf = (name: Name, key: string) => `${name} ${key}`
const listId = (name: Name, list: string) => `${name} ${list}`

export function noHoles(name: string, ticketId: string, sequence: number): Error {
  return new Error(`${name} of ${ticketId}: ${sequence} does not follow the newest; a thread has no holes`)
}

/** @param text how it is kept; who has it already need not print it again */
export function writeOf<N extends Name>(name: N, record: Records[N], text = JSON.stringify(record)): Write {
  const { key, columns, lists } = collections[name] as unknown as Collection<Records[N]>
  const values: unknown[] = []
  for (const [, , value] of key) values.push(value(record))
  for (const [, , value] of columns) values.push(value(record))
  return {
    name,
    key: keyOfRecord(name, record),
    text,
    values,
    lists: lists?.(record) ?? NONE,
  }
}

/** As the server compares: by bytes, which for our names and instants is the order of JavaScript, too. */
function compare(one: (string | number)[], other: (string | number)[]): number {
  for (const [at, part] of one.entries()) {
    const against = other[at] ?? ''
    if (part < against) return -1
    if (part > against) return 1
  }
  return 0
}

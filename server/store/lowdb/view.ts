// What a reader sees: the memory that is durable, and over it, for a commit, what earlier commits wrote that is
// not yet synced and what it wrote itself. A failed commit is undone by forgetting its layer, never by repairing.

import type { ClientIdRecord } from '../records.ts'
import type { ResidentName, Residents, ThreadName } from './collections.ts'
import { type CollectionName, clientIdKey, ticketHome } from './collections.ts'
import type { Held } from './held.ts'
import type { Home, Memory, Row } from './memory.ts'
import type { ThreadFiles } from './thread-files.ts'
import { clientIdWriteOf, entryOf, keyOfEntry, orderUnder, type Write, writeOf } from './writes.ts'

/** What a view looks through, uppermost first. */
interface Sheet {
  get(collection: KeyedName, key: string): Write | undefined
  of(collection: ResidentName): Iterable<Write>
  /** Of a home's entries or notes, the one in that place. */
  at(collection: ThreadName, home: string, position: number): Write | undefined
  /** The newest place in a home's entries or notes that is written here; 0 for none. */
  newest(collection: ThreadName, home: string): number
}

/** Those whose records are told apart by a key; those of a thread are by their places. */
type KeyedName = Exclude<CollectionName, ThreadName>

/** Past so many writes, looking through them one by one takes longer than maps take to make. */
const FEW = 16

/** What one commit writes: nearly always a handful, for which a list is quicker than maps. */
export class Draft implements Sheet {
  readonly #writes: Write[] = []
  #layer: Layer | null = null

  get(collection: KeyedName, key: string): Write | undefined {
    if (this.#layer) return this.#layer.get(collection, key)
    return this.#writes.find((write) => write.key === key && write.collection === collection)
  }

  of(collection: ResidentName): Iterable<Write> {
    return this.#layer?.of(collection) ?? this.#writes.filter((write) => write.collection === collection)
  }

  at(collection: ThreadName, home: string, position: number): Write | undefined {
    if (this.#layer) return this.#layer.at(collection, home, position)
    return this.#writes.find(
      (write) => write.position === position && write.collection === collection && write.home === home,
    )
  }

  newest(collection: ThreadName, home: string): number {
    if (this.#layer) return this.#layer.newest(collection, home)
    let newest = 0
    for (const write of this.#writes)
      if (write.collection === collection && write.home === home) newest = write.position
    return newest
  }

  set(write: Write): void {
    if (this.#layer) {
      this.#layer.set(write)
      return
    }
    const there = this.#writes.findIndex(
      (one) =>
        one.key === write.key && one.collection === write.collection && one.position === write.position,
    )
    if (there >= 0) this.#writes[there] = write
    else if (this.#writes.push(write) > FEW) {
      this.#layer = new Layer()
      for (const one of this.#writes) this.#layer.set(one)
    }
  }

  all(): Write[] {
    return this.#layer?.all() ?? this.#writes
  }
}

/** What the commits of a batch wrote, until it is durable. Then it goes as a whole: nothing is taken out of it. */
export class Layer implements Sheet {
  readonly #keyed: Partial<Record<CollectionName, Map<string, Write>>> = {}
  /** By home: places that follow each other. */
  readonly #threads: Partial<Record<CollectionName, Map<string, Write[]>>> = {}

  get(collection: KeyedName, key: string): Write | undefined {
    return this.#keyed[collection]?.get(key)
  }

  of(collection: ResidentName): Iterable<Write> {
    return this.#keyed[collection]?.values() ?? []
  }

  at(collection: ThreadName, home: string, position: number): Write | undefined {
    const writes = this.#threads[collection]?.get(home)
    return writes?.[position - (writes[0]?.position ?? 0)]
  }

  newest(collection: ThreadName, home: string): number {
    return this.#threads[collection]?.get(home)?.at(-1)?.position ?? 0
  }

  all(): Write[] {
    const all: Write[] = []
    for (const writes of Object.values(this.#keyed)) for (const write of writes.values()) all.push(write)
    for (const threads of Object.values(this.#threads))
      for (const writes of threads.values()) all.push(...writes)
    return all
  }

  set(write: Write): void {
    const { collection } = write
    if (write.position === 0) {
      const keyed = this.#keyed[collection] ?? new Map()
      this.#keyed[collection] = keyed
      keyed.set(write.key, write)
      return
    }
    const threads = this.#threads[collection] ?? new Map()
    this.#threads[collection] = threads
    const writes = threads.get(write.home)
    if (writes) writes.push(write)
    else threads.set(write.home, [write])
  }
}

interface Question {
  direction: 'greatest first' | 'smallest first'
  /** Only entries that come after this one, in that direction. */
  past?: string | undefined
  limit?: number
}

export class View {
  readonly #memory: Memory
  readonly #threads: ThreadFiles
  /** Uppermost first. */
  readonly #layers: readonly Sheet[]
  #top: Draft | null
  /** The client id that was last looked for in vain: who names it looks first, and is looked after once more. */
  #unknown = ''

  constructor(memory: Memory, threads: ThreadFiles, layers: readonly Sheet[] = [], top: Draft | null = null) {
    this.#memory = memory
    this.#threads = threads
    this.#layers = top ? [top, ...layers] : layers
    this.#top = top
  }

  /** What filters hold of what is durable. */
  get held(): Held {
    return this.#memory.held
  }

  /** As it is durable. */
  row(collection: ResidentName, key: string): Row | undefined {
    return this.#memory.row(collection, key)
  }

  /** Keys of records that lie over what is durable. */
  writtenAbove(collection: ResidentName): Set<string> {
    const keys = new Set<string>()
    for (const layer of this.#layers) for (const { key } of layer.of(collection)) keys.add(key)
    return keys
  }

  /** Those that are durable, in no order. */
  contacts(): Iterable<Row> {
    return this.#memory.rowsOf('contacts')
  }

  find<Name extends ResidentName>(collection: Name, key: string): Residents[Name] | undefined {
    const text = this.text(collection, key)
    if (text === undefined || text === null) return undefined
    return JSON.parse(text)
  }

  findUnder<Name extends ResidentName>(collection: Name, under: string): Residents[Name] | undefined {
    if (this.#layers.length === 0) {
      // Outside of commits nothing lies over the memory: who calls is asked in each frame.
      const entry = this.#memory.firstUnder(collection, under)
      return entry === undefined ? undefined : this.find(collection, keyOfEntry(entry))
    }
    return this.listUnder(collection, under, { direction: 'smallest first', limit: 1 })[0]
  }

  listUnder<Name extends ResidentName>(
    collection: Name,
    under: string,
    question: Question,
  ): Residents[Name][] {
    const records: Residents[Name][] = []
    for (const entry of this.entriesUnder(collection, under, question)) {
      const record = this.find(collection, keyOfEntry(entry))
      if (record) records.push(record)
    }
    return records
  }

  entriesUnder(collection: ResidentName, under: string, question: Question): string[] {
    const { direction, past, limit = Number.POSITIVE_INFINITY } = question
    const descending = direction === 'greatest first'
    const found: string[] = []
    for (const entry of this.#memory.entriesUnder(collection, under, descending, past)) {
      if (found.length >= limit) break
      if (!this.#isWrittenAbove(this.#layers.length, collection, keyOfEntry(entry))) found.push(entry)
    }
    const durable = found.length
    for (const [depth, layer] of this.#layers.entries()) {
      for (const write of layer.of(collection)) {
        if (write.filed.length === 0 || this.#isWrittenAbove(depth, collection, write.key)) continue
        const order = orderUnder(write.filed, under)
        if (order === undefined) continue
        const entry = entryOf(order, write.key)
        if (past === undefined || (descending ? entry < past : entry > past)) found.push(entry)
      }
    }
    if (found.length === durable) return found
    found.sort()
    if (descending) found.reverse()
    return found.slice(0, limit)
  }

  /** How many are filed under a name: outside of commits nothing is looked through for it. */
  countUnder(collection: ResidentName, under: string): number {
    if (this.#layers.length === 0) return this.#memory.countUnder(collection, under)
    return this.entriesUnder(collection, under, { direction: 'smallest first' }).length
  }

  /** How many entries or notes the ticket has. */
  count(collection: ThreadName, ticketId: string): number {
    const home = ticketHome(ticketId)
    for (const layer of this.#layers) {
      const newest = layer.newest(collection, home)
      if (newest > 0) return newest
    }
    return this.#memory.count(collection, home)
  }

  /** The texts of entries or notes after place `from` up to and with place `to`; places that were lost are left out. */
  async thread(collection: ThreadName, ticketId: string, from: number, to: number): Promise<string[]> {
    const homeName = ticketHome(ticketId)
    const home = this.#memory.homes.get(homeName)
    const added = home?.added[collection]
    let saved: string[] = []
    // A checkpoint may have moved the tail to disk meanwhile: then read again. Past this loop nothing is awaited, so
    // no place moves from one layer to the next while they are collected.
    for (let upTo = from; home && added && upTo < Math.min(to, added.saved); ) {
      upTo = Math.min(to, added.saved)
      saved = await this.#threads.read(home, collection, from, upTo)
    }
    const texts: string[] = []
    for (let place = from + 1; place <= to; place++) {
      const text = this.#writtenAt(collection, homeName, place) ?? durableText(place)
      if (text === undefined) break
      if (text !== LOST) texts.push(text)
    }
    return texts

    function durableText(place: number): string | undefined {
      if (!added) return undefined
      return place <= added.saved ? saved[place - from - 1] : added.textAt(place - added.saved - 1)
    }
  }

  /** Nearly always it is new, and nothing has to be read. */
  findClientId(writerId: string, clientId: string): Promise<ClientIdRecord | undefined> {
    const key = clientIdKey(writerId, clientId)
    if (key === this.#unknown) return NOBODY
    const written = this.#writtenName(key)
    if (written !== undefined) return Promise.resolve(JSON.parse(written))
    const homes = this.#memory.clientIdHomes(key)
    if (homes.length > 0) return this.#clientIdIn(homes, writerId, clientId)
    // Within a commit nobody else can name it meanwhile.
    if (this.#top) this.#unknown = key
    return NOBODY
  }

  put<Name extends ResidentName>(collection: Name, record: Residents[Name]): void {
    this.write(writeOf(collection, record))
  }

  nameClient(record: ClientIdRecord): void {
    this.#unknown = ''
    this.write(clientIdWriteOf(record))
  }

  write(write: Write): void {
    if (!this.#top) throw new Error(`${write.collection}: written outside of a commit, or after it had ended`)
    this.#top.set(write)
  }

  /** A commit that has ended takes no more writes: they would be kept by nobody. */
  end(): void {
    this.#top = null
  }

  async #clientIdIn(
    homes: readonly Home[],
    writerId: string,
    clientId: string,
  ): Promise<ClientIdRecord | undefined> {
    for (const home of homes) {
      const record = await this.#clientIdInHome(home, writerId, clientId)
      if (record) return record
    }
    return undefined
  }

  async #clientIdInHome(home: Home, writerId: string, clientId: string): Promise<ClientIdRecord | undefined> {
    const added = home.added.clientIds
    if (!added) return undefined
    const quoted = JSON.stringify(clientId)
    for (const text of added.texts()) {
      const record = recordIn(text)
      if (record) return record
    }
    // What a checkpoint moves to disk meanwhile was looked at above.
    for await (const text of this.#threads.clientIds(home)) {
      const record = recordIn(text)
      if (record) return record
    }
    return undefined

    function recordIn(text: string): ClientIdRecord | undefined {
      if (!text.includes(quoted)) return undefined
      const record: ClientIdRecord = JSON.parse(text)
      return record.writerId === writerId && record.clientId === clientId ? record : undefined
    }
  }

  /** As JSON; null where it was removed. */
  text(collection: ResidentName, key: string): string | null | undefined {
    for (const layer of this.#layers) {
      const write = layer.get(collection, key)
      if (write) return write.text
    }
    return this.#memory.text(collection, key)
  }

  #writtenAt(collection: ThreadName, home: string, position: number): string | undefined {
    for (const layer of this.#layers) {
      const text = layer.at(collection, home, position)?.text
      if (typeof text === 'string') return text
    }
    return undefined
  }

  #writtenName(key: string): string | undefined {
    for (const layer of this.#layers) {
      const text = layer.get('clientIds', key)?.text
      if (typeof text === 'string') return text
    }
    return undefined
  }

  #isWrittenAbove(depth: number, collection: ResidentName, key: string): boolean {
    for (let above = 0; above < depth; above++) {
      if (this.#layers[above]?.get(collection, key)) return true
    }
    return false
  }
}

/** One for all who look in vain. */
const NOBODY = Promise.resolve(undefined)

/** What stands in the place of an entry whose document was lost: the numbers of the others stay. */
export const LOST = 'null'

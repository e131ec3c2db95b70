// What is durable, as far as it is kept in memory: all heads as JSON text, the names they are filed under, and of
// threads only what no thread file holds yet (added.ts). Never holds what is not in the journal: that is view.ts.

import { Added } from './added.ts'
import { ClientIdIndex, numberOf } from './client-id-index.ts'
import type { CollectionName, ResidentName } from './collections.ts'
import { FORGOTTEN, isResident } from './collections.ts'
import type { Document } from './documents.ts'
import { Held } from './held.ts'
import { NO_PLACE } from './held-by-filter.ts'
import type { KnownContact } from './named-contacts.ts'
import { Ordered } from './ordered.ts'
import { NO_FILE, NO_RUN, Runs } from './runs.ts'
import { isRemoval, type RunHead } from './thread-format.ts'
import type { ToldContact, ToldTicket } from './told.ts'
import { entryOf, type Filed, NOWHERE, orderUnder, type Write } from './writes.ts'

export interface Row {
  readonly collection: ResidentName
  readonly key: string
  text: string
  /** What it is to be found under … */
  filed: Filed
  /** … and what it is found under at this moment. */
  found: Filed
  home: Home
  /** Of a contact, what it was looked for by while it read so; see named-contacts.ts. A list beside the rows took longer to look up than to search. */
  called: KnownContact | null
  /** Of a ticket or a contact, what filters asked while it read so; see told.ts. */
  told: ToldTicket | ToldContact | null
  /** Of a ticket, its bit in what filters hold; see held.ts. */
  place: number
}

/** The collections that are only added to. */
export type AddedName = Exclude<CollectionName, ResidentName>

/** What belongs together: a ticket with its thread, a contact with its sessions. Its rows lie in one document. */
export interface Home {
  readonly name: string
  readonly rows: Row[]
  added: Partial<Record<AddedName, Added>>
  /** null while no document has its rows. */
  document: Document | null
  /** Its newest piece in the thread files. */
  newestRun: number
  /** Among those that client ids lie in, from 1 (client-id-index.ts); 0 where it has none. */
  place: number
}

/**
 * Rows that wait to be filed, each some ten microseconds of work: whoever looks after a quiet quarter of a minute must not do ten
 * thousand, with everybody waiting. At a start they are all, and wait for the first look.
 */
const UNFILED_MOST = 256

export class Memory {
  readonly homes = new Map<string, Home>()
  /** Homes whose files are behind; a checkpoint takes them. */
  dirty = new Set<Home>()
  /** Of those, tickets that were removed while thread files had something of them: the next checkpoint says so there. */
  readonly gone = new Set<Home>()
  /** When something was removed of which a file may still have something (FORGOTTEN), in ms; null where none does. */
  removedAt: number | null = null
  readonly runs = new Runs()
  readonly held = new Held(this)
  readonly #rows = new Map<ResidentName, Map<string, Row>>()
  readonly #files = new Map<ResidentName, Map<string, string | Ordered>>()
  /** Rows that changed since somebody looked for one of their kind: a busy ticket is filed once between two looks. */
  readonly #unfiled = new Map<ResidentName, Set<Row>>()
  readonly #clientIds = new ClientIdIndex()

  text(collection: ResidentName, key: string): string | undefined {
    return this.row(collection, key)?.text
  }

  row(collection: ResidentName, key: string): Row | undefined {
    return this.#rows.get(collection)?.get(key)
  }

  /** Entries filed under a name: greatest first or smallest first, those that come after `past`. */
  entriesUnder(
    collection: ResidentName,
    under: string,
    descending: boolean,
    past?: string,
  ): Iterable<string> {
    this.#fileAll(collection)
    const filed = this.#files.get(collection)?.get(under)
    if (filed === undefined) return []
    if (filed instanceof Ordered) return descending ? filed.descending(past) : filed.ascending(past)
    const isPast = past === undefined || (descending ? filed < past : filed > past)
    return isPast ? [filed] : []
  }

  /** The smallest of them. */
  firstUnder(collection: ResidentName, under: string): string | undefined {
    this.#fileAll(collection)
    const filed = this.#files.get(collection)?.get(under)
    if (filed === undefined || typeof filed === 'string') return filed
    for (const entry of filed.ascending()) return entry
    return undefined
  }

  countUnder(collection: ResidentName, under: string): number {
    this.#fileAll(collection)
    const filed = this.#files.get(collection)?.get(under)
    return filed instanceof Ordered ? filed.size : filed === undefined ? 0 : 1
  }

  /** How many entries or notes a ticket has. */
  count(collection: AddedName, home: string): number {
    return this.homes.get(home)?.added[collection]?.count ?? 0
  }

  /** The homes in which the record of that client id may lie; nearly always none or one. */
  clientIdHomes(key: string): readonly Home[] {
    return this.#clientIds.homes(numberOf(key))
  }

  rowsOf(collection: ResidentName): Iterable<Row> {
    return this.#rows.get(collection)?.values() ?? []
  }

  /** Taken over from the journal at a start, which may say what a document has already: nothing changes then. */
  replay(write: Write): void {
    if (!this.#isAddedAlready(write)) this.take([write])
  }

  /** What a commit wrote, because it is durable now. Nearly always it is of one home, which is looked up once. */
  take(writes: readonly Write[]): void {
    let name = ''
    let home: Home | null = null
    for (const write of writes) {
      if (home === null || write.home !== name) {
        name = write.home
        home = this.#home(name)
        this.dirty.add(home)
      }
      this.#apply(write, home)
    }
  }

  #apply(write: Write, home: Home): void {
    const { collection, text } = write
    if (!isResident(collection)) {
      if (text === null) return
      const added = addedOf(home, collection)
      added.push(text)
      if (collection !== 'clientIds') return
      const number = numberOf(write.key)
      this.#clientIds.add(number, home)
      added.numbers ??= []
      added.numbers.push(number)
    } else if (text === null) {
      this.#remove(collection, write.key)
      if (collection === 'tickets') this.#dropThread(home)
      if (FORGOTTEN.includes(collection)) this.removedAt ??= Date.now()
    } else this.#put(collection, write.key, text, write.filed, home)
    if (isResident(collection) && this.#unfiled.get(collection)?.size === UNFILED_MOST)
      this.#fileAll(collection)
  }

  /** Taken over from that document. */
  load({ collection, key, text, filed, home: homeName }: Write, document: Document): void {
    if (!isResident(collection) || text === null) return
    const home = this.#home(homeName)
    home.document = document
    document.homes.add(home)
    this.#put(collection, key, text, filed, home)
  }

  /**
   * Taken over from a thread file: so many more of its records are saved there. Where the run does not follow on what
   * is there, as in damaged files, the places between are taken for lost; one that is there already is passed over.
   * One that says that its ticket was removed takes back all before it.
   */
  loadRun(file: number, startsAt: number, head: RunHead): void {
    const home = this.#home(head.home)
    const { saved } = head
    const bytes = head.endsAt - startsAt
    if (isRemoval(head)) {
      this.#dropThread(home)
      this.gone.delete(home)
      if (isEmpty(home)) this.homes.delete(home.name)
      return
    }
    const lostEntries = head.firstEntry - 1 - (home.added.entries?.saved ?? 0)
    const lostNotes = head.firstNote - 1 - (home.added.notes?.saved ?? 0)
    if (lostEntries < 0 || lostNotes < 0) {
      this.runs.leave(file, bytes)
      return
    }
    if (lostEntries + lostNotes > 0) this.saved(home, NO_FILE, 0, 0, lostEntries, lostNotes, 0)
    for (const number of saved.clientIds) this.#clientIds.add(number, home)
    this.saved(home, file, startsAt, bytes, saved.entries, saved.notes, saved.clientIds.length)
  }

  /** From now on so many more of its records are read from there. */
  saved(
    home: Home,
    file: number,
    startsAt: number,
    bytes: number,
    entries: number,
    notes: number,
    clientIds: number,
  ): void {
    const { added } = home
    if (entries > 0) addedOf(home, 'entries').saved += entries
    if (notes > 0) addedOf(home, 'notes').saved += notes
    if (clientIds > 0) addedOf(home, 'clientIds').saved += clientIds
    const entriesUpTo = added.entries?.saved ?? 0
    const notesUpTo = added.notes?.saved ?? 0
    home.newestRun = this.runs.add(file, startsAt, bytes, entriesUpTo, notesUpTo, home.newestRun)
  }

  /** What was written of a ticket goes with it; its bytes stay in the thread files until these are written anew. */
  #dropThread(home: Home): void {
    if (home.newestRun !== NO_RUN) {
      this.gone.add(home)
      this.removedAt ??= Date.now()
    }
    for (let run = home.newestRun; run !== NO_RUN; run = this.runs.get(run).before) this.runs.drop(run)
    home.newestRun = NO_RUN
    home.added = {}
  }

  #isAddedAlready({ collection, key, home, position }: Write): boolean {
    if (collection === 'clientIds') return this.clientIdHomes(key).some(({ name }) => name === home)
    return !isResident(collection) && position <= this.count(collection, home)
  }

  #put(collection: ResidentName, key: string, text: string, filed: Filed, home: Home): void {
    const rows = made(this.#rows, collection, () => new Map())
    const there = rows.get(key)
    const row = there ?? newRow(collection, key, text, filed, home)
    if (there) {
      row.text = text
      row.called = null
      row.told = null
      row.filed = filed
      if (row.home !== home) this.#move(row, home)
    } else {
      rows.set(key, row)
      home.rows.push(row)
    }
    if (filed.length > 0 || row.found.length > 0) this.#unfile(row)
    if (collection === 'tickets' || collection === 'contacts') this.held.changed(row)
  }

  #move(row: Row, to: Home): void {
    row.home.rows.splice(row.home.rows.indexOf(row), 1)
    this.dirty.add(row.home)
    row.home = to
    to.rows.push(row)
  }

  #remove(collection: ResidentName, key: string): void {
    const row = this.#rows.get(collection)?.get(key)
    if (!row) return
    this.#rows.get(collection)?.delete(key)
    row.home.rows.splice(row.home.rows.indexOf(row), 1)
    row.filed = NOWHERE
    this.#unfile(row)
    if (collection === 'tickets' || collection === 'contacts') this.held.changed(row)
  }

  #unfile(row: Row): void {
    made(this.#unfiled, row.collection, () => new Set()).add(row)
  }

  #fileAll(collection: ResidentName): void {
    const unfiled = this.#unfiled.get(collection)
    if (!unfiled || unfiled.size === 0) return
    for (const row of unfiled) {
      this.#refile(row)
      row.found = row.filed
    }
    unfiled.clear()
  }

  #refile({ collection, key, found: before, filed: after }: Row): void {
    const files = made(this.#files, collection, () => new Map())
    const entryIn = entriesOf(key)
    for (let at = 0; at < before.length; at += 2) {
      const [under = '', order = ''] = [before[at], before[at + 1]]
      if (orderUnder(after, under) === order) continue
      const entry = entryIn(order)
      const filed = files.get(under)
      if (filed instanceof Ordered) filed.delete(entry)
      if (filed === entry || (filed instanceof Ordered && filed.size === 0)) files.delete(under)
    }
    for (let at = 0; at < after.length; at += 2) {
      const [under = '', order = ''] = [after[at], after[at + 1]]
      if (orderUnder(before, under) === order) continue
      const entry = entryIn(order)
      const filed = files.get(under)
      // Most names have one record: a string alone costs a tenth of a list.
      if (filed === undefined) files.set(under, entry)
      else if (filed instanceof Ordered) filed.add(entry)
      else {
        const list = new Ordered()
        list.add(filed)
        list.add(entry)
        files.set(under, list)
      }
    }
  }

  #home(name: string): Home {
    return made(this.homes, name, () => newHome(name))
  }
}

function newRow(collection: ResidentName, key: string, text: string, filed: Filed, home: Home): Row {
  return { collection, key, text, filed, found: NOWHERE, home, called: null, told: null, place: NO_PLACE }
}

/** Most names of a record sort it by the same: their lists share one string. */
function entriesOf(key: string): (order: string) => string {
  let last = ''
  let entry = entryOf('', key)
  return (order) => {
    if (order !== last) {
      last = order
      entry = entryOf(order, key)
    }
    return entry
  }
}

function newHome(name: string): Home {
  return { name, rows: [], added: {}, document: null, newestRun: NO_RUN, place: 0 }
}

export function isEmpty(home: Home): boolean {
  if (home.rows.length > 0) return false
  return Object.values(home.added).every(({ count }) => count === 0)
}

function addedOf(home: Home, name: AddedName): Added {
  const there = home.added[name]
  if (there) return there
  const added = new Added()
  home.added[name] = added
  return added
}

function made<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const there = map.get(key)
  if (there !== undefined) return there
  const fresh = make()
  map.set(key, fresh)
  return fresh
}

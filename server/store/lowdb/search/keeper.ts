// Keeps the index of the search current: it hears what became durable, notes it, and works it in a little later or, at the
// latest, before the next answer; so a commit pays next to nothing, and who asks finds all that was kept. At a start the
// index is empty: `begin` has the tickets read into it. Partners: ../commits.ts, which tells; ticket-index.ts; first-reading.ts.

import type { Log } from '../../../log.ts'
import type { ContactRecord, EntryRecord, NoteRecord, TicketRecord } from '../../records.ts'
import type { FoundTickets, TicketQuestion, TicketSearch } from '../../ticket-search.ts'
import { aboutOf, answeredOf, saidIn, stands } from '../../words-of-ticket.ts'
import { ticketHome } from '../collections.ts'
import type { Memory } from '../memory.ts'
import type { ThreadFiles } from '../thread-files.ts'
import { View } from '../view.ts'
import { keyOfEntry, type Write } from '../writes.ts'
import { FirstReading } from './first-reading.ts'
import { TicketIndex } from './ticket-index.ts'

/** Worked at once: whoever asks waits for all of it, so there are no pauses, but everybody else has a turn in between. */
const SLICE_MS = 1
/** What was heard is worked in after this time, */
const BEHIND_MS = 1_000
/** or when it is so much: some ten milliseconds of work, which whoever asks would wait for. */
const BEHIND_WRITES = 1_000
/** Entries of a long thread that are read at once. */
const PAGE = 500

const HOME = ticketHome('')

/** What became of a ticket since it was worked in. */
interface News {
  head: string | null
  said: string[]
  /** Its words may be others, whatever its head says. */
  isAnother: boolean
  isGone?: true
}

export class SearchKeeper implements TicketSearch {
  readonly #memory: Memory
  readonly #view: View
  readonly #log: Log
  readonly #threads: ThreadFiles
  #index: TicketIndex | null = null
  #first: FirstReading | null = null
  #heard = new Map<string, News>()
  readonly #contacts = new Set<string>()
  #writes = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  /** One works at a time. */
  #working: Promise<unknown> = Promise.resolve()
  #reading: Promise<void> = Promise.resolve()

  constructor(memory: Memory, threads: ThreadFiles, log: Log) {
    this.#memory = memory
    this.#threads = threads
    this.#view = new View(memory, threads)
    this.#log = log
  }

  /** Before it is taken into memory: what stands there is what was before. */
  hear(write: Write): void {
    if (!this.#index) return
    const { collection, text } = write
    if (text === null) {
      if (collection !== 'tickets') return
      this.#newsOf(write.key).isGone = true
    } else if (collection === 'tickets') this.#newsOf(write.key).head = text
    else if (collection === 'entries' || collection === 'notes')
      this.#newsOf(write.home.slice(HOME.length)).said.push(text)
    else if (collection === 'contacts' && isNamedAnew(this.#memory.text('contacts', write.key), text))
      this.#contacts.add(write.key)
    else return
    this.#writes++
    if (this.#writes === BEHIND_WRITES) clearTimeout(this.#timer)
    else if (this.#timer) return
    this.#timer = setTimeout(
      () => void this.#next(() => this.#catchUp()),
      this.#writes >= BEHIND_WRITES ? 0 : BEHIND_MS,
    )
    this.#timer.unref()
  }

  begin(): void {
    if (this.#index) return
    this.#index = new TicketIndex()
    this.#first = new FirstReading(this.#memory, this.#threads, this.#index, this.#log)
    this.#reading = this.#first.run()
  }

  async end(): Promise<void> {
    clearTimeout(this.#timer)
    this.#first?.end()
    await this.#reading
    await this.#working
  }

  async find(question: TicketQuestion, page: { limit: number; after?: string }): Promise<FoundTickets> {
    return this.#next(async () => {
      await this.#catchUp()
      const found = this.#index?.find(question, page) ?? { ids: [], next: null }
      return { ...found, isWhole: this.#first?.isWhole ?? false }
    })
  }

  /** In the order in which they were asked for. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#working.then(work)
    this.#working = done.catch((error: unknown) => {
      this.#log.error({ err: error }, 'the search over tickets could not take up what it heard')
    })
    return done
  }

  async #catchUp(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writes = 0
    for (const contactId of this.#contacts)
      for (const entry of this.#memory.entriesUnder('tickets', `contact:${contactId}`, true))
        this.#newsOf(keyOfEntry(entry)).isAnother = true
    this.#contacts.clear()
    const heard = this.#heard
    this.#heard = new Map()
    let until = performance.now() + SLICE_MS
    for (const [id, news] of heard) {
      await this.#take(id, news)
      if (performance.now() < until) continue
      await new Promise((resolve) => setImmediate(resolve))
      until = performance.now() + SLICE_MS
    }
  }

  async #take(id: string, { head, said, isAnother, isGone }: News): Promise<void> {
    if (isGone) return this.#index?.remove(id)
    // It is read in its turn, with all that came meanwhile.
    if (this.#first?.isComing(id) && !this.#index?.has(id)) return
    if (isAnother || (head && !this.#index?.change(JSON.parse(head)))) return this.#read(id)
    for (const text of said) {
      const entry: EntryRecord | NoteRecord = JSON.parse(text)
      // What it stands for must go.
      if (entry.kind === 'revision') return this.#read(id)
      this.#index?.say(id, saidIn(entry))
    }
  }

  async #read(id: string): Promise<void> {
    try {
      await this.#readTicket(id)
    } catch (error) {
      this.#log.error(
        { err: error, ticketId: id },
        'a ticket could not be read for the search; it is not found by its words',
      )
    }
  }

  async #readTicket(id: string): Promise<void> {
    const text = this.#memory.text('tickets', id)
    if (!text) return
    const ticket: TicketRecord = JSON.parse(text)
    const said = [answeredOf(ticket)]
    for await (const entry of this.#thread('entries', id))
      if (stands(ticket, entry as EntryRecord)) said.push(saidIn(entry))
    for await (const note of this.#thread('notes', id)) said.push(saidIn(note))
    // In one step: whoever asks meanwhile finds what was there before.
    this.#index?.put(ticket, aboutOf(ticket, this.#view.find('contacts', ticket.contactId)))
    for (const words of said) this.#index?.say(id, words)
  }

  async *#thread(name: 'entries' | 'notes', id: string): AsyncGenerator<EntryRecord | NoteRecord> {
    const count = this.#view.count(name, id)
    for (let from = 0; from < count; from += PAGE)
      for (const text of await this.#view.thread(name, id, from, Math.min(from + PAGE, count)))
        yield JSON.parse(text)
  }

  #newsOf(id: string): News {
    const there = this.#heard.get(id)
    if (there) return there
    const news: News = { head: null, said: [], isAnother: false }
    this.#heard.set(id, news)
    return news
  }
}

function isNamedAnew(before: string | undefined, now: string): boolean {
  if (before === undefined) return false
  const [one, other]: ContactRecord[] = [JSON.parse(before), JSON.parse(now)]
  return one?.name !== other?.name || one?.email !== other?.email
}

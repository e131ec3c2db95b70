// Reads all tickets into the index at a start, beside everything else: first every head, the newest ticket first, so that
// within seconds each is found by who and what it is about; then what was said, as it lies in the thread files, the newest
// piece first. Partners: keeper.ts, which brings what is written meanwhile; ../../pace.ts.

import type { Log } from '../../../log.ts'
import { Pace } from '../../pace.ts'
import type { EntryRecord, NoteRecord, TicketRecord } from '../../records.ts'
import { aboutOf, answeredOf, saidIn, stands } from '../../words-of-ticket.ts'
import { ticketHome } from '../collections.ts'
import { Damaged } from '../document-format.ts'
import type { Memory } from '../memory.ts'
import type { ThreadFiles } from '../thread-files.ts'
import type { RunTexts, ThreadPiece } from '../thread-pieces.ts'
import type { TicketIndex } from './ticket-index.ts'

const HOME = ticketHome('')

type Revised = Pick<TicketRecord, 'revised'>
const NOTHING_REVISED: Revised = {}

export class FirstReading {
  readonly #memory: Memory
  readonly #threads: ThreadFiles
  readonly #index: TicketIndex
  readonly #log: Log
  readonly #pace = new Pace()
  /** Whose heads are still to be read, the newest first. */
  readonly #coming: Set<string>
  #isWhole = false
  #isEnding = false

  constructor(memory: Memory, threads: ThreadFiles, index: TicketIndex, log: Log) {
    this.#memory = memory
    this.#threads = threads
    this.#index = index
    this.#log = log
    const ids = Array.from(memory.rowsOf('tickets'), ({ key }) => key)
    this.#coming = new Set(ids.sort().reverse())
  }

  /** Is every ticket in it, with all that was said? */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** Then it will read all that is there by then. */
  isComing(id: string): boolean {
    return this.#coming.has(id)
  }

  async run(): Promise<void> {
    const beganAt = Date.now()
    await this.#readHeads()
    // From here on: what a checkpoint moved to disk meanwhile may have been nowhere when its ticket's turn came.
    for (const piece of this.#threads.newestFirst()) {
      if (this.#isEnding) return
      await this.#readPiece(piece)
    }
    if (this.#isEnding) return
    this.#isWhole = true
    const tookMs = Date.now() - beganAt
    this.#log.info({ ...this.#index.measures, tookMs }, 'the search over tickets is whole')
  }

  end(): void {
    this.#isEnding = true
    this.#pace.hurry()
  }

  async #readHeads(): Promise<void> {
    for (const id of this.#coming) {
      if (this.#isEnding) return
      // The keeper may have read all of it already.
      if (!this.#index.has(id)) this.#readHead(id)
      this.#coming.delete(id)
      if (this.#pace.isSliceOver()) await this.#pace.pause()
    }
  }

  #readHead(id: string): void {
    try {
      this.#putHead(id)
    } catch (error) {
      this.#log.error(
        { err: error, ticketId: id },
        'a ticket could not be read for the search; it is not found by its words',
      )
    }
  }

  /** With what no thread file has yet. */
  #putHead(id: string): void {
    const text = this.#memory.text('tickets', id)
    if (!text) return
    const ticket: TicketRecord = JSON.parse(text)
    const contact = this.#memory.text('contacts', ticket.contactId)
    this.#index.put(ticket, aboutOf(ticket, contact ? JSON.parse(contact) : undefined))
    this.#index.say(id, answeredOf(ticket))
    const { entries, notes } = this.#memory.homes.get(ticketHome(id))?.added ?? {}
    for (const added of [entries, notes]) for (const said of added?.texts() ?? []) this.#say(id, ticket, said)
  }

  async #readPiece(piece: ThreadPiece): Promise<void> {
    try {
      for (const run of await this.#threads.readPiece(piece)) {
        if (run instanceof Damaged) this.#notRead(run)
        else await this.#readRun(run)
        if (this.#isEnding) return
      }
    } catch (error) {
      this.#notRead(error)
    }
  }

  async #readRun({ home, texts }: RunTexts): Promise<void> {
    const id = home.startsWith(HOME) ? home.slice(HOME.length) : ''
    let revised = this.#revisedIn(id)
    for (const said of texts) {
      if (!revised) return
      this.#say(id, revised, said)
      if (!this.#pace.isSliceOver()) continue
      await this.#pace.pause()
      if (this.#isEnding) return
      // Something may have been taken back meanwhile.
      revised = this.#revisedIn(id)
    }
  }

  #notRead(error: unknown): void {
    this.#log.error(
      { err: error },
      'a part of the threads could not be read for the search; it is not found by its words',
    )
  }

  /** The head is read only where it says so: that takes longer than the words of a message. */
  #revisedIn(id: string): Revised | null {
    const head = this.#memory.text('tickets', id)
    if (!head) return null
    return head.includes('"revised":') ? JSON.parse(head) : NOTHING_REVISED
  }

  #say(id: string, revised: Revised, text: string): void {
    const said: EntryRecord | NoteRecord = JSON.parse(text)
    if (said.kind === 'note' || stands(revised, said)) this.#index.say(id, saidIn(said))
  }
}

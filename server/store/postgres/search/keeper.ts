// Keeps the words of tickets current in their tables: one copy at a time looks twice a second for tickets that were put,
// whoever put them, and reads what is new in them; beside that it goes back from the newest ticket to the first. A commit
// pays nothing for it. Partners: find.ts, which asks; migrations/0005-ticket-search.ts, the tables.

import { createHash } from 'node:crypto'
import { isForgiven } from '../../../../protocol/desk/desk-search.ts'
import type { Log } from '../../../log.ts'
import { Pace } from '../../pace.ts'
import type { ContactRecord, EntryRecord, NoteRecord, TicketRecord } from '../../records.ts'
import type { FoundTickets, TicketQuestion, TicketSearch } from '../../ticket-search.ts'
import {
  aboutOf,
  answeredOf,
  facet,
  facetsOf,
  saidIn,
  stands,
  WORDS_OF_TICKET,
  wordsKey,
} from '../../words-of-ticket.ts'
import type { Connection, Database } from '../database.ts'
import { exactly, findTickets } from './find.ts'
import { ALL_READ, keepMarks, type Marks, marksOn } from './marks.ts'

/** Any number, the same in every version: who holds it keeps the words. */
const KEEPING = 4_015_203_612
/** Between two looks, so long does a new word wait. */
const LOOK_MS = 500
/** While there is more to read it rests as long as it read where nobody else has anything to do, and longer where they do: up to this. */
const REST_MAX_MS = 2_000
/** In one transaction: some tens of milliseconds, most of them the database's. */
const TICKETS = 100
/** A commit becomes visible some time after its instant: no longer than this, for a statement ends before. */
const OVERLAP = '10 seconds'
/** Words that are known to be there; looked up anew when there are more. */
const KNOWN_WORDS = 100_000

interface Due {
  id: string
  text: string
  touched_at: string
  entries: number | null
  notes: number | null
  key: string | null
}

/** What is new in a ticket; `about` only where all of it was read. */
interface Read {
  id: string
  about: Set<string> | null
  words: Set<string>
  mark: { touchedAt: string; entries: number; notes: number; key: string }
}

export class SearchKeeper implements TicketSearch {
  readonly #database: Database
  readonly #log: Log
  readonly #pace = new Pace()
  readonly #known = new Set<string>()
  #areNewWords = false
  #running: Promise<void> | null = null
  #isEnding = false
  #wake = () => {}

  constructor(database: Database, log: Log) {
    this.#database = database
    this.#log = log
  }

  find(question: TicketQuestion, page: { limit: number; after?: string }): Promise<FoundTickets> {
    return findTickets(this.#database, question, page)
  }

  begin(): void {
    this.#running ??= this.#run()
  }

  async end(): Promise<void> {
    this.#isEnding = true
    this.#pace.hurry()
    this.#wake()
    await this.#running
  }

  async #run(): Promise<void> {
    for (let isFailing = false; !this.#isEnding; ) {
      const beganAt = performance.now()
      let isMore = false
      try {
        isMore = await this.#look()
        if (isFailing) this.#log.info({}, 'the search over tickets goes on')
        isFailing = false
      } catch (error) {
        if (!isFailing && !this.#isEnding)
          this.#log.error({ err: error }, 'the search over tickets could not be kept current; trying again')
        isFailing = true
        // Words that it was about to keep.
        this.#known.clear()
      }
      const tookMs = performance.now() - beganAt
      if (isMore) await this.#pace.pause(tookMs, REST_MAX_MS)
      else await this.#untilNextLook()
    }
  }

  #untilNextLook(): Promise<void> {
    if (this.#isEnding) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS)
      timer.unref()
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** @returns whether there is more to read at once */
  async #look(): Promise<boolean> {
    const connection = await this.#database.connect(Date.now() + this.#database.patienceMs)
    let isBroken = true
    try {
      await connection.query('BEGIN')
      this.#areNewWords = false
      const { rows } = await connection.query(`SELECT pg_try_advisory_xact_lock(${KEEPING}) AS mine`)
      const isMore = rows[0]?.mine === true && (await this.#readSome(connection))
      // What a crash takes of it is read anew, for it takes the marks, too: so nobody's message waits for its sync. Only new words are known
      // here from now on.
      await connection.query(this.#areNewWords ? 'COMMIT' : 'SET LOCAL synchronous_commit = off; COMMIT')
      isBroken = false
      return isMore
    } finally {
      this.#database.release(connection, isBroken)
    }
  }

  async #readSome(connection: Connection): Promise<boolean> {
    const marks = await marksOn(connection)
    const due = await this.#due(connection, marks)
    if (due.ids.size > 0) await this.#read(connection, [...due.ids])
    await keepMarks(connection, due.marks)
    return due.isMore
  }

  async #due(connection: Connection, { touched, back }: Marks) {
    const anew = await connection.query(
      `DELETE FROM ticket_words_due WHERE ticket_id IN (SELECT ticket_id FROM ticket_words_due LIMIT ${TICKETS}) RETURNING ticket_id`,
    )
    const ids = new Set<string>(anew.rows.map(({ ticket_id }) => ticket_id))
    if (ids.size > 0) {
      await connection.query('DELETE FROM ticket_words_read WHERE ticket_id = ANY ($1)', [[...ids]])
      await connection.query(
        'DELETE FROM ticket_words WHERE ticket_id = ANY ($1) AND NOT EXISTS (SELECT FROM tickets WHERE id = ticket_id)',
        [[...ids]],
      )
    }
    const put = await connection.query({
      name: 'tickets whose words are due',
      text: `SELECT id, greatest(tickets.touched_at, $1::timestamptz)::text AS at
        FROM tickets LEFT JOIN ticket_words_read AS read ON ticket_id = id
        WHERE tickets.touched_at >= $1::timestamptz - interval '${OVERLAP}' AND read.touched_at IS DISTINCT FROM tickets.touched_at
        ORDER BY tickets.touched_at, id LIMIT ${TICKETS}`,
      values: [touched],
    })
    for (const { id } of put.rows) ids.add(id)
    const isMorePut = put.rows.length === TICKETS
    const marks = { touched: isMorePut ? String(put.rows.at(-1)?.at) : touched, back }
    if (put.rows.length === 0) {
      const { rows } = await connection.query('SELECT clock_timestamp()::text AS now')
      marks.touched = rows[0]?.now
    }
    const isBehind = anew.rows.length === TICKETS || isMorePut
    if (isBehind || back === ALL_READ) return { ids, marks, isMore: isBehind }
    const older = await connection.query(
      `SELECT id FROM tickets WHERE id < $1 ORDER BY id DESC LIMIT ${TICKETS}`,
      [back],
    )
    for (const { id } of older.rows) ids.add(id)
    marks.back = older.rows.length === TICKETS ? older.rows.at(-1)?.id : ALL_READ
    if (marks.back === ALL_READ) this.#log.info({}, 'the search over tickets is whole')
    return { ids, marks, isMore: marks.back !== ALL_READ }
  }

  async #read(connection: Connection, ids: string[]): Promise<void> {
    const { rows } = await connection.query<Due>({
      name: 'tickets to read words of',
      text: `SELECT tickets.id, tickets.record::text AS text, tickets.touched_at::text AS touched_at,
          read.entries, read.notes, read.key
        FROM tickets LEFT JOIN ticket_words_read AS read ON ticket_id = tickets.id
        WHERE tickets.id = ANY ($1::text[])`,
      values: [ids],
    })
    const due = await this.#each(rows, (row) => {
      const ticket: TicketRecord = JSON.parse(row.text)
      const key = createHash('sha256')
        .update(wordsKey(ticket))
        .update(facetsOf(ticket).join('\n'))
        .digest('base64')
      const isKnown = row.key === key
      const entries = isKnown ? (row.entries ?? 0) : 0
      const notes = isKnown ? (row.notes ?? 0) : 0
      return { row, ticket, key, isKnown, entries, notes }
    })
    const contacts = await contactsOf(
      connection,
      due.filter(({ isKnown }) => !isKnown).map(({ ticket }) => ticket.contactId),
    )
    const entries = await threads(
      connection,
      'entries',
      'sequence',
      due.map(({ row, entries }) => [row.id, entries]),
    )
    const notes = await threads(
      connection,
      'notes',
      'note_sequence',
      due.map(({ row, notes }) => [row.id, notes]),
    )
    const read = await this.#each(due, ({ row, ticket, key, isKnown, ...upTo }): Read => {
      const said: EntryRecord[] = (entries.get(row.id) ?? []).map((text) => JSON.parse(text))
      const noted: NoteRecord[] = (notes.get(row.id) ?? []).map((text) => JSON.parse(text))
      const words = new Set(isKnown ? [] : answeredOf(ticket))
      for (const entry of said) if (stands(ticket, entry)) for (const word of saidIn(entry)) words.add(word)
      for (const note of noted) for (const word of saidIn(note)) words.add(word)
      const about = isKnown ? null : aboutOf(ticket, contacts.get(ticket.contactId))
      if (about)
        for (const one of [...facetsOf(ticket), facet('number', String(ticket.number))]) about.add(one)
      const mark = {
        touchedAt: row.touched_at,
        entries: said.at(-1)?.sequence ?? upTo.entries,
        notes: noted.at(-1)?.noteSequence ?? upTo.notes,
        key,
      }
      return { id: row.id, about, words, mark }
    })
    await this.#keep(connection, read)
  }

  /** One after the other, and others have their turn between: a hundred in one go are ten milliseconds in which nobody is answered. */
  async #each<One, Result>(all: One[], make: (one: One) => Result): Promise<Result[]> {
    const made: Result[] = []
    for (const one of all) {
      if (this.#pace.isSliceOver()) await this.#pace.turn()
      made.push(make(one))
    }
    return made
  }

  async #keep(connection: Connection, read: Read[]): Promise<void> {
    const whole = read.filter(({ about }) => about)
    const more = read.filter(({ about, words }) => !about && words.size > 0)
    if (whole.length > 0) {
      await connection.query({
        name: 'keep words of tickets',
        text: `INSERT INTO ticket_words (ticket_id, about, words)
          SELECT id, about::tsvector, (about || ' ' || said)::tsvector FROM unnest($1::text[], $2::text[], $3::text[]) AS read (id, about, said)
          ON CONFLICT (ticket_id) DO UPDATE SET about = excluded.about, words = excluded.words`,
        values: [
          whole.map(({ id }) => id),
          whole.map(({ about }) => vector(about ?? [])),
          whole.map(({ words }) => vector(words)),
        ],
      })
    }
    if (more.length > 0) {
      await connection.query({
        name: 'add words of tickets',
        text: `UPDATE ticket_words SET words = words || said::tsvector
          FROM unnest($1::text[], $2::text[]) AS read (id, said)
          WHERE ticket_id = id AND length(words) < ${WORDS_OF_TICKET} AND words || said::tsvector <> words`,
        values: [more.map(({ id }) => id), more.map(({ words }) => vector(words))],
      })
    }
    await this.#keepVocabulary(connection, read)
    await connection.query({
      name: 'keep how far tickets were read',
      text: `INSERT INTO ticket_words_read (ticket_id, touched_at, entries, notes, key)
        SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::integer[], $4::integer[], $5::text[])
        ON CONFLICT (ticket_id) DO UPDATE
        SET touched_at = excluded.touched_at, entries = excluded.entries, notes = excluded.notes, key = excluded.key`,
      values: [
        read.map(({ id }) => id),
        ...(['touchedAt', 'entries', 'notes', 'key'] as const).map((name) =>
          read.map(({ mark }) => mark[name]),
        ),
      ],
    })
  }

  async #keepVocabulary(connection: Connection, read: Read[]): Promise<void> {
    const fresh = new Set<string>()
    for (const { about, words } of read)
      for (const list of [about ?? [], words])
        for (const word of list)
          if (isForgiven(word) && !word.includes(':') && !this.#known.has(word)) fresh.add(word)
    if (fresh.size === 0) return
    this.#areNewWords = true
    await connection.query({
      name: 'keep words',
      text: 'INSERT INTO search_words SELECT * FROM unnest($1::text[]) ON CONFLICT DO NOTHING',
      values: [[...fresh].sort()],
    })
    if (this.#known.size + fresh.size > KNOWN_WORDS) this.#known.clear()
    for (const word of fresh) this.#known.add(word)
  }
}

async function contactsOf(connection: Connection, ids: string[]): Promise<Map<string, ContactRecord>> {
  if (ids.length === 0) return new Map()
  const { rows } = await connection.query({
    name: 'contacts of tickets to read words of',
    text: 'SELECT id, record::text AS text FROM contacts WHERE id = ANY ($1::text[])',
    values: [[...new Set(ids)]],
  })
  return new Map(rows.map(({ id, text }) => [id, JSON.parse(text)]))
}

/** What came after the place up to which each was read: each a record, as JSON. */
async function threads(
  connection: Connection,
  table: 'entries' | 'notes',
  column: string,
  asked: [ticketId: string, upTo: number][],
): Promise<Map<string, string[]>> {
  const { rows } = await connection.query({
    name: `${table} to read words of`,
    text: `SELECT kept.ticket_id AS id, kept.record::text AS text FROM unnest($1::text[], $2::integer[]) AS asked (ticket_id, up_to)
      JOIN ${table} AS kept ON kept.ticket_id = asked.ticket_id AND kept.${column} > asked.up_to
      ORDER BY kept.ticket_id, kept.${column}`,
    values: [asked.map(([id]) => id), asked.map(([, upTo]) => upTo)],
  })
  const found = new Map<string, string[]>()
  for (const { id, text } of rows) {
    const there = found.get(id)
    if (there) there.push(text)
    else found.set(id, [text])
  }
  return found
}

/** As the database reads it; of very many, the first. */
const vector = (words: Iterable<string>): string =>
  [...words].slice(0, WORDS_OF_TICKET).map(exactly).join(' ')

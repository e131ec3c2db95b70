// What else could keep the same records: a bare log that appends and syncs what waits together and that nobody can read,
// lowdb as it comes, and SQLite with better-sqlite3, where that is installed.

import { open } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import { codeOf } from '../../server/store/lowdb/files.ts'
import type { ClientIdRecord, EntryRecord, TicketRecord } from '../../server/store/records.ts'
import { nextTurn, type Send } from './measure.ts'
import { ACTIVE, mailOf, messageTo, ticketOf } from './records.ts'

const ticketAt = (writer: number, n: number) => (writer * 37 + n * 71) % ACTIVE

export interface Contender {
  message: Send
  record?: Send
  close(): Promise<void>
}

export async function bareLog(path: string): Promise<Required<Contender>> {
  const file = await open(path, 'w')
  const tickets = Array.from({ length: ACTIVE }, (_, number) => ticketOf(number))
  let waiting: { line: string; done: () => void }[] = []
  let writing = false
  let end = 0
  let sent = 0

  async function writeAll(): Promise<void> {
    writing = true
    for (await nextTurn(); waiting.length > 0; await nextTurn()) {
      const batch = waiting
      waiting = []
      const bytes = Buffer.from(batch.map(({ line }) => line).join(''))
      await file.write(bytes, 0, bytes.length, end)
      end += bytes.length
      await file.datasync()
      for (const { done } of batch) done()
    }
    writing = false
  }

  function append(value: unknown): Promise<void> {
    return new Promise<void>((done) => {
      waiting.push({ line: `${JSON.stringify(value)}\n`, done })
      if (!writing) void writeAll()
    })
  }

  return {
    record: (writer) => append(mailOf(writer)),
    message(writer, n) {
      const ticket = tickets[ticketAt(writer, n)]
      if (!ticket) throw new Error('there is no such ticket')
      const records = messageTo(ticket, writer, `client-${sent++}`)
      tickets[ticketAt(writer, n)] = records.head
      return append(records)
    },
    close: () => file.close(),
  }
}

/** @param messages what is in its one file before */
export async function plainLowdb(path: string, messages: number): Promise<Contender> {
  const data: { tickets: TicketRecord[]; entries: EntryRecord[]; clientIds: ClientIdRecord[] } = {
    tickets: Array.from({ length: ACTIVE }, (_, number) => ticketOf(number)),
    entries: [],
    clientIds: [],
  }
  const db = new Low(new JSONFile<typeof data>(path), data)
  let sent = 0
  const put = (at: number, writer: number) => {
    const ticket = db.data.tickets[at]
    if (!ticket) throw new Error(`ticket ${at} is missing`)
    const { entry, head, clientId } = messageTo(ticket, writer, `client-${sent++}`)
    db.data.entries.push(entry)
    db.data.tickets[at] = head
    db.data.clientIds.push(clientId)
  }
  for (let n = 0; n < messages; n++) put(n % ACTIVE, n % 500)
  return {
    async message(writer, n) {
      put(ticketAt(writer, n), writer)
      await db.write()
    },
    close: async () => undefined,
  }
}

interface Sqlite {
  pragma(text: string): unknown
  exec(sql: string): void
  prepare(sql: string): {
    run(...values: unknown[]): void
    get(...values: unknown[]): { head: string } | undefined
  }
  close(): void
}

/** Built from source, in a folder of its own: only this bench wants it. Its version 13 needs a newer Node than ours. */
const SQLITE_FOLDER = '.cache/sqlite'
export const INSTALL_SQLITE = `npm install --prefix ${SQLITE_FOLDER} better-sqlite3@12`

/** Those who wait share a transaction, as they share a sync elsewhere. @returns null where it is not installed */
export function sqlite(path: string, messages: number): Contender | null {
  const db = openSqlite(path)
  return db && onSqlite(db, messages)
}

function onSqlite(db: Sqlite, messages: number): Contender {
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec(`create table tickets (id text primary key, head text) without rowid;
    create table entries (ticket text, sequence integer, entry text, primary key (ticket, sequence)) without rowid;
    create table client_ids (writer text, name text, record text, primary key (writer, name)) without rowid`)
  const find = db.prepare('select head from tickets where id = ?')
  const known = db.prepare('select record as head from client_ids where writer = ? and name = ?')
  const putTicket = db.prepare('insert or replace into tickets values (?, ?)')
  const putEntry = db.prepare('insert into entries values (?, ?, ?)')
  const putName = db.prepare('insert into client_ids values (?, ?, ?)')
  const put = (ticketId: string, writer: number, name: string) => {
    if (known.get(`ctc_${writer}`, name)) return
    const ticket: TicketRecord = JSON.parse(find.get(ticketId)?.head ?? '')
    const { entry, head, clientId } = messageTo(ticket, writer, name)
    putEntry.run(ticketId, entry.sequence, JSON.stringify(entry))
    putTicket.run(ticketId, JSON.stringify(head))
    putName.run(clientId.writerId, name, JSON.stringify(clientId))
  }
  const tickets = Math.max(ACTIVE, messages / 10)
  db.exec('begin')
  for (let number = 0; number < tickets; number++)
    putTicket.run(`tkt_${number}`, JSON.stringify(ticketOf(number)))
  for (let n = 0; n < messages; n++) put(`tkt_${n % tickets}`, n % 500, `history-${n}`)
  db.exec('commit')
  db.pragma('wal_checkpoint(TRUNCATE)')

  let sent = 0
  let waiting: { ticketId: string; writer: number; done: () => void }[] = []
  let writing = false
  async function writeAll(): Promise<void> {
    writing = true
    for (await nextTurn(); waiting.length > 0; await nextTurn()) {
      const batch = waiting
      waiting = []
      db.exec('begin immediate')
      for (const { ticketId, writer } of batch) put(ticketId, writer, `client-${sent++}`)
      db.exec('commit')
      for (const { done } of batch) done()
    }
    writing = false
  }
  return {
    message: (writer, n) =>
      new Promise<void>((done) => {
        waiting.push({ ticketId: `tkt_${tickets - 1 - ticketAt(writer, n)}`, writer, done })
        if (!writing) void writeAll()
      }),
    close: async () => db.close(),
  }
}

function openSqlite(path: string): Sqlite | null {
  const fromFolder = createRequire(join(process.cwd(), SQLITE_FOLDER, 'package.json'))
  try {
    return new (fromFolder('better-sqlite3'))(path)
  } catch (error) {
    if (codeOf(error) === 'MODULE_NOT_FOUND') return null
    throw error
  }
}

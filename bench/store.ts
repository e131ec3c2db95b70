// What does durable cost? Commits a second that are on disk when they are acknowledged, from 1, 16 and 64 writers,
// beside a bare log that only appends and syncs the same records, and beside lowdb as it comes.

import { mkdtemp, open, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import { openLowdbStore } from '../server/store/lowdb/store.ts'
import type { ClientIdRecord, EntryRecord, MailRecord, TicketRecord } from '../server/store/records.ts'

const WRITERS = [1, 16, 64]
/** Open tickets among which the messages fall: a busy desk. */
const TICKETS = 2_000
/** Each measure; fifteen of them and the setup stay under 20 s. */
const MEASURE_MS = 1_000

type Send = (writer: number, n: number) => Promise<unknown>
interface Rate {
  perSecond: number
  p50Ms: number
  p99Ms: number
}

/** The folder decides: /tmp may be memory, where a sync costs nothing. */
export async function bench(args: string[] = []): Promise<void> {
  const folder = await mkdtemp(join(args[0] ?? tmpdir(), 'helpdock-bench-'))
  const rows: string[] = []
  try {
    const store = await embeddedStore(join(folder, 'store'))
    const log = await bareLog(join(folder, 'log'))
    const lowdb = await plainLowdb(join(folder, 'lowdb.json'))
    for (const what of ['message', 'record'] as const) {
      for (const writers of WRITERS) {
        const kept = await measure(writers, store[what])
        const bare = await measure(writers, log[what])
        const plain = what === 'message' ? count(await measure(writers, lowdb.message)) : ''
        const latency = `${kept.p50Ms.toFixed(1)} / ${kept.p99Ms.toFixed(1)}`
        const share = Math.round((100 * kept.perSecond) / bare.perSecond)
        rows.push(
          `| ${what} | ${writers} | ${count(kept)} | ${latency} | ${count(bare)} | ${share} % | ${plain} |`,
        )
      }
    }
    await store.close()
    await log.close()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  console.log(`Durable commits a second; ${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}, Node ${process.version}.

message: a client id is looked up, one of ${TICKETS} tickets is read, then entry, ticket and client id are kept in one
commit. record: one small record is kept. The bare log appends the same records as JSON and syncs what waits together;
nobody can read it. lowdb as it comes holds the same tickets in one file that it rewrites, and does not sync.

| what | writers | store/s | p50 / p99 ms | bare log/s | store : log | plain lowdb/s, not durable |
| :--- | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}`)
}

async function measure(writers: number, send: Send): Promise<Rate> {
  const tookMs: number[] = []
  const began = performance.now()
  const until = began + MEASURE_MS
  const write = async (writer: number) => {
    for (let n = 0; performance.now() < until; n++) {
      const sentAt = performance.now()
      await send(writer, n)
      tookMs.push(performance.now() - sentAt)
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
  const seconds = (performance.now() - began) / 1_000
  tookMs.sort((one, other) => one - other)
  const quantile = (share: number) => tookMs[Math.floor(tookMs.length * share)] ?? 0
  return { perSecond: tookMs.length / seconds, p50Ms: quantile(0.5), p99Ms: quantile(0.99) }
}

async function embeddedStore(dir: string): Promise<{ message: Send; record: Send; close(): Promise<void> }> {
  const silent = { info() {}, warn() {}, error() {} }
  const store = await openLowdbStore({ dir, log: silent })
  await store.commit(async (tx) => {
    for (let number = 0; number < TICKETS; number++) await tx.tickets.put(ticketOf(number))
  })
  let sent = 0
  return {
    record: (writer) => store.commit((tx) => tx.mails.put(mailOf(writer))),
    message: (writer, n) =>
      store.commit(async (tx) => {
        const ticketId = `tkt_${(writer * 37 + n * 71) % TICKETS}`
        const name = `client-${sent++}`
        if (await tx.clientIds.find(`ctc_${writer}`, name)) return
        const ticket = await tx.tickets.find(ticketId)
        if (!ticket) throw new Error(`${ticketId} is missing`)
        const { entry, head, clientId } = messageTo(ticket, writer, name)
        await tx.entries.append(entry)
        await tx.tickets.put(head)
        await tx.clientIds.put(clientId)
      }),
    close: () => store.close(),
  }
}

async function bareLog(path: string): Promise<{ message: Send; record: Send; close(): Promise<void> }> {
  const file = await open(path, 'w')
  const tickets = Array.from({ length: TICKETS }, (_, number) => ticketOf(number))
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
      const at = (writer * 37 + n * 71) % TICKETS
      const ticket = tickets[at]
      if (!ticket) throw new Error(`ticket ${at} is missing`)
      const records = messageTo(ticket, writer, `client-${sent++}`)
      tickets[at] = records.head
      return append(records)
    },
    close: () => file.close(),
  }
}

async function plainLowdb(path: string): Promise<{ message: Send }> {
  const data: { tickets: TicketRecord[]; entries: EntryRecord[]; clientIds: ClientIdRecord[] } = {
    tickets: Array.from({ length: TICKETS }, (_, number) => ticketOf(number)),
    entries: [],
    clientIds: [],
  }
  const db = new Low(new JSONFile<typeof data>(path), data)
  let sent = 0
  return {
    async message(writer, n) {
      const at = (writer * 37 + n * 71) % TICKETS
      const ticket = db.data.tickets[at]
      if (!ticket) throw new Error(`ticket ${at} is missing`)
      const { entry, head, clientId } = messageTo(ticket, writer, `client-${sent++}`)
      db.data.entries.push(entry)
      db.data.tickets[at] = head
      db.data.clientIds.push(clientId)
      await db.write()
    },
  }
}

function ticketOf(number: number): TicketRecord {
  const at = new Date().toISOString()
  return {
    id: `tkt_${number}`,
    number,
    type: 'question',
    state: 'open',
    subject: 'My rotation is not on the dashboard',
    contactId: `ctc_${number % 500}`,
    assigneeId: null,
    mergeId: null,
    createdAt: at,
    updatedAt: at,
    newestSequence: 0,
    newestNote: 0,
    seenByContact: 0,
    seenByAgent: 0,
    mailedUpTo: 0,
    lastEntry: { sequence: 0, author: 'contact', name: 'Maya', snippet: '', at },
    waitingSince: at,
    firstReplyAt: null,
    handover: {
      reads: [{ slug: 'user-already-exists', title: 'It says that my user already exists', helped: 'no' }],
      searches: ['alredy exists'],
    },
  }
}

function mailOf(writer: number): MailRecord {
  return {
    id: `mal_${writer}`,
    to: 'maya@school.example',
    subject: 'Omar answered: my rotation is not on the dashboard',
    text: 'It is on your school account; a merge brings both together.',
    state: 'queued',
    attempts: [],
    createdAt: new Date().toISOString(),
  }
}

function messageTo(
  ticket: TicketRecord,
  writer: number,
  name: string,
): { entry: EntryRecord; head: TicketRecord; clientId: ClientIdRecord } {
  const at = new Date().toISOString()
  const sequence = ticket.newestSequence + 1
  const text = 'It says that my user already exists, and I cannot log in with my school address.'
  const author = { kind: 'contact' as const, id: `ctc_${writer}`, name: 'Maya' }
  return {
    entry: {
      kind: 'message',
      id: `msg_${ticket.id}_${sequence}`,
      ticketId: ticket.id,
      sequence,
      clientId: name,
      author,
      text,
      createdAt: at,
    },
    head: {
      ...ticket,
      newestSequence: sequence,
      updatedAt: at,
      lastEntry: { sequence, author: 'contact', name: 'Maya', snippet: text.slice(0, 60), at },
    },
    clientId: {
      writerId: author.id,
      clientId: name,
      fingerprint: '0f343b0931126a20f133d67c2b018a3b0f343b0931126a20f133d67c2b018a3b',
      ticketId: ticket.id,
      sequence,
      noteId: null,
      mergeId: null,
    },
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function count({ perSecond }: Rate): string {
  return Math.round(perSecond).toLocaleString('en')
}

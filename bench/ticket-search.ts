// How long does an agent wait for a search over all tickets, for a contact by name, or for a view by field, and what does it cost to keep them? Both stores,
// with 100,000 tickets of eight messages each and as many contacts, asked the same questions. `npm run bench -- ticket-search [tickets]`.
// Writes results/ticket-search.md, and the plans of hot questions on PostgreSQL to results/ticket-search-plans.md.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import pg from 'pg'
import { formsOf } from '../protocol/desk/desk-search.ts'
import { openLowdbStore } from '../server/store/lowdb/store.ts'
import { openPostgresStore } from '../server/store/postgres/store.ts'
import type { Store } from '../server/store/store.ts'
import { searchTickets } from '../server/tickets/search.ts'
import { omar } from '../test/faults/records.ts'
import { throwAwayServer } from '../test/stage/postgres-server.ts'
import { middle, quantile } from './parts/quantiles.ts'
import { cpuMsBelow } from './store/usage.ts'
import { chatIn } from './ticket-search/chat.ts'
import { askedOf, askedOfContacts, type Desk, deskOf, fillDatabase, fillDesk } from './ticket-search/desk.ts'
import { plansOf } from './ticket-search/plans.ts'
import { type Measured, report, type Wait } from './ticket-search/report.ts'
import { viewWaitsOf } from './ticket-search/views.ts'

const TICKETS = 100_000
/** Each kind of question is asked so often, with other words each time … */
const TIMES = 100
/** … and so often while somebody writes. */
const TIMES_BESIDE = 20
const ALONE_MS = 3_000
/** As the console asks: who is not among them takes a word more. */
const CONTACTS_SHOWN = 8
const log = { info() {}, warn: console.warn, error: console.error }
const now = () => new Date()

export async function bench(args: string[] = []): Promise<void> {
  const tickets = Number(args[0] ?? TICKETS)
  const desk = deskOf(tickets)
  const inMemory = await embedded(desk)
  // What there is, should the longer half not come to its end.
  if (tickets >= TICKETS) await report([inMemory], '', TIMES)
  const server = await throwAwayServer({ sharedBuffers: '512MB' })
  try {
    const measured = [inMemory, await onPostgres(desk, server)]
    say('explaining its statements')
    const plans = await plansOf(desk, server.url)
    if (tickets >= TICKETS) await report(measured, plans, TIMES)
    else console.log(measured.map((one) => JSON.stringify(one, null, 1)).join('\n'))
  } finally {
    await server.end()
  }
}

const beganAt = performance.now()
const say = (line: string) => console.log(`${((performance.now() - beganAt) / 1_000).toFixed(0)} s: ${line}`)

async function embedded(desk: Desk): Promise<Measured> {
  say('filling the embedded store')
  const dir = await mkdtemp(join(tmpdir(), 'helpdock-search-'))
  const filled = await openLowdbStore({ dir, log })
  await fillDesk(filled, desk)
  await filled.close()
  const openedAt = performance.now()
  const store = await openLowdbStore({ dir, log })
  const openS = (performance.now() - openedAt) / 1_000
  collect()
  const before = memory()
  const { index, alone, reading } = await whole(store, process.pid)
  collect()
  const megabytes = `${(memory() - before).toFixed(0)} (heap and buffers)`
  const asked = await waitsOf(store, desk, process.pid)
  await store.close()
  await rm(dir, { recursive: true, force: true })
  const { asking, ...waits } = asked
  const chat = { alone, reading, asking }
  return { store: 'embedded', tickets: desk.tickets, openS, ...index, megabytes, chat, ...waits }
}

async function onPostgres(desk: Desk, server: { url: string; pid(): number }): Promise<Measured> {
  const openedAt = performance.now()
  const store = await openPostgresStore({ url: server.url, log })
  const openS = (performance.now() - openedAt) / 1_000
  say('filling PostgreSQL')
  await fillDatabase(server.url, desk)
  const { index, alone, reading } = await whole(store, server.pid())
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query('VACUUM ANALYZE')
  const { rows } = await client.query(
    `SELECT round(sum(pg_total_relation_size(oid)) / 1e6) AS mb FROM pg_class
     WHERE relkind = 'r' AND relname IN ('ticket_words', 'ticket_words_read', 'search_words')`,
  )
  await client.end()
  const { asking, ...waits } = await waitsOf(store, desk, server.pid())
  await store.close()
  const megabytes = `${rows[0]?.mb} (tables and indexes)`
  const chat = { alone, reading, asking }
  return { store: 'PostgreSQL', tickets: desk.tickets, openS, ...index, megabytes, chat, ...waits }
}

/** From the start until every ticket is in it; the processor time of the process that has the index, and of ours. */
async function whole(store: Store, pid: number) {
  const ended = await chatIn(store)
  await new Promise((resolve) => setTimeout(resolve, ALONE_MS))
  const alone = await ended()
  say('reading its tickets')
  const beganAt = performance.now()
  const began = cpuMsOf(pid)
  const ends = await chatIn(store)
  store.search.begin()
  for (;;) {
    const { isWhole } = await store.search.find({ words: ['zzz'], facets: [] }, { limit: 1 })
    if (isWhole) break
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const index = {
    indexS: (performance.now() - beganAt) / 1_000,
    cpuS: (cpuMsOf(pid) - began) / 1_000,
  }
  return { index, alone, reading: await ends() }
}

/** @param pid of the process that answers; ours is counted anyway */
async function waitsOf(store: Store, desk: Desk, pid: number) {
  const ask = async (query: string) => {
    const { found } = await searchTickets({ read: store.read, search: store.search, now }, omar, { query })
    return found.length
  }
  const askContacts = async (query: string) => {
    const contacts = await store.read.contacts.search({ words: formsOf(query), limit: CONTACTS_SHOWN })
    return contacts.length
  }
  say('asking for tickets')
  const ofTickets = await timesOf(askedOf(desk), ask, pid)
  say('counting views')
  const views = await viewWaitsOf(store, { tickets: desk.tickets, cpuMs: () => cpuMsOf(pid), say })
  say('asking for contacts')
  const beganAt = performance.now()
  await askContacts('qxqx')
  const firstContactMs = performance.now() - beganAt
  const ofContacts = await timesOf(askedOfContacts(desk), askContacts, pid)
  say('asking while somebody writes')
  const ends = await chatIn(store)
  for (let time = 0; time < TIMES_BESIDE; time++)
    for (const queryOf of Object.values(askedOf(desk))) {
      await ask(queryOf(time))
      // As between two questions that come over a socket.
      await new Promise((resolve) => setImmediate(resolve))
    }
  return { waits: ofTickets, views, contactWaits: ofContacts, firstContactMs, asking: await ends() }
}

async function timesOf(
  kinds: Record<string, (n: number) => string>,
  ask: (query: string) => Promise<number>,
  pid: number,
): Promise<Wait[]> {
  const waits: Wait[] = []
  for (const [what, queryOf] of Object.entries(kinds)) {
    for (let time = 1; time <= 5; time++) await ask(queryOf(TIMES + time))
    const began = cpuMsOf(pid)
    const tookMs: number[] = []
    let found = 0
    for (let time = 0; time < TIMES; time++) {
      const beganAt = performance.now()
      found += await ask(queryOf(time))
      tookMs.push(performance.now() - beganAt)
    }
    const cpuMs = (cpuMsOf(pid) - began) / TIMES
    const wait = { what, found: found / TIMES, p50: middle(tookMs), p99: quantile(tookMs, 0.99), cpuMs }
    waits.push(wait)
    say(
      `  ${what}: ${wait.p50.toFixed(1)} / ${wait.p99.toFixed(1)} / ${cpuMs.toFixed(1)} ms, ${wait.found} found`,
    )
  }
  return waits
}

/** Processor time of this process and, where it is another one, of that. */
function cpuMsOf(pid: number): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000 + (pid === process.pid ? 0 : cpuMsBelow(pid))
}

/** What nobody holds any more is no part of what an index takes. */
function collect(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

/** In megabytes. */
function memory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1e6
}

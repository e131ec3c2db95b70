// How long does an agent wait for a search over all tickets, and what does it cost to keep it? Both stores, with
// 100,000 tickets of eight messages each, asked the same questions. `npm run bench -- ticket-search [tickets]`.
// Writes results/ticket-search.md, and the plans of hot questions on PostgreSQL to results/ticket-search-plans.md.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import pg from 'pg'
import { openLowdbStore } from '../server/store/lowdb/store.ts'
import { Database, SETTINGS } from '../server/store/postgres/database.ts'
import { findTickets } from '../server/store/postgres/search/find.ts'
import { openPostgresStore } from '../server/store/postgres/store.ts'
import type { Store } from '../server/store/store.ts'
import type { TicketQuestion } from '../server/store/ticket-search.ts'
import { searchTickets } from '../server/tickets/search.ts'
import { omar } from '../test/faults/records.ts'
import { throwAwayServer } from '../test/postgres-server.ts'
import { cpuMsBelow } from './store/usage.ts'
import { chatIn, type Waits } from './ticket-search/chat.ts'
import { askedOf, type Desk, deskOf, fillDatabase, fillDesk } from './ticket-search/desk.ts'

const TICKETS = 100_000
/** Each kind of question is asked so often, with other words each time … */
const TIMES = 100
/** … and so often while somebody writes. */
const TIMES_BESIDE = 20
const ALONE_MS = 3_000
/** The first results of any question, at the 99th of a hundred. */
const AIM_MS = 100
const log = { info() {}, warn: console.warn, error: console.error }
const now = () => new Date()

interface Measured {
  store: string
  tickets: number
  openS: number
  indexS: number
  cpuS: number
  megabytes: string
  /** Of messages: with nothing else to do, while tickets are read, and while questions are asked. */
  chat: { alone: Waits; reading: Waits; asking: Waits }
  /** `cpuMs`: of one question, in the program and the database. */
  waits: { what: string; found: number; p50: number; p99: number; cpuMs: number }[]
}

export async function bench(args: string[] = []): Promise<void> {
  const most = Number(args[0] ?? TICKETS)
  const measured: Measured[] = []
  let plans = ''
  for (const tickets of [most]) {
    const desk = deskOf(tickets)
    measured.push(await embedded(desk))
    console.log(JSON.stringify(measured.at(-1)))
    // PostgreSQL takes longer to fill than all of this.
    if (most >= TICKETS) await report(measured, plans)
    const server = await throwAwayServer({ sharedBuffers: '512MB' })
    try {
      measured.push(await onPostgres(desk, server))
      console.log(JSON.stringify(measured.at(-1)))
      plans = await plansOf(desk, server.url)
    } finally {
      await server.end()
    }
  }
  if (most >= TICKETS) await report(measured, plans)
  else console.log(plans)
}

async function embedded(desk: Desk): Promise<Measured> {
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
  const { waits, asking } = await waitsOf(store, desk, process.pid)
  await store.close()
  await rm(dir, { recursive: true, force: true })
  const chat = { alone, reading, asking }
  return { store: 'embedded', tickets: desk.tickets, openS, ...index, megabytes, chat, waits }
}

async function onPostgres(desk: Desk, server: { url: string; pid(): number }): Promise<Measured> {
  const openedAt = performance.now()
  const store = await openPostgresStore({ url: server.url, log })
  const openS = (performance.now() - openedAt) / 1_000
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
  const { waits, asking } = await waitsOf(store, desk, server.pid())
  await store.close()
  const megabytes = `${rows[0]?.mb} (tables and indexes)`
  const chat = { alone, reading, asking }
  return { store: 'PostgreSQL', tickets: desk.tickets, openS, ...index, megabytes, chat, waits }
}

/** From the start until every ticket is in it; the processor time of the process that has the index, and of ours. */
async function whole(store: Store, pid: number) {
  const ended = await chatIn(store)
  await new Promise((resolve) => setTimeout(resolve, ALONE_MS))
  const alone = await ended()
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
  const kinds = Object.entries(askedOf(desk))
  const ask = async (query: string) => {
    const beganAt = performance.now()
    const { found } = await searchTickets({ read: store.read, search: store.search, now }, omar, { query })
    return { found: found.length, tookMs: performance.now() - beganAt }
  }
  const waits: Measured['waits'] = []
  for (const [what, queryOf] of kinds) {
    for (let time = 1; time <= 5; time++) await ask(queryOf(TIMES + time))
    const began = cpuMsOf(pid)
    const asked: Awaited<ReturnType<typeof ask>>[] = []
    for (let time = 0; time < TIMES; time++) asked.push(await ask(queryOf(time)))
    const cpuMs = (cpuMsOf(pid) - began) / TIMES
    const found = asked.reduce((sum, one) => sum + one.found, 0) / TIMES
    const tookMs = asked.map((one) => one.tookMs).sort((a, b) => a - b)
    const at = (share: number) => tookMs[Math.min(TIMES - 1, Math.floor(TIMES * share))] ?? 0
    waits.push({ what, found, p50: at(0.5), p99: at(0.99), cpuMs })
  }
  const ends = await chatIn(store)
  for (let time = 0; time < TIMES_BESIDE; time++)
    for (const [, queryOf] of kinds) {
      await ask(queryOf(time))
      // As between two questions that come over a socket.
      await new Promise((resolve) => setImmediate(resolve))
    }
  return { waits, asking: await ends() }
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

/** Of all statements that one question of each kind leads to. */
async function plansOf(desk: Desk, url: string): Promise<string> {
  const store = await openPostgresStore({ url, log })
  const database = new Database(url, log, 1_000)
  const client = new pg.Client({ connectionString: url, options: SETTINGS })
  await client.connect()
  const plans: string[] = []
  for (const [what, queryOf] of Object.entries(askedOf(desk))) {
    const texts: string[] = []
    const query = (statement: pg.QueryConfig) => {
      if (!statement.name) texts.push(statement.text)
      return database.query(statement)
    }
    const search = {
      find: (question: TicketQuestion, page: { limit: number }) => findTickets({ query }, question, page),
      begin() {},
    }
    await searchTickets({ read: store.read, search, now }, omar, { query: queryOf(1) })
    for (const [at, text] of texts.entries()) {
      const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS) ${text}`)
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      plans.push(
        `## ${what}${at > 0 ? `, statement ${at + 1}` : ''}: ${queryOf(1)}\n\n\`\`\`\n${plan}\n\`\`\`\n`,
      )
    }
  }
  await client.end()
  await database.close()
  await store.close()
  return plans.join('\n')
}

async function report(measured: Measured[], plans: string): Promise<void> {
  const count = (n: number) => n.toLocaleString('en')
  const whats = measured[0]?.waits.map(({ what }) => what) ?? []
  const heads = measured.map(({ store, tickets }) => `${store}, ${count(tickets)}`)
  const line = (name: string, of: (one: Measured) => string) =>
    `| ${[name, ...measured.map(of)].join(' | ')} |`
  const times = (what: string) => (one: Measured) => {
    const wait = one.waits.find((other) => other.what === what)
    return wait ? `${wait.p50.toFixed(1)} / ${wait.p99.toFixed(1)} / ${wait.cpuMs.toFixed(1)}` : ''
  }
  const load = loadavg()[0] ?? 0
  const worst = ({ waits }: Measured) => Math.max(...waits.map(({ p99 }) => p99))
  const aim = (one: Measured) => `${worst(one).toFixed(0)}, ${worst(one) < AIM_MS ? 'met' : '**missed**'}`
  const meanwhile = (when: keyof Measured['chat']) => (one: Measured) =>
    `${one.chat[when].p50.toFixed(1)} / ${one.chat[when].p99.toFixed(1)}`
  await writeFile(
    'bench/results/ticket-search.md',
    `# The search over all tickets

\`npm run bench -- ticket-search\`: tickets of eight messages, 22 words each, from a vocabulary in which the commonest word is in every message and most are rare.
Milliseconds from the question to the first page with its stretches, as \`ticket.search\` answers it, one after the other, ${TIMES} of each kind:
the middle and the 99th of 100, and the processor time of one. On PostgreSQL database and program share the processors. Load ${load.toFixed(1)} on ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}.

| question | ${heads.join(' | ')} |
| --- |${heads.map(() => ' ---: |').join('')}
${whats.map((what) => line(what, times(what))).join('\n')}
${line(`the worst of them; aim: below ${AIM_MS}`, aim)}

| | ${heads.join(' | ')} |
| --- |${heads.map(() => ' ---: |').join('')}
${line('the store opens, s', ({ openS }) => openS.toFixed(1))}
${line('until every ticket is in it, s', ({ indexS }) => indexS.toFixed(1))}
${line('processor time of that, s', ({ cpuS }) => cpuS.toFixed(1))}
${line('what it takes, MB', ({ megabytes }) => megabytes)}

A message until it is kept, of fifty a second that are written meanwhile, from the moment at which each was due; the middle and the 99th of 100, in milliseconds.

| | ${heads.join(' | ')} |
| --- |${heads.map(() => ' ---: |').join('')}
${line('with nothing else to do', meanwhile('alone'))}
${line('while tickets are read into it', meanwhile('reading'))}
${line('while one question comes after the other', meanwhile('asking'))}
`,
  )
  if (plans === '') return
  await writeFile(
    'bench/results/ticket-search-plans.md',
    `# The plans of the search over ${count(TICKETS)} tickets\n\nEXPLAIN (ANALYZE, BUFFERS), each asked a second time.\n\n${plans}`,
  )
}

// What does the store on PostgreSQL cost? Messages a second that are committed when they are acknowledged, beside the plain
// way with a transaction for each; then the plan of every hot question with ten million messages before.
// `npm run bench -- postgres [messages] [folder on the disk that counts]`. Writes results/postgres.md and postgres-plans.md.

import { writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import pg from 'pg'
import { throwAwayServer } from '../test/postgres-server.ts'
import { measure, type Rate } from './store/measure.ts'
import { plainWay, theStore, type Way, withTickets } from './store/on-postgres.ts'
import { fill, sizes } from './store/postgres-fill.ts'
import { type Plan, plansOf } from './store/postgres-plans.ts'
import { cpuMsBelow } from './store/usage.ts'

const WRITERS = [1, 16, 64, 256]
const MEASURE_MS = 2_000
const WARM_UP_MS = 700
/** In turn, and the best of them counts: the machine's other work only ever slows one down. */
const TIMES = 2
const MESSAGES = 10_000_000

interface Row {
  writers: number
  way: string
  rate: Rate
  /** Of a message, in microseconds of processor time. */
  serverUs: number
  databaseUs: number
}

export async function bench(args: string[] = []): Promise<void> {
  const messages = Number(args[0] ?? MESSAGES)
  const server = await throwAwayServer({ root: args[1], sharedBuffers: '1GB' })
  const rows: Row[] = []
  try {
    await withTickets(await database(server.url, 'rates'))
    for (const writers of WRITERS) {
      for (const [way, open] of Object.entries({ 'together (the store)': theStore, 'one by one': plainWay }))
        rows.push(await best(() => rated(server, way, writers, open)))
    }
    for (const row of rows) console.log(lineOf(row))
    const url = await database(server.url, 'large')
    const beganAt = performance.now()
    await fill(url, messages, console.log)
    const tookS = (performance.now() - beganAt) / 1_000
    const plans = await plansOf(url)
    const full = await best(() => rated(server, 'together, among all of these', 64, theStore, 'large'))
    await write(rows, full, plans, { messages, tookS, sizes: await sizes(url) })
  } finally {
    await server.end()
  }
}

type Server = Awaited<ReturnType<typeof throwAwayServer>>

async function database(server: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`).finally(() => client.end())
  return at(server, name)
}

function at(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return String(url)
}

async function best(once: () => Promise<Row>): Promise<Row> {
  let found = await once()
  for (let time = 1; time < TIMES; time++) {
    const other = await once()
    if (other.rate.perSecond > found.rate.perSecond) found = other
  }
  return found
}

async function rated(
  server: Server,
  way: string,
  writers: number,
  open: (url: string) => Promise<Way>,
  name = 'rates',
): Promise<Row> {
  const kept = await open(at(server.url, name))
  await measure(writers, kept.message, WARM_UP_MS)
  const [own, theirs] = [process.cpuUsage(), cpuMsBelow(server.pid())]
  const rate = await measure(writers, kept.message, MEASURE_MS)
  const { user, system } = process.cpuUsage(own)
  const count = rate.perSecond * (MEASURE_MS / 1_000)
  // Before its sessions end, and their time with them.
  const databaseUs = (1_000 * (cpuMsBelow(server.pid()) - theirs)) / count
  await kept.close()
  return { writers, way, rate, serverUs: (user + system) / count, databaseUs }
}

const whole = (number: number) => Math.round(number).toLocaleString('en')
const lineOf = ({ writers, way, rate, serverUs, databaseUs }: Row) =>
  `| ${writers} | ${way} | ${whole(rate.perSecond)} | ${rate.p50Ms.toFixed(1)} | ${rate.p99Ms.toFixed(1)} | ${whole(serverUs)} | ${whole(databaseUs)} |`

async function write(
  rows: Row[],
  full: Row,
  plans: Plan[],
  facts: { messages: number; tookS: number; sizes: string[] },
): Promise<void> {
  const load = loadavg().map((one) => one.toFixed(1))
  const report = `# The store on PostgreSQL

\`npm run bench -- postgres\`, on ${cpus().length} × ${cpus()[0]?.model ?? 'an unknown processor'}, load ${load.join(', ')} (the machine was not alone: read ratios, not rates).
PostgreSQL and the program share the processors. A message is a look for its client id, the ticket, and three writes.

| writers | commits | a second | p50 ms | p99 ms | µs of the program | µs of PostgreSQL |
| --- | --- | --- | --- | --- | --- | --- |
${[...rows, full].map(lineOf).join('\n')}

## ${whole(facts.messages)} messages

Filled in ${whole(facts.tookS)} s. ${facts.sizes.join('; ')}.

| question | plan | rows | ms | buffers hit | read |
| --- | --- | --- | --- | --- | --- |
${plans.map(({ question, scan, rows: found, ms, hit, read }) => `| ${question} | ${scan} | ${found} | ${ms.toFixed(2)} | ${hit} | ${read} |`).join('\n')}
`
  console.log(report)
  await writeFile('bench/results/postgres.md', report)
  const whole_ = plans.map(({ question, text }) => `## ${question}\n\n\`\`\`\n${text}\n\`\`\`\n`)
  await writeFile(
    'bench/results/postgres-plans.md',
    `# The plans of hot questions at ${whole(facts.messages)} messages\n\nEXPLAIN (ANALYZE, BUFFERS), each asked a second time.\n\n${whole_.join('\n')}`,
  )
}

// What does durable cost? Commits a second that are on disk when they are acknowledged, from 1 to 256 writers, with up to
// a million messages before, beside a bare log, lowdb as it comes and SQLite; and how long a start takes, and what
// memory. Writes results/store.md.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { bareLog, type Contender, INSTALL_SQLITE, plainLowdb, sqlite } from './store/contenders.ts'
import { measure, type Rate } from './store/measure.ts'
import type { Answer, Opened, Order } from './store/opened.ts'
import { ACTIVE } from './store/records.ts'

const WRITERS = [1, 16, 64, 256]
const HISTORIES = [0, 100_000, 1_000_000]
/** Each measure, and how often: the best of them counts, for the machine's other work only ever slows one down. */
const MEASURE_MS = 1_000
const TIMES = 3
/** Writing a million messages anew for each one takes it seconds: more than this it is not asked for. */
const MOST_FOR_LOWDB = 100_000

interface Row {
  what: 'message' | 'record'
  messages: number
  writers: number
  kept: Rate
  bare: Rate
  sqlite: Rate | null
  lowdb: Rate | null
}

interface Start extends Opened {
  messages: number
  files: number
  bytes: number
}

/** @param args a folder on the disk that counts (/tmp may be memory, where a sync costs nothing), and a largest history */
export async function bench(args: string[] = []): Promise<void> {
  const folder = await mkdtemp(join(args[0] ?? tmpdir(), 'helpdock-bench-'))
  const most = Number(args[1] ?? HISTORIES.at(-1))
  const rows: Row[] = []
  const starts: Start[] = []
  const loads = [loadavg()[0] ?? 0]
  const program = await builtProgram(folder)
  try {
    for (const messages of HISTORIES.filter((one) => one <= most)) {
      await oneHistory(program, folder, messages, rows, starts)
      loads.push(loadavg()[0] ?? 0)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  await report(rows, starts, loads)
}

async function oneHistory(
  program: string,
  folder: string,
  messages: number,
  rows: Row[],
  starts: Start[],
): Promise<void> {
  const dir = join(folder, `store-${messages}`)
  const tickets = Math.max(ACTIVE, messages / 10)
  const filling = await open(program, dir, tickets)
  await filling.asks({ fill: messages })
  await filling.asks({ close: true })

  const store = await open(program, dir, tickets)
  starts.push({ ...store.opened, messages, ...(await sizeOf(dir)) })
  console.log(`${messages}: opened in ${Math.round(store.opened.startMs)} ms`)
  const bare = await bareLog(join(folder, 'log'))
  const db = sqlite(join(folder, `sqlite-${messages}`), messages)
  if (db === null) console.log(`SQLite is left out; to have it beside the others: ${INSTALL_SQLITE}`)
  const lowdb = messages <= MOST_FOR_LOWDB ? await plainLowdb(join(folder, 'lowdb.json'), messages) : null
  for (const what of ['message', 'record'] as const) {
    if (what === 'record' && messages > 0) continue
    for (const writers of WRITERS) {
      const of = (one: Contender | null) =>
        one && what === 'message' ? best(() => measure(writers, one.message, MEASURE_MS)) : null
      const kept = async () => {
        const answer = await store.asks({ measure: what, writers, forMs: MEASURE_MS })
        if (!('rate' in answer)) throw new Error('the store did not measure')
        return answer.rate
      }
      // In turn, so that both have the machine as it is at that moment.
      const pairs: { kept: Rate; bare: Rate }[] = []
      for (let time = 0; time < TIMES; time++)
        pairs.push({ bare: await measure(writers, bare[what], MEASURE_MS), kept: await kept() })
      rows.push({
        what,
        messages,
        writers,
        kept: fastest(pairs.map((pair) => pair.kept)),
        bare: fastest(pairs.map((pair) => pair.bare)),
        sqlite: await of(db),
        lowdb: await of(lowdb),
      })
      console.log(printed(rows.at(-1)))
    }
  }
  for (const one of [bare, db, lowdb]) await one?.close()
  await store.asks({ close: true })
}

async function best(once: () => Promise<Rate>): Promise<Rate> {
  return fastest([await once(), await once()])
}

function fastest(rates: Rate[]): Rate {
  return rates.reduce((one, other) => (other.perSecond > one.perSecond ? other : one))
}

async function open(program: string, dir: string, tickets: number) {
  const child: ChildProcess = fork(program, [dir, String(tickets)], { execArgv: ['--expose-gc'] })
  const answer = async (): Promise<Answer> => (await once(child, 'message'))[0]
  const first = await answer()
  if (!('opened' in first)) throw new Error('the store did not open')
  return {
    opened: first.opened,
    asks(order: Order): Promise<Answer> {
      const answered = answer()
      child.send(order)
      return answered
    },
  }
}

/** As the server is built: a loader that keeps the names of functions pays for it at each call that makes one. */
async function builtProgram(folder: string): Promise<string> {
  const outfile = join(folder, 'opened.mjs')
  await build({
    entryPoints: ['bench/store/opened.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  })
  return outfile
}

async function sizeOf(dir: string): Promise<{ files: number; bytes: number }> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  )
  return { files: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

function printed(row: Row | undefined): string {
  if (!row) return ''
  const { what, messages, writers, kept, bare } = row
  const share = Math.round((100 * kept.perSecond) / bare.perSecond)
  const latency = `${kept.p50Ms.toFixed(1)} / ${kept.p99Ms.toFixed(1)}`
  return `| ${what} | ${messages.toLocaleString('en')} | ${writers} | ${count(kept)} | ${latency} | ${count(bare)} | ${share} % | ${count(row.sqlite)} | ${count(row.lowdb)} |`
}

function count(rate: Rate | null): string {
  return rate ? Math.round(rate.perSecond).toLocaleString('en') : '–'
}

async function report(rows: Row[], starts: Start[], loads: number[]): Promise<void> {
  const mb = (bytes: number) => Math.round(bytes / 2 ** 20).toLocaleString('en')
  const table = `# The embedded store

\`npm run bench -- store\`. ${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}, Node ${process.version}; load average before and after each history: ${loads.map((load) => load.toFixed(1)).join(', ')}.

Durable commits a second, the best of ${TIMES} measures of a second each, store and bare log in turn. message: a client id is looked up, one of the ${ACTIVE.toLocaleString('en')}
newest tickets is read, then entry, ticket and client id are kept in one commit. record: one small record is kept. The bare log appends the same
records as JSON and syncs what waits together; nobody can read it. SQLite: better-sqlite3, WAL, synchronous = FULL, those who wait share a
transaction; it is measured where \`${INSTALL_SQLITE}\` was run. lowdb as it comes rewrites one file, and does not sync;
with a million messages before it is left out, for each one takes it seconds.

| what | messages before | writers | store/s | p50 / p99 ms | bare log/s | store : log | SQLite/s | plain lowdb/s, not durable |
| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map(printed).join('\n')}

A start in a new process, after an orderly stop:

| messages | tickets | seconds | memory in all, MB | heap, MB | folder, MB | files |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${starts.map(({ messages, startMs, rssBytes, heapBytes, bytes, files }) => `| ${messages.toLocaleString('en')} | ${Math.max(ACTIVE, messages / 10).toLocaleString('en')} | ${(startMs / 1_000).toFixed(2)} | ${mb(rssBytes)} | ${mb(heapBytes)} | ${mb(bytes)} | ${files.toLocaleString('en')} |`).join('\n')}
`
  console.log(table)
  await writeFile('bench/results/store.md', table)
}

// What do more copies bring, and what do they cost? The same people on the embedded store with one copy, and on PostgreSQL,
// Redis and nginx with 1, 2 and 4: messages a second, 1,000 who are busy, 10,000 who are only there. What happens when one of
// them fails is bench/cluster.ts. `npm run bench -- scale [short]`. Writes results/scale.md.

import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { startCluster } from '../test/cluster/cluster.ts'
import { articlesFolder } from '../test/stage/articles-folder.ts'
import { throwAwayServer } from '../test/stage/postgres-server.ts'
import { startRedis } from '../test/stage/redis-server.ts'
import { makeWorld } from '../test/stage/world.ts'
import type { Quantiles } from './chat/load.ts'
import { demandFiles, type Load, startLoad } from './chat/run-load.ts'
import { usageOf } from './chat/usage.ts'
import { report } from './scale/report.ts'
import { cpuMsBelow } from './store/usage.ts'

const COPIES = [1, 2, 4]
const IDLE = 10_000
const SHORT_IDLE = 1_000
const BUSY = 1_000
/** 500 a second, from all who are busy. */
const EACH_WRITES_MS = 2_000
const PACED_MS = 8_000
const WRITERS = 100
const FLOODS = 8
/** A contact may write 60 at once (COMMAND_RATES, protocol/limits.ts), so each flood has other people. */
const FLOOD_EACH = 40
const FLOOD_MS = 60_000
const WARM_UP_EACH = 40
/** Two for each socket that a balancer passes on, in two processes: with room for one that gets more than its half. */
const FILES_EACH = 1.5
const SPARE_FILES = 1_000
/** What opening leaves behind is collected; and long enough that all who are there have had a heartbeat. */
const REST_MS = 2_000
const IDLE_MS = 21_000

export interface Measured {
  name: string
  copies: number
  perSecond: number
  closed: Quantiles
  paced: Quantiles
  /** Microseconds of processor time a message. */
  us: { copies: number; database: number; redis: number; balancer: number }
  idle: { sockets: number; kibEach: number; busyShare: number }
}

/** What is running: its address, and its processes. */
interface Running {
  url: string
  copies: number[]
  database?: number | undefined
  redis?: number | undefined
  balancer?: number | undefined
  end(): Promise<void>
}

export async function bench(args: string[] = []): Promise<void> {
  const isShort = args[0] === 'short'
  const idle = isShort ? SHORT_IDLE : IDLE
  await demandFiles(FILES_EACH * idle + SPARE_FILES)
  const rows: Measured[] = []
  const articles = await articlesFolder({})

  // On a disk, as PostgreSQL is.
  const world = await makeWorld({ ARTICLES_DIR: articles.dir }, undefined, { root: tmpdir() })
  const embedded = { url: world.url, copies: [world.pid()], end: world.end }
  rows.push(...(await measureAll('embedded', [async () => embedded], idle)))

  const [postgres, redis] = await Promise.all([
    throwAwayServer({ root: tmpdir(), sharedBuffers: '256MB' }),
    startRedis(),
  ])
  try {
    const clusters = COPIES.map((copies) => async (): Promise<Running> => {
      const cluster = await startCluster({
        databaseUrl: postgres.url,
        redisUrl: redis.url,
        articlesDir: articles.dir,
        copies,
        isDirect: true,
      })
      return {
        url: cluster.url,
        copies: cluster.copies.map((copy) => copy.pid()),
        database: postgres.pid(),
        redis: redis.pid(),
        balancer: cluster.balancer,
        end: cluster.end,
      }
    })
    rows.push(...(await measureAll('PostgreSQL, Redis, nginx', clusters, idle)))
  } finally {
    await redis.kill()
    await postgres.end()
    await articles.remove()
  }
  const table = report(rows)
  console.log(table)
  if (!isShort) await writeFile('bench/results/scale.md', table)
}

/** Each in turn on the same data, with the same people. */
async function measureAll(
  name: string,
  starts: (() => Promise<Running>)[],
  idle: number,
): Promise<Measured[]> {
  const load = startLoad()
  const rows: Measured[] = []
  try {
    for (const start of starts) {
      const running = await start()
      try {
        if (rows.length === 0) await load.ask('prepare', running.url, idle + WRITERS)
        rows.push({ name, copies: running.copies.length, ...(await measure(load, running, idle)) })
        console.log(rows.at(-1))
      } finally {
        await load.ask('end').catch(() => {})
        await running.end()
      }
    }
  } finally {
    await load.end()
  }
  return rows
}

async function measure(
  load: Load,
  running: Running,
  idle: number,
): Promise<Omit<Measured, 'name' | 'copies'>> {
  await load.ask('begin', 'helpdock', running.url, '')
  await load.ask('warmUp', WRITERS, idle, WARM_UP_EACH)
  await rest(REST_MS)

  const before = used(running)
  const all = { messages: 0, seconds: 0, tookMs: [] as Quantiles[] }
  for (let flood = 0; flood < FLOODS; flood++) {
    await load.ask('open', WRITERS, flood * WRITERS)
    const { messages, seconds, tookMs } = await load.ask('flood', FLOOD_MS, FLOOD_EACH)
    await load.ask('hangUp')
    all.messages += messages
    all.seconds += seconds
    all.tookMs.push(tookMs)
  }
  const after = used(running)
  const us = (what: keyof typeof after) => (1_000 * (after[what] - before[what])) / all.messages

  await load.ask('open', BUSY)
  await rest(REST_MS)
  const paced = await load.ask('steady', EACH_WRITES_MS, PACED_MS)
  await load.ask('hangUp')

  await rest(REST_MS)
  const empty = await residentKib(running)
  await load.ask('open', idle)
  await rest(REST_MS)
  const kibEach = ((await residentKib(running)) - empty) / idle
  const atRest = used(running).copies
  await rest(IDLE_MS)
  const busyShare = (used(running).copies - atRest) / IDLE_MS
  await load.ask('hangUp')
  return {
    perSecond: all.messages / all.seconds,
    closed: middle(all.tookMs),
    paced,
    us: { copies: us('copies'), database: us('database'), redis: us('redis'), balancer: us('balancer') },
    idle: { sockets: idle, kibEach, busyShare },
  }
}

function used({ copies, database, redis, balancer }: Running) {
  const of = (pid: number | undefined) => (pid ? cpuMsBelow(pid) : 0)
  return {
    copies: copies.reduce((sum, pid) => sum + of(pid), 0),
    database: of(database),
    redis: of(redis),
    balancer: of(balancer),
  }
}

async function residentKib({ copies }: Running): Promise<number> {
  const all = await Promise.all(copies.map(usageOf))
  return all.reduce((sum, { residentKib }) => sum + residentKib, 0)
}

/** Of the floods the one whose 99th of 100 is in the middle. */
function middle(all: Quantiles[]): Quantiles {
  const sorted = all.toSorted((one, other) => one.p99Ms - other.p99Ms)
  return sorted[Math.floor(sorted.length / 2)] ?? { count: 0, p50Ms: Number.NaN, p99Ms: Number.NaN }
}

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

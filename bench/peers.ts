// How does Helpdock stand beside servers whose only work is chat? People who write, the next thing as soon as the last is
// there, then 500 a second: ejabberd and Prosody with their archives on PostgreSQL, Helpdock on the same PostgreSQL, and
// Helpdock with its own store. `npm run bench -- peers [short | part of a name]`; whole it writes results/peers.md. Needs Debian's
// packages, and root.

import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import pg from 'pg'
import { articlesFolder } from '../test/stage/articles-folder.ts'
import { type PostgresServer, throwAwayServer } from '../test/stage/postgres-server.ts'
import { freePort, makeWorld } from '../test/stage/world.ts'
import type { Quantiles } from './chat/load.ts'
import { demandFiles, type Load, startLoad } from './chat/run-load.ts'
import { type Peer, startPeer } from './peers/debian.ts'
import { ejabberd } from './peers/ejabberd.ts'
import { prosody } from './peers/prosody.ts'
import { report } from './peers/report.ts'
import { wearIn } from './peers/worn-in.ts'
import { cpuMsBelow } from './store/usage.ts'

/** Who write without a pause; as many as wait for an answer at a busy desk. */
const WRITERS = 64
/** Who write 500 a second together, each one thing in two seconds. */
const PEOPLE = 1_000
const EACH_WRITES_MS = 2_000
const PACED_MS = 10_000
const SHORT_PACED_MS = 3_000
/** One that has a checkpoint, or a bad moment of the disk, in it is not the middle of three. */
const PACED_TIMES = 3
const FLOODS = 12
const SHORT_FLOODS = 3
/** A contact may write 60 at once (COMMAND_RATES, protocol/limits.ts), so each flood has other people. */
const FLOOD_EACH = 50
const FLOOD_MS = 60_000
const WARM_UP_EACH = 40
const SPARE_FILES = 500
/** What opening leaves behind is at rest. */
const REST_MS = 1_000

export interface Measured {
  name: string
  perSecond: number
  closed: Quantiles
  paced: Quantiles
  /** Of a message, of the server alone and of PostgreSQL, microseconds of processor time. */
  serverUs: number
  databaseUs: number
}

interface Contender {
  kind: 'helpdock' | 'xmpp'
  url: string
  pid(): number
  /** Of messages that it keeps. */
  kept?(): Promise<number>
  end(): Promise<void>
}

export async function bench(args: string[] = []): Promise<void> {
  const isShort = args[0] === 'short'
  const named = isShort ? '' : (args[0] ?? '')
  await demandFiles(PEOPLE + SPARE_FILES)
  const rows: Measured[] = []
  const failures: string[] = []
  // On a disk: what a server says it keeps must cost what keeping costs.
  const postgres = await throwAwayServer({
    root: tmpdir(),
    sharedBuffers: '256MB',
    port: await freePort(),
  })
  const contenders: Record<string, () => Promise<Contender>> = {
    'Helpdock, embedded': () => helpdock(),
    'Helpdock on PostgreSQL': async () => helpdock(await database(postgres, 'helpdock')),
    'ejabberd, mod_mam on PostgreSQL': () => peer(postgres, ejabberd, 'archive'),
    'Prosody, mam on PostgreSQL': () => peer(postgres, prosody, 'prosodyarchive'),
  }
  try {
    for (const [name, start] of Object.entries(contenders)) {
      if (!name.includes(named)) continue
      try {
        await wearIn(postgres.url)
        rows.push(await measure(name, await start(), postgres, isShort))
        console.log(rows.at(-1))
      } catch (cause) {
        failures.push(`${name}: ${cause instanceof Error ? cause.message : cause}`)
        console.error(failures.at(-1))
      }
    }
  } finally {
    await postgres.end()
  }
  const table = report(rows, failures)
  console.log(table)
  if (args.length === 0) await writeFile('bench/results/peers.md', table)
}

async function measure(
  name: string,
  server: Contender,
  postgres: PostgresServer,
  isShort: boolean,
): Promise<Measured> {
  const load: Load = startLoad()
  try {
    const everybody = PEOPLE + WRITERS
    if (server.kind === 'helpdock') await load.ask('prepare', server.url, everybody)
    await load.ask('begin', server.kind, server.url, '')
    // What runs for the first time is in no figure.
    if (server.kind === 'helpdock') await load.ask('warmUp', WRITERS, PEOPLE, WARM_UP_EACH)
    else await load.ask('warmUp', WRITERS, 0, WARM_UP_EACH)

    const before = used(server, postgres)
    const all = { messages: 0, seconds: 0, tookMs: [] as Quantiles[] }
    for (let flood = 0; flood < (isShort ? SHORT_FLOODS : FLOODS); flood++) {
      await load.ask('open', WRITERS, flood * WRITERS)
      await rest()
      const { messages, seconds, tookMs } = await load.ask('flood', FLOOD_MS, FLOOD_EACH)
      await load.ask('hangUp')
      all.messages += messages
      all.seconds += seconds
      all.tookMs.push(tookMs)
    }
    const after = used(server, postgres)
    // Or it would be measured for what it does not do.
    const kept = (await server.kept?.()) ?? all.messages
    if (kept < all.messages) throw new Error(`It keeps ${kept} of ${all.messages} messages.`)

    await load.ask('open', PEOPLE)
    await rest()
    const paced: Quantiles[] = []
    for (let time = 0; time < (isShort ? 1 : PACED_TIMES); time++)
      paced.push(await load.ask('steady', EACH_WRITES_MS, isShort ? SHORT_PACED_MS : PACED_MS))
    return {
      name,
      perSecond: all.messages / all.seconds,
      closed: middle(all.tookMs),
      paced: middle(paced),
      serverUs: (1_000 * (after.serverMs - before.serverMs)) / all.messages,
      databaseUs: (1_000 * (after.databaseMs - before.databaseMs)) / all.messages,
    }
  } finally {
    await load.ask('end').catch(() => {})
    await load.end()
    await server.end()
  }
}

/** The one whose 99th of 100 is in the middle. */
function middle(all: Quantiles[]): Quantiles {
  const sorted = all.toSorted((one, other) => one.p99Ms - other.p99Ms)
  return sorted[Math.floor(sorted.length / 2)] ?? { count: 0, p50Ms: Number.NaN, p99Ms: Number.NaN }
}

const used = (server: Contender, postgres: PostgresServer) => ({
  serverMs: cpuMsBelow(server.pid()),
  databaseMs: cpuMsBelow(postgres.pid()),
})

async function helpdock(databaseUrl?: string): Promise<Contender> {
  const articles = await articlesFolder({})
  const world = await makeWorld(
    { ARTICLES_DIR: articles.dir, ...(databaseUrl && { DATABASE_URL: databaseUrl }) },
    undefined,
    // On the disk that PostgreSQL has, too: in memory a sync costs nothing.
    { root: tmpdir() },
  )
  return {
    kind: 'helpdock',
    url: world.url,
    pid: world.pid,
    async end() {
      await world.end()
      await articles.remove()
    },
  }
}

async function peer(
  postgres: PostgresServer,
  what: (database: string, people: number) => Peer,
  archive: string,
): Promise<Contender> {
  const url = await database(postgres, archive)
  const server = await startPeer(what(url, PEOPLE))
  return {
    kind: 'xmpp',
    ...server,
    async kept() {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      const { rows } = await client.query(`SELECT count(*) FROM ${archive}`).finally(() => client.end())
      return Number(rows[0]?.count)
    },
  }
}

async function database({ url }: PostgresServer, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`).finally(() => client.end())
  const made = new URL(url)
  made.pathname = `/${name}`
  return String(made)
}

const rest = () => new Promise((resolve) => setTimeout(resolve, REST_MS))

// What does a connection cost, and how fast is a message there? The whole product with its store on disk, sessions and tickets,
// beside servers that only echo, each in a process of its own, under the same load from another process.
// `npm run bench -- chat [connections …]`; `-- chat short` is done within a minute. Writes results/chat.md.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { article, articlesFolder, COLLECTION } from '../test/stage/articles-folder.ts'
import { makeWorld } from '../test/stage/world.ts'
import { type Measured, report } from './chat/report.ts'
import { demandFiles, ended, type Load, startLoad } from './chat/run-load.ts'
import { usageOf } from './chat/usage.ts'

const CONNECTIONS = [100, 1_000, 5_000, 10_000]
/** A person at a busy desk. */
const EACH_WRITES_MS = 10_000
const STEADY_MS = 6_000
const SHORT_STEADY_MS = 4_000
/** What runs for the first time is measured in no row: ten thousand messages of people who are then gone. */
const WARM_UP_PEOPLE = 200
const WARM_UP_EACH = 50
const FLOOD_MS = 3_000
/** A contact may write 60 at once, and each has written some before (COMMAND_RATES, protocol/limits.ts). */
const FLOOD_EACH = 50
/** Short floods are repeated with people who have written nothing yet, until they are as long as one. */
const PEOPLE_OF_A_FLOOD = 1_000
/** What opening leaves behind is collected, and what was begun is at rest. */
const REST_MS = 1_500
/** Beside the sockets of the largest crowd: those who warm up, files, pipes. */
const SPARE_FILES = 500

/** So many that each flood has others; an echo knows nobody. */
const EVERYBODY = 1_000_000

const BARE = ['ws', 'fastify', 'synced', 'socket.io']

export async function bench(args: string[] = []): Promise<void> {
  const isShort = args[0] === 'short'
  const counts = isShort ? [100] : args.length > 0 ? args.map(Number) : CONNECTIONS
  await demandFiles(Math.max(...counts) + SPARE_FILES)
  const rows: Measured[] = []
  const failures: string[] = []
  const servers = [...BARE.map(bareServer), await helpdockServer(Math.max(PEOPLE_OF_A_FLOOD, ...counts))]
  try {
    for (const server of servers) {
      for (const connections of counts) {
        try {
          rows.push(await measure(server, connections, isShort ? SHORT_STEADY_MS : STEADY_MS))
          console.log(rows.at(-1))
        } catch (cause) {
          // What was measured before is not lost with it. The load is gone; more connections would not do better.
          failures.push(`${server.kind} with ${connections} connections: ${cause}`)
          break
        }
      }
    }
  } finally {
    for (const server of servers) await server.end()
  }
  const table = report(rows, failures)
  console.log(table)
  if (args.length === 0) await writeFile('bench/results/chat.md', table)
}

interface Server {
  kind: string
  /** Those who can write in a flood: echoes have no limit, contacts have. */
  people: number
  /** Changing it tells everybody something. */
  articlePath: string
  load: Load
  start(): Promise<{ url: string; pid: number }>
  stop(): Promise<void>
  end(): Promise<void>
}

async function measure(server: Server, connections: number, steadyMs: number): Promise<Measured> {
  const { kind, load } = server
  const { url, pid } = await server.start()
  try {
    await load.ask('begin', kind, url, server.articlePath)
    await rest()
    const empty = await usageOf(pid)
    await load.ask('open', connections)
    await rest()
    const open = await usageOf(pid)

    await load.ask('warmUp', WARM_UP_PEOPLE, server.people, WARM_UP_EACH)
    const steadyCpu = await cpuMsOf(pid)
    const roundTrip = await load.ask('steady', EACH_WRITES_MS, steadyMs)
    const steadyCpuMs = await steadyCpu()
    const fanOut = await load.ask('fanOut')

    const flood = { messages: 0, seconds: 0, cpuMs: 0 }
    const each = kind === 'helpdock' ? FLOOD_EACH : Number.MAX_SAFE_INTEGER
    for (let from = 0; from + connections <= server.people; from += connections) {
      if (from > 0) {
        await load.ask('hangUp')
        await load.ask('open', connections, from)
      }
      const cpu = await cpuMsOf(pid)
      const { messages, seconds } = await load.ask('flood', FLOOD_MS, each)
      flood.cpuMs += await cpu()
      flood.messages += messages
      flood.seconds += seconds
      if (flood.seconds * 1000 >= FLOOD_MS) break
    }
    return {
      kind,
      connections,
      kibPerConnection: (open.residentKib - empty.residentKib) / connections,
      residentMb: open.residentKib / 1024,
      roundTrip,
      fanOut,
      steadyCpuShare: steadyCpuMs / steadyMs,
      perSecond: flood.messages / flood.seconds,
      cpuUsPerMessage: (1000 * flood.cpuMs) / flood.messages,
    }
  } finally {
    await load.ask('end').catch(() => {})
    await server.stop()
  }
}

function bareServer(kind: string): Server {
  let child: ChildProcess | undefined
  const load = startLoad()
  return {
    kind,
    people: EVERYBODY,
    articlePath: '',
    load,
    async start() {
      child = spawn(process.execPath, ['bench/chat/echoes.mjs', kind], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [port] = await once(child.stdout ?? child, 'data')
      return { url: `http://127.0.0.1:${String(port).trim()}`, pid: child.pid ?? 0 }
    },
    stop: () => ended(child),
    end: () => load.end(),
  }
}

/** Its people are there once for all measures; each begins with a server that was started anew on their data. */
async function helpdockServer(people: number): Promise<Server> {
  const articles = await articlesFolder({
    'en/basics/_collection.yaml': COLLECTION,
    'en/basics/first.md': article('The first words.'),
  })
  const world = await makeWorld({ ARTICLES_DIR: articles.dir }, undefined, { root: tmpdir() })
  const load = startLoad()
  await load.ask('prepare', world.url, people + WARM_UP_PEOPLE)
  await world.stop()
  return {
    kind: 'helpdock',
    people,
    articlePath: join(articles.dir, 'en/basics/first.md'),
    load,
    async start() {
      await world.start()
      return { url: world.url, pid: world.pid() }
    },
    async stop() {
      await world.stop()
    },
    async end() {
      await load.end()
      await world.end()
      await articles.remove()
    },
  }
}

/** @returns what was used since. */
async function cpuMsOf(pid: number): Promise<() => Promise<number>> {
  const before = await usageOf(pid)
  return async () => (await usageOf(pid)).cpuMs - before.cpuMs
}

const rest = () => new Promise((resolve) => setTimeout(resolve, REST_MS))

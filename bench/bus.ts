// What do copies tell each other through Redis, who pays for it, and what would a channel for each ticket spare? Students write
// at one copy, agents are at another, nobody is at the third. Writes results/bus.md; docs/decisions/0024 goes by it.

import { writeFile } from 'node:fs/promises'
import { Redis } from 'ioredis'
import { type CopyProcess, startCluster } from '../test/cluster/cluster.ts'
import { articlesFolder } from '../test/stage/articles-folder.ts'
import { agentConnects, contactConnects, newClientId } from '../test/stage/cast.ts'
import type { Client } from '../test/stage/client.ts'
import { throwAwayServer } from '../test/stage/postgres-server.ts'
import { startRedis } from '../test/stage/redis-server.ts'
import { type Console, openConsoles } from './bus/consoles.ts'
import { type Heard, listenToAll } from './bus/listening.ts'
import { type Exchange, type Flood, report } from './bus/report.ts'
import { TEXT } from './chat/speakers.ts'
import { usageOf } from './chat/usage.ts'

/** At the second copy, in turn. One agent may hold twenty sockets, and the demo has two agents. */
const CONSOLES = [0, 1, 10, 40]
const STUDENTS = 60
/** One may write sixty at once. */
const EACH = 50
const EXCHANGES = 50
/** What a catch-up finds, and what is told a moment later, belongs to the phase before. */
const REST_MS = 4_000

export async function bench(args: string[] = []): Promise<void> {
  const [articles, redis, postgres] = await Promise.all([articlesFolder({}), startRedis(), throwAwayServer()])
  const cluster = await startCluster({
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    articlesDir: articles.dir,
    copies: 3,
    isDirect: true,
  })
  const asks = new Redis(redis.url)
  try {
    const copies = cluster.copies as [CopyProcess, CopyProcess, CopyProcess]
    // The first one of all is the slowest: programs are still being compiled.
    await flood(copies, asks, redis.pid(), { consoles: 1, phase: 'warm' })
    const floods: Flood[] = []
    for (const consoles of CONSOLES) {
      floods.push(await flood(copies, asks, redis.pid(), { consoles, phase: `with-${consoles}` }))
      console.log(floods.at(-1))
    }
    const exchange = await exchanges(copies, redis.url)
    const table = report(floods, exchange)
    console.log(table)
    if (args[0] !== 'short') await writeFile(new URL('results/bus.md', import.meta.url), table)
  } finally {
    asks.disconnect()
    await cluster.end()
    await Promise.all([redis.kill(), postgres.end(), articles.remove()])
  }
}

async function flood(
  [one, two, three]: [CopyProcess, CopyProcess, CopyProcess],
  redis: Redis,
  redisPid: number,
  { consoles, phase }: { consoles: number; phase: string },
): Promise<Flood> {
  const open: Console[] = await openConsoles(two.url, consoles)
  const students: { client: Client; ticketId: string }[] = []
  for (let n = 0; n < STUDENTS; n++) {
    const sub = `bus-${phase}-${n}`
    const client = await contactConnects(one.url, {
      sub,
      email: `${sub}@northfield.edu`,
      name: `Student ${n}`,
    })
    const opening = { clientId: newClientId(), type: 'question', text: `${sub} begins` }
    students.push({ client, ticketId: (await client.command('ticket.open', opening)).result.ticket.id })
  }
  const used = async () => ({
    ...{ one: await cpuOf(one), two: await cpuOf(two), three: await cpuOf(three) },
    ...{ twoHeard: await heardBy(two), threeHeard: await heardBy(three), ...(await countsOf(redis)) },
    redis: (await usageOf(redisPid)).cpuMs,
  })
  await rest()
  const before = await used()
  await Promise.all(students.map(writes))
  // The end of what is told of them, and one look of each copy into the store.
  await rest()
  const after = await used()
  for (const { client } of students) client.close()
  for (const one of open) one.close()
  await rest()
  const messages = STUDENTS * EACH
  const each = (what: keyof typeof before) => (after[what] - before[what]) / messages
  return {
    consoles,
    messages,
    frames: open.reduce((sum, { frames }) => sum + frames(), 0) / Math.max(1, consoles) / messages,
    heard: { withAgents: each('twoHeard'), without: each('threeHeard') },
    us: {
      ...{ writing: 1_000 * each('one'), withAgents: 1_000 * each('two') },
      ...{ without: 1_000 * each('three'), redis: 1_000 * each('redis') },
    },
    published: each('publishes'),
    bytes: { toRedis: each('bytesIn'), fromRedis: each('bytesOut') },
  }
}

async function writes({ client, ticketId }: { client: Client; ticketId: string }): Promise<void> {
  for (let n = 0; n < EACH; n++) {
    const { problem } = await client.command('message.send', {
      clientId: newClientId(),
      ticketId,
      text: TEXT,
    })
    if (problem) throw new Error(`refused: ${problem.code}`)
    client.frames.length = 0
  }
}

/** A student asks, an agent's console has it, they read it, answer, and the student reads that: what is told, by name. */
async function exchanges(
  [one, two]: [CopyProcess, CopyProcess, CopyProcess],
  url: string,
): Promise<Exchange[]> {
  const sub = 'bus-exchanges'
  const student = await contactConnects(one.url, { sub, email: `${sub}@northfield.edu`, name: 'Student' })
  const omar = await agentConnects(two.url, 'Omar')
  const opening = { clientId: newClientId(), type: 'question', text: TEXT }
  const ticketId = (await student.command('ticket.open', opening)).result.ticket.id
  await rest()
  const listening = await listenToAll(url)
  for (let n = 0; n < EXCHANGES; n++) {
    const asked = { clientId: newClientId(), ticketId, text: TEXT }
    const question = (await taken(student, 'message.send', asked)).message.sequence
    await taken(omar, 'tickets.receive', { upTo: { [ticketId]: question } })
    await taken(omar, 'thread.see', { ticketId, sequence: question })
    const answered = { clientId: newClientId(), ticketId, text: TEXT }
    const answer = (await taken(omar, 'message.send', answered)).message.sequence
    await taken(student, 'thread.see', { ticketId, sequence: answer })
    // Ten a second are an agent's.
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  await rest()
  const heard: Heard[] = listening.end()
  student.close()
  omar.close()
  return heard.map(({ times, bytes, ...of }) => ({
    ...of,
    times: times / EXCHANGES,
    bytes: bytes / EXCHANGES,
  }))
}

async function taken(client: Client, name: string, body: Record<string, unknown>) {
  const { problem, result } = await client.command(name, body)
  if (problem) throw new Error(`${name} was refused: ${problem.code}`)
  return result
}

const cpuOf = async (copy: CopyProcess) => (await usageOf(copy.pid())).cpuMs

async function heardBy({ url }: CopyProcess): Promise<number> {
  const said = await fetch(`${url}/metrics`).then((answer) => answer.text())
  return Number(/^helpdock_bus_events_total\{way="received"\} (\d+)/m.exec(said)?.[1] ?? Number.NaN)
}

async function countsOf(redis: Redis): Promise<{ publishes: number; bytesIn: number; bytesOut: number }> {
  const said = `${await redis.info('commandstats')}${await redis.info('stats')}`
  const number = (name: RegExp) => Number(name.exec(said)?.[1] ?? 0)
  return {
    publishes: number(/cmdstat_publish:calls=(\d+)/),
    bytesIn: number(/total_net_input_bytes:(\d+)/),
    bytesOut: number(/total_net_output_bytes:(\d+)/),
  }
}

const rest = () => new Promise((resolve) => setTimeout(resolve, REST_MS))

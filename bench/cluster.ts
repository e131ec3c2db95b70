// Is anything lost with several copies? Students and an agent write and read through nginx and three copies on PostgreSQL and
// Redis, while copies are killed, stand still or lose Redis, and Redis and PostgreSQL are killed or stand still. How long until
// everybody is current? Writes results/cluster.md. The short form is test/cluster/copies-fail.test.ts.

import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { articlesFolder } from '../test/articles-folder.ts'
import { type Cluster, type CopyProcess, startCluster } from '../test/cluster/cluster.ts'
import { type Crowd, crowd, inWords, NOTHING_WRONG, type Verdict } from '../test/faults/storm.ts'
import { type PostgresServer, throwAwayServer } from '../test/postgres-server.ts'
import { type RedisServer, startRedis } from '../test/redis-server.ts'
import { randomFrom } from './large-corpus/random.ts'

const SEED = 20_261_126
const STUDENTS = 6
/** Messages of each student in a round; the agent writes half as many into each ticket. */
const EACH = 6
const ROUNDS = 6
/** Of a pause: longer than a beat's absence is borne, and than an answer is waited for. */
const PAUSE_MS = 3_000

interface Scene {
  cluster: Cluster
  redis: RedisServer
  postgres: PostgresServer
  people: Crowd
  any(): CopyProcess
  midway(): Promise<void>
}

interface Row {
  what: string
  rounds: number
  /** From the end of the disturbance until everybody had everything. */
  currentMs: number[]
  verdict: Verdict
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const DISTURBANCES: Record<string, (scene: Scene) => Promise<void>> = {
  'nothing happens': async () => {},
  'a copy is killed with -9': async ({ any, midway }) => {
    const copy = any()
    await midway()
    await copy.kill()
    await copy.start()
  },
  'a copy stands still for 3 s': async ({ any, midway }) => {
    const copy = any()
    await midway()
    copy.pause()
    await pause(PAUSE_MS)
    copy.goOn()
  },
  'all copies are started anew, one after the other': async ({ cluster, midway }) => {
    await midway()
    for (const copy of cluster.copies) {
      await copy.stop()
      await copy.start()
    }
  },
  'a copy loses Redis for 3 s': async ({ any, midway }) => {
    const copy = any()
    await midway()
    copy.cutOff()
    await pause(PAUSE_MS)
    copy.reach()
  },
  'Redis is killed with -9': async ({ redis, midway }) => {
    await midway()
    await redis.kill()
    await redis.start()
  },
  'Redis stands still for 3 s': async ({ redis, midway }) => {
    await midway()
    redis.pause()
    await pause(PAUSE_MS)
    redis.goOn()
  },
  'PostgreSQL is killed with -9': async ({ postgres, midway }) => {
    await midway()
    await postgres.kill()
    await postgres.start()
  },
  'PostgreSQL stands still for 3 s': async ({ postgres, midway }) => {
    await midway()
    postgres.pause()
    await pause(PAUSE_MS)
    postgres.resume()
  },
}

/** @param args how many rounds of each; fewer rounds write no results */
export async function bench(args: string[] = []): Promise<void> {
  const rounds = Number(args[0] ?? ROUNDS)
  const random = randomFrom(SEED)
  const [articles, redis, postgres] = await Promise.all([articlesFolder({}), startRedis(), throwAwayServer()])
  const cluster = await startCluster({
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    articlesDir: articles.dir,
    copies: 3,
  })
  const rows: Row[] = []
  try {
    for (const [what, disturb] of Object.entries(DISTURBANCES)) {
      const people = await crowd(cluster.url, cluster.url, STUDENTS)
      const any = () => cluster.copies[Math.floor(random() * cluster.copies.length)] as CopyProcess
      const midway = () =>
        people.whenAcknowledged(people.acknowledged() + 1 + Math.floor(random() * EACH * STUDENTS))
      const currentMs: number[] = []
      for (let round = 0; round < rounds; round++) {
        people.write(EACH)
        await disturb({ cluster, redis, postgres, people, any, midway })
        const over = performance.now()
        await people.settled()
        currentMs.push(performance.now() - over)
      }
      const verdict = await people.verdict()
      people.leaves()
      rows.push({ what, rounds, currentMs: currentMs.toSorted((a, b) => a - b), verdict })
      console.log(
        `${what}: ${inWords(rounds, verdict)} ${verdict.troubles}, current after ${seconds(currentMs)} s`,
      )
    }
    if (rounds >= ROUNDS) await report(rows)
  } finally {
    await cluster.end()
    await Promise.all([redis.kill(), postgres.end(), articles.remove()])
  }
  const wrong = rows.filter(({ verdict }) => JSON.stringify(pick(verdict)) !== JSON.stringify(NOTHING_WRONG))
  if (wrong.length > 0)
    throw new Error(`The promise was broken where ${wrong.map(({ what }) => what).join(', ')}.`)
}

const pick = ({ lost, shownTwice, outOfOrder, statesAmiss, troubles }: Verdict) => ({
  lost,
  shownTwice,
  outOfOrder,
  statesAmiss,
  troubles,
})

const seconds = (ms: number[]) => (Math.max(...ms) / 1000).toFixed(1)

async function report(rows: Row[]): Promise<void> {
  const lines = rows.map(({ what, rounds, currentMs, verdict: v }) => {
    const middle = (currentMs[Math.floor(currentMs.length / 2)] ?? 0) / 1000
    const cells = [
      what,
      rounds,
      v.acknowledged,
      v.lost,
      v.shownTwice,
      v.outOfOrder,
      v.statesAmiss,
      v.troubles.length,
      middle.toFixed(1),
      seconds(currentMs),
    ]
    return `| ${cells.join(' | ')} |`
  })
  await writeFile(
    new URL('results/cluster.md', import.meta.url),
    `# Three copies, and what can happen to them

\`npm run bench -- cluster\`. ${STUDENTS} students and an agent, independent clients of the protocol, write and read through nginx
(deploy/nginx.conf) and three copies of the server on one PostgreSQL and one Redis. Each one's journal of what it was shown is compared
with what was acknowledged and with what is stored. “Current after”: from the end of the disturbance until everybody had everything
that was written, what was still to be sent included. ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}.

| what happens | rounds | acknowledged | lost | shown twice | out of order | states amiss | errors shown | current after, middle, s | longest, s |
| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${lines.join('\n')}
`,
  )
}

// Is anything lost with several copies? Students and an agent write and read through nginx and three copies on PostgreSQL and
// Redis, while all that can happen to them does (cluster/disturbances.ts); and while two versions of the program run side by side,
// where the folder of an older one is given. How long until everybody is current? Writes results/cluster.md. The short form is
// test/cluster/copies-fail.test.ts; test/versions/versions.test.ts holds this version to what the first one wrote down of itself.

import { writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { type CopyProcess, type Program, startCluster } from '../test/cluster/cluster.ts'
import { crowd, inWords, NOTHING_WRONG } from '../test/faults/storm.ts'
import { articlesFolder } from '../test/stage/articles-folder.ts'
import { type PostgresServer, throwAwayServer } from '../test/stage/postgres-server.ts'
import { randomFrom } from '../test/stage/random.ts'
import { type RedisServer, startRedis } from '../test/stage/redis-server.ts'
import { DISTURBANCES, type Disturb, versionsSideBySide } from './cluster/disturbances.ts'
import { seenAfterKillMs } from './cluster/presence.ts'
import { type Row, report, seconds } from './cluster/report.ts'

const SEED = 20_261_126
const STUDENTS = 6
/** Messages of each student in a round; the agent writes half as many into each ticket. */
const EACH = 6
const ROUNDS = 3

/**
 * @param args how many rounds of each: fewer write no results; then the folder of an older version in which it was built;
 *   then words of a row, for it alone
 */
export async function bench([rounds = String(ROUNDS), folder = '', only = '']: string[] = []): Promise<void> {
  const older = folder ? resolve(folder) : null
  const [articles, redis] = await Promise.all([articlesFolder({}), startRedis()])
  const run = (all: Record<string, Disturb>, program?: Program) => {
    const some = Object.entries(all).filter(([what]) => what.includes(only))
    return runAll(Object.fromEntries(some), Number(rounds), { redis, articlesDir: articles.dir, program })
  }
  try {
    const { rows, seenMs } = await run(DISTURBANCES)
    const ofVersions = older
      ? { name: basename(older), rows: (await run(versionsSideBySide(older, process.cwd()), older)).rows }
      : null
    if (Number(rounds) >= ROUNDS && !only) {
      const text = report(rows, { older: ofVersions, seenMs, students: STUDENTS })
      await writeFile(new URL('results/cluster.md', import.meta.url), text)
    }
    const wrong = [...rows, ...(ofVersions?.rows ?? [])].filter(isWrong)
    if (wrong.length > 0)
      throw new Error(`The promise was broken where ${wrong.map(({ what }) => what).join(', ')}.`)
  } finally {
    await Promise.all([redis.kill(), articles.remove()])
  }
}

async function runAll(
  all: Record<string, Disturb>,
  rounds: number,
  parts: { redis: RedisServer; articlesDir: string; program: Program | undefined },
): Promise<{ rows: Row[]; seenMs: number }> {
  const random = randomFrom(SEED)
  const { redis, articlesDir, program } = parts
  const postgres: PostgresServer = await throwAwayServer()
  const cluster = await startCluster({
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    articlesDir,
    copies: 3,
    ...(program && { program }),
  })
  const rows: Row[] = []
  let seenMs = 0
  try {
    for (const [what, disturb] of Object.entries(all)) {
      const people = await crowd(cluster.url, cluster.url, STUDENTS)
      const any = () => cluster.copies[Math.floor(random() * cluster.copies.length)] as CopyProcess
      const midway = () =>
        people.whenAcknowledged(people.acknowledged() + 1 + Math.floor(random() * EACH * STUDENTS))
      const currentMs: number[] = []
      for (let round = 0; round < rounds; round++) {
        people.write(EACH)
        const mend = await disturb({ cluster, redis, postgres, any, midway })
        const over = performance.now()
        await people.settled()
        currentMs.push(performance.now() - over)
        mend?.()
      }
      const verdict = await people.verdict()
      const anew = people.everybody.reduce((sum, one) => sum + one.sessions() - 1, 0)
      people.leaves()
      rows.push({ what, rounds, currentMs, verdict, anew })
      const longest = seconds(Math.max(...currentMs))
      console.log(
        `${what}: ${inWords(rounds, verdict)} ${verdict.troubles}, logged in anew ${anew}, current after ${longest} s`,
      )
      if (seenMs === 0 && !program) {
        const [ticketId = ''] = people.everybody[0]?.tickets.keys() ?? []
        seenMs = await seenAfterKillMs(cluster.copies, ticketId)
        console.log(`of a copy that was killed, an agent is seen for ${seconds(seenMs)} s more`)
      }
    }
  } finally {
    await cluster.end()
    await postgres.end()
  }
  return { rows, seenMs }
}

/** Whatever waits for ever is as good as lost. */
function isWrong({ rounds, verdict, anew }: Row): boolean {
  const { lost, shownTwice, outOfOrder, statesAmiss, troubles, acknowledged } = verdict
  return (
    anew > 0 ||
    acknowledged < rounds * EACH * STUDENTS * 1.5 ||
    JSON.stringify({ lost, shownTwice, outOfOrder, statesAmiss, troubles }) !== JSON.stringify(NOTHING_WRONG)
  )
}

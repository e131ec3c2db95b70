// Three real copies behind a real nginx, on PostgreSQL and Redis: while students and an agent write, Redis is paused, slow, or
// killed and back with nothing, a copy is killed, stands still, or alone does not reach Redis or PostgreSQL, and all are started
// anew one after the other. Nothing acknowledged is lost, shown twice or out of order. `npm run bench -- cluster` is the same at length.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ATTACHMENT_PIECE_BYTES } from '../../protocol/limits.ts'
import { demoAgents } from '../../server/demo/agents.ts'
import { type MergeHost, mergeHost } from '../account-merge/merge-host.ts'
import { type Crowd, crowd, inWords, NOTHING_WRONG } from '../faults/storm.ts'
import { articlesFolder, type Folder } from '../stage/articles-folder.ts'
import { agentConnects, maya, post, sessionOf } from '../stage/cast.ts'
import { newDatabase } from '../stage/postgres.ts'
import { type RedisServer, startRedis } from '../stage/redis-server.ts'
import { eventually } from '../stage/world.ts'
import { type Cluster, type CopyProcess, startCluster } from './cluster.ts'
import { raceForMerges } from './race.ts'

const STUDENTS = 3
const EACH = 6
/** Merges that two copies race for; `RACES=36` is the long form, for a network is mailed forty codes. */
const ROUNDS = Number(process.env.RACES ?? 6)
/** Each way: so slow that a beat still comes round in time. */
const SLOW_REDIS_MS = 300
/** Three servers begin and end in it, on two cores that others use. */
const SLOW = { timeout: 120_000 }

let articles: Folder
let database: Awaited<ReturnType<typeof newDatabase>>
let redis: RedisServer
let host: MergeHost
let cluster: Cluster
let people: Crowd
beforeAll(async () => {
  ;[articles, database, redis, host] = await Promise.all([
    articlesFolder({}),
    newDatabase(),
    startRedis(),
    mergeHost(),
  ])
  cluster = await startCluster({
    databaseUrl: database.url,
    redisUrl: redis.url,
    articlesDir: articles.dir,
    copies: 3,
    environment: {
      WEBHOOK_URL: host.webhook.url,
      WEBHOOK_SECRET: host.webhook.secret,
      // So short that what was approved is due at both while the answers are on their way.
      MERGE_COOLING_OFF_MINUTES: '0.005',
    },
  })
  people = await crowd(cluster.url, cluster.url, STUDENTS)
}, SLOW.timeout)
afterAll(async () => {
  people?.leaves()
  await cluster?.end()
  await redis?.kill()
  await host?.close()
  await database?.drop()
  await articles?.remove()
})

test(
  'copies are killed, stand still, lose Redis and are started anew in the middle of what is written',
  SLOW,
  async () => {
    const [first, second, third] = cluster.copies as [CopyProcess, CopyProcess, CopyProcess]
    const some = () => people.whenAcknowledged(people.acknowledged() + EACH)
    await holds(async () => {
      third.cutOff('redis')
      await some()
      await second.kill()
      first.pause()
      await some()
      redis.pause()
      first.goOn()
      await second.start()
      await eventually('Redis to be missed', async () => first.output().includes('Redis is away'))
      // One after the other, as at an upgrade: nobody reads an error.
      for (const copy of [first, third]) {
        expect(await copy.stop()).toBe(0)
        copy.reach()
        redis.goOn()
        await copy.start()
      }
    })
  },
)

test(
  'Redis is slow, hears nothing of one copy and then comes back with nothing; one copy alone loses PostgreSQL',
  SLOW,
  async () => {
    const [first, second, third] = cluster.copies as [CopyProcess, CopyProcess, CopyProcess]
    const some = () => people.whenAcknowledged(people.acknowledged() + EACH)
    await holds(async () => {
      for (const copy of [first, second]) copy.slow('redis', SLOW_REDIS_MS)
      third.part('redis')
      await some()
      second.cutOff('database')
      await eventually('PostgreSQL to be missed', async () => second.output().includes('PostgreSQL is away'))
      await redis.kill()
      await some()
      await redis.start()
      for (const copy of cluster.copies) copy.reach()
    })
  },
)

test('a file comes in by all copies, a piece twice at once, and goes out by any', SLOW, async () => {
  const text = Buffer.from('What I was told at the desk.\n'.repeat(20_000))
  const pieces = [0, 1, 2].map((n) =>
    text.subarray(n * ATTACHMENT_PIECE_BYTES, (n + 1) * ATTACHMENT_PIECE_BYTES),
  )
  const [first, second, third] = cluster.copies.map(({ url }) => url) as [string, string, string]
  const authorization = `Bearer ${await sessionOf(first, maya)}`
  const { body: begun } = await post(
    first,
    '/api/attachments',
    { name: 'told.txt', size: text.length },
    { authorization },
  )
  const put = (url: string, n: number) =>
    fetch(`${url}/api/attachments/${begun.id}?from=${n * ATTACHMENT_PIECE_BYTES}`, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/octet-stream' },
      body: pieces[n] ?? null,
    }).then(({ status }) => status)
  const statuses = [
    await put(second, 0),
    ...(await Promise.all([put(third, 1), put(first, 1)])),
    await put(second, 2),
  ]
  expect(statuses.filter((status) => status === 200).length, String(statuses)).toBeGreaterThanOrEqual(3)
  const place = await fetch(`${third}/api/attachments/${begun.id}/address`, { headers: { authorization } })
  const { url } = await place.json()
  expect(Buffer.from(await (await fetch(cluster.url + url)).arrayBuffer())).toEqual(text)
})

test(
  'two copies that race for one approval and one delivery: one of each, none lost, stopped or merged and never both',
  SLOW,
  async () => {
    const [first, second] = cluster.copies as [CopyProcess, CopyProcess]
    const raced = await raceForMerges([first, second], host, { rounds: ROUNDS, prefix: 'race' })
    for (const one of raced) {
      const { approvals, refusals, wasStopped, state, kept, told, deliveries, isDone } = one
      // Four presses: one is taken, and where the student was quicker, none.
      expect(
        [approvals, kept, told].every((count) => count === approvals),
        JSON.stringify(one),
      ).toBe(true)
      expect(approvals, JSON.stringify(one)).toBeGreaterThanOrEqual(wasStopped ? 0 : 1)
      expect(approvals, JSON.stringify(one)).toBeLessThanOrEqual(1)
      expect(new Set(refusals), JSON.stringify(one)).toEqual(new Set(['merge.wrong_state']))
      expect(state, JSON.stringify(one)).toBe(wasStopped ? 'cancelled' : 'merged')
      // One id, however many attempts; nothing is asked of the host for what was stopped.
      expect(deliveries, JSON.stringify(one)).toHaveLength(wasStopped ? 0 : 1)
      expect(isDone, JSON.stringify(one)).toBe(!wasStopped)
    }
    // The premise: both outcomes were there to be mixed up.
    expect(raced.filter(({ state }) => state === 'merged').length).toBeGreaterThan(0)
  },
)

test(
  'a command beside them takes an agent’s log-in away, and the socket at a copy closes',
  SLOW,
  async () => {
    const [first, , third] = cluster.copies as [CopyProcess, CopyProcess, CopyProcess]
    const ines = await agentConnects(third.url, 'Ines')
    const email = demoAgents.find(({ name }) => name.startsWith('Ines'))?.email ?? ''
    const command = ['dist/server/cli.js', 'agents', 'disable', '--email', email]
    const { stdout } = await promisify(execFile)(process.execPath, command, {
      env: { PATH: process.env.PATH ?? '', ...first.environment },
    })
    expect(stdout).toContain('Disabled Ines')
    expect((await ines.closed).code).toBe(4001)
  },
)

async function holds(disturb: () => Promise<void>): Promise<void> {
  const before = people.acknowledged()
  people.write(EACH)
  await disturb()
  await people.settled()
  const verdict = await people.verdict()
  console.log(inWords(1, verdict))
  expect(verdict).toMatchObject(NOTHING_WRONG)
  expect(verdict.acknowledged - before, 'everything that was written').toBe(EACH * STUDENTS * 1.5)
}

// The promise of docs/protocol.md under faults, in short: bad lines of every kind, kills with -9, a restart and a clock that
// jumps, while independent clients write and read. `npm run bench -- faults` is the same at length; tabs: widget/line.test.ts.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoAgents } from '../../server/demo/agents.ts'
import { openApp } from '../stage/app.ts'
import { articlesFolder } from '../stage/articles-folder.ts'
import { randomFrom } from '../stage/random.ts'
import { makeWorld, type World } from '../stage/world.ts'
import { dataFolders } from './folders.ts'
import { type FaultProxy, faultProxy, faultsOf } from './proxy.ts'
import { type Crowd, crowd, inWords, NOTHING_WRONG } from './storm.ts'

const SEED = 1125
const STUDENTS = 3
const EACH = 8
const KILLS = 3
/** A start takes seconds on a machine that is busy, and an unhealed reader 25 until the verdict names it. */
const SLOW = { timeout: 90_000 }
const HOUR_MS = 3_600_000

const newFolder = dataFolders()

let world: World
let proxy: FaultProxy
let people: Crowd
beforeAll(async () => {
  // Articles have no part in this: no start need read them.
  world = await makeWorld({}, undefined, { articles: false })
  proxy = await faultProxy(world.url)
  people = await crowd(proxy.url, world.url, STUDENTS)
})
afterAll(async () => {
  people?.leaves()
  await proxy?.close()
  await world?.end()
})

test.for(['cut', 'delay', 'stop', 'twice'] as const)('lines with the fault “%s”', SLOW, async (kind) => {
  proxy.faults(faultsOf(kind, randomFrom(SEED)))
  await holds(1, async () => proxy.cutAll())
  expect(proxy.came[kind], 'the premise: it came about').toBeGreaterThan(0)
})

test('kills with -9, each in the middle of a round', SLOW, async () => {
  proxy.faults(faultsOf('none', Math.random))
  const random = randomFrom(SEED)
  await holds(KILLS, async () => {
    await people.whenAcknowledged(people.acknowledged() + 1 + Math.floor(random() * EACH * STUDENTS))
    await world.kill()
    await world.start()
  })
})

test(
  'restarts under load, one server after the other on the same folder: nobody reads an error',
  SLOW,
  async () => {
    await holds(2, async () => {
      await people.whenAcknowledged(people.acknowledged() + EACH)
      expect(await world.stop(), world.output()).toBe(0)
      await world.start()
    })
  },
)

test('a clock that jumps by an hour, ahead and back, under people who write', SLOW, async () => {
  const articles = await articlesFolder({})
  const server = await openApp(await newFolder(), articles.dir)
  for (const agent of demoAgents) await server.agents.add(agent)
  // The rules' clock is set by hand: it begins at the hour of those who sign in.
  server.rules.passes(Date.now() - server.rules.now().getTime())
  const url = await server.listen()
  const others = await crowd(url, url, STUDENTS)
  const midway = () => others.whenAcknowledged(others.acknowledged() + EACH)
  await holds(
    1,
    async () => {
      for (const jumpMs of [HOUR_MS, -2 * HOUR_MS, HOUR_MS]) {
        await midway()
        server.rules.passes(jumpMs)
      }
    },
    others,
  )
  others.leaves()
  await server.close()
  await articles.remove()
})

test('a journal with a line too few or too many is found out', async () => {
  const [student] = people.everybody
  const shown = student?.shown ?? []
  const at = shown.findIndex(({ text = '' }) => student?.acknowledged.has(text))
  const [taken] = shown.splice(at, 1)
  expect(await people.verdict()).toMatchObject({ lost: 1, outOfOrder: shown.length - at, statesAmiss: 0 })
  if (taken) shown.push(taken, taken)
  expect(await people.verdict()).toMatchObject({ lost: 0, shownTwice: 2 })
})

async function holds(rounds: number, disturb: () => Promise<void>, crowd = people): Promise<void> {
  const before = crowd.acknowledged()
  for (let round = 0; round < rounds; round++) {
    crowd.write(EACH)
    await disturb()
    await crowd.settled()
  }
  const verdict = await crowd.verdict()
  console.log(inWords(rounds, verdict))
  expect(verdict).toMatchObject(NOTHING_WRONG)
  expect(verdict.acknowledged - before, 'everything that was written').toBe(rounds * EACH * STUDENTS * 1.5)
}

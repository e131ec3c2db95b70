// Is anything lost? Students and an agent write and read, as independent clients, while lines break in every way, the server
// is killed 200 times, the clock jumps and the disk is full. Then come the damaged folders and the power cuts of folders.ts.
// Writes results/faults.md. The short form is test/faults/storm.test.ts.

import { writeFile } from 'node:fs/promises'
import { register } from 'node:module'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { demoAgents } from '../server/demo/agents.ts'
import { launchChromium } from '../test/browser/chromium.ts'
import { badDisk } from '../test/faults/bad-disk.ts'
import { faultProxy, faultsOf } from '../test/faults/proxy.ts'
import { type Crowd, crowd, inWords, NOTHING_WRONG, type Verdict } from '../test/faults/storm.ts'
import { tabsInAStorm } from '../test/faults/tabs.ts'
import { randomWalk } from '../test/faults/walk.ts'
import { articlesFolder } from '../test/stage/articles-folder.ts'
import { randomFrom } from '../test/stage/random.ts'
import { makeHost } from '../test/stage/widget-host.ts'
import { makeWorld } from '../test/stage/world.ts'
import { bench as damagedFoldersAndPowerCuts } from './folders.ts'

const SEED = 20_261_125
const STUDENTS = 4
/** Messages of each student in a round; the agent writes half as many into each ticket. */
const EACH = 4
const KILLS = 200
const ROUNDS_OF_A_FAULT = 20
const RESTARTS = 10
const STEPS_OF_A_WALK = 40

const LINES = {
  cut: 'a line is cut after a random byte',
  delay: 'each piece of a line is up to 40 ms late',
  stop: 'a line is half-open: one direction is swallowed',
  twice: 'a line is cut, then all of it is said again',
}

interface Row {
  what: string
  rounds: number
  came: string
  verdict: Verdict
}

type AddRow = (
  what: string,
  rounds: number,
  came: () => string,
  urls: [line: string, server: string],
  disturb: (people: Crowd) => Promise<void>,
) => Promise<void>

/** @param args a number of kills: with fewer, all else is shorter too; or `tabs` or `walks`, and how many: their row alone, printed */
export async function bench(args: string[] = []): Promise<void> {
  if (args[0] === 'tabs') {
    console.log(await inTabs(Number(args[1] ?? ROUNDS_OF_A_FAULT), randomFrom(SEED)))
    return
  }
  if (args[0] === 'walks') {
    console.log(await inWalks(Number(args[1] ?? ROUNDS_OF_A_FAULT), Number(args[2] ?? SEED)))
    return
  }
  const kills = Number(args[0] ?? KILLS)
  const share = kills / KILLS
  const ofAFault = Math.ceil(ROUNDS_OF_A_FAULT * share)
  const restarts = Math.ceil(RESTARTS * share)
  const random = randomFrom(SEED)
  const articles = await articlesFolder({})
  const world = await makeWorld({ ARTICLES_DIR: articles.dir })
  const folder = await articlesFolder({})
  const rows: Row[] = []
  const row: AddRow = async (what, rounds, came, urls, disturb) => {
    const verdict = await weather(urls, rounds, disturb)
    rows.push({ what, rounds, came: came(), verdict })
    console.log(`${what}: ${inWords(rounds, verdict)} ${verdict.troubles}`)
  }
  const midway = (people: Crowd) =>
    people.whenAcknowledged(people.acknowledged() + 1 + Math.floor(random() * EACH * STUDENTS))
  try {
    for (const [kind, what] of Object.entries(LINES)) {
      const proxy = await faultProxy(world.url)
      const fault = kind as keyof typeof LINES
      proxy.faults(faultsOf(fault, random))
      const came = () => `${proxy.came[fault]} lines`
      await row(what, ofAFault, came, [proxy.url, world.url], async () => proxy.cutAll())
      await proxy.close()
    }
    await row(
      'the server is killed with -9',
      kills,
      () => `${kills} kills`,
      [world.url, world.url],
      async (people) => {
        await midway(people)
        await world.kill()
        await world.start()
      },
    )
    await row(
      'the server is restarted',
      restarts,
      () => `${restarts} restarts`,
      [world.url, world.url],
      async (people) => {
        await midway(people)
        await world.stop()
        await world.start()
      },
    )
    await inThisProcess(join(folder.dir, 'here'), articles.dir, ofAFault, row, midway, random)
    rows.push(await inTabs(ofAFault, random))
    rows.push(await inWalks(ofAFault, SEED))
    await world.kill()
    await report(rows)
  } finally {
    await world.end()
    await articles.remove()
    await folder.remove()
  }
  await damagedFoldersAndPowerCuts(args)
  const wrong = rows.filter(({ verdict }) => isWrong(verdict))
  if (wrong.length > 0)
    throw new Error(`The promise was broken where ${wrong.map(({ what }) => what).join(', ')}.`)
}

async function weather(
  [line, server]: [string, string],
  rounds: number,
  disturb: (people: Crowd) => Promise<void>,
): Promise<Verdict> {
  const people = await crowd(line, server, STUDENTS)
  for (let round = 0; round < rounds; round++) {
    people.write(EACH)
    await disturb(people)
    await people.settled()
  }
  const verdict = await people.verdict()
  people.leaves()
  return verdict
}

/** What no process of its own can be made to suffer: its clock and its disk. */
async function inThisProcess(
  dir: string,
  articles: string,
  rounds: number,
  row: AddRow,
  midway: (people: Crowd) => Promise<void>,
  random: () => number,
): Promise<void> {
  register('./text-files.mjs', import.meta.url)
  Object.assign(globalThis, { HELPDOCK_VERSION: 'bench' })
  const { openApp } = await import('../test/stage/app.ts')
  const disk = badDisk()
  const server = await openApp(dir, articles, undefined, disk.files)
  try {
    for (const agent of demoAgents) await server.agents.add(agent)
    // The rules' clock is set by hand: it begins at the hour of those who sign in.
    server.rules.passes(Date.now() - server.rules.now().getTime())
    const url = await server.listen()
    await row(
      'the clock jumps by up to an hour, both ways',
      rounds,
      () => `${2 * rounds} jumps`,
      [url, url],
      async (people) => {
        const jumpMs = Math.round(random() * 3_600_000)
        server.rules.passes(jumpMs)
        await midway(people)
        server.rules.passes(-2 * jumpMs)
        await midway(people)
        server.rules.passes(jumpMs)
      },
    )
    const before = disk.failures
    await row(
      'the disk is full for a while',
      rounds,
      () => `${disk.failures - before} writes refused`,
      [url, url],
      async (people) => {
        const refusedBefore = disk.failures
        disk.freeBytes = Math.floor(random() * 20_000)
        const isFelt = () => disk.failures > refusedBefore || people.everybody.every((one) => one.isDone())
        await Promise.race(people.everybody.map((one) => one.when(isFelt)))
        disk.freeBytes = Number.POSITIVE_INFINITY
      },
    )
  } finally {
    await server.close()
  }
}

/** The widget itself, in a browser. */
async function inTabs(rounds: number, random: () => number): Promise<Row> {
  const host = await makeHost()
  const [world, browser] = await Promise.all([makeWorld({ ALLOWED_ORIGINS: host.origin }), launchChromium()])
  host.world = world
  try {
    const { verdict, drafts } = await tabsInAStorm(
      { browser, host, url: world.url },
      { rounds, each: 2 * EACH, random },
    )
    console.log(`two tabs: ${inWords(rounds, verdict)} ${verdict.troubles}`)
    const came = `${rounds} crashes; ${drafts} not stored yet and still a draft`
    return { what: 'two tabs of the widget, the one with the line crashes', rounds, came, verdict }
  } finally {
    await browser.close()
    await world.end()
    host.close()
  }
}

/** Each with a seed of its own, so that one that finds something can be walked again: `faults walks 1 SEED`. */
async function inWalks(rounds: number, firstSeed: number): Promise<Row> {
  const host = await makeHost()
  const [world, browser] = await Promise.all([makeWorld({ ALLOWED_ORIGINS: host.origin }), launchChromium()])
  const sum: Verdict = { acknowledged: 0, ...NOTHING_WRONG, troubles: [] }
  try {
    for (let seed = firstSeed; seed < firstSeed + rounds; seed++) {
      const how = { steps: STEPS_OF_A_WALK, random: randomFrom(seed), name: `${seed}` }
      const { verdict, steps } = await randomWalk({ browser, host, world }, how)
      console.log(`walk ${seed}: ${inWords(1, verdict)} ${verdict.troubles}`)
      if (isWrong(verdict)) console.log(steps.join('\n'))
      for (const what of ['acknowledged', 'lost', 'shownTwice', 'outOfOrder', 'statesAmiss'] as const)
        sum[what] += verdict[what]
      sum.troubles.push(...verdict.troubles)
    }
  } finally {
    await browser.close()
    await world.end()
    host.close()
  }
  const what = 'widget and console of a real browser, anything that can go wrong at random'
  return { what, rounds, came: `${rounds * STEPS_OF_A_WALK} steps`, verdict: sum }
}

const isWrong = ({ acknowledged: _some, ...verdict }: Verdict) =>
  JSON.stringify(verdict) !== JSON.stringify(NOTHING_WRONG)

async function report(rows: Row[]): Promise<void> {
  const of = ({ what, rounds, came, verdict }: Row) =>
    `| ${what} | ${rounds} | ${came} | ${verdict.acknowledged.toLocaleString('en')} | ${verdict.lost} | ${verdict.shownTwice} | ${verdict.outOfOrder} | ${verdict.statesAmiss} | ${verdict.troubles.length} |`
  const table = `# Nothing is lost

\`npm run bench -- faults\`. ${STUDENTS} students and an agent, independent clients of the protocol, write and read all the while;
each one's journal of what it was shown is compared with what was acknowledged and with what is stored, and its tickets with
the server's. ${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}, Node ${process.version}.

| fault | rounds | came about | acknowledged | lost | shown twice | out of order | states amiss | errors shown |
| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map(of).join('\n')}

Damaged folders and power cuts, the last part of the same command: \`folders.md\`.
`
  console.log(table)
  await writeFile('bench/results/faults.md', table)
}

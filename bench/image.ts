// Does deploy/compose.yaml hold what it says, where there is Docker? Its images are built and run in a project of their own, and
// students and an agent write through its nginx while copies are made anew, killed, and lose Redis and PostgreSQL. Writes no results.

import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { demoAgents } from '../server/demo/agents.ts'
import { crowd, inWords, NOTHING_WRONG } from '../test/faults/storm.ts'
import { IDENTITY_SECRET } from '../test/stage/world.ts'

const COPIES = ['helpdock-1', 'helpdock-2', 'helpdock-3']
/** Where compose.yaml lets nginx be reached. */
const URL = 'http://localhost:8080'
const STUDENTS = 4
/** Messages of each student before, and while, a thing happens; the agent writes half as many into each ticket. */
const EACH = 6
const ALL = 2 * STUDENTS * (EACH + EACH / 2)
/** A first start makes the tables. */
const HEALTHY_WITHIN_MS = 120_000
const BETWEEN_LOOKS_MS = 500

/** @param program what is typed before `up`, `exec` and so on: `docker compose` where nothing else is said */
export async function bench(program: string[] = []): Promise<void> {
  const [file = 'docker', ...before] = program.length > 0 ? program : ['docker', 'compose']
  const env = { ...process.env, IDENTITY_SECRET, POSTGRES_PASSWORD: randomBytes(16).toString('hex') }
  const compose = async (...words: string[]) => {
    const args = [...before, '-p', 'helpdock-trial', '-f', 'deploy/compose.yaml', ...words]
    return (await promisify(execFile)(file, args, { env, maxBuffer: 2 ** 26 })).stdout
  }
  const within = (service: string, ...command: string[]) => compose('exec', '-T', service, ...command)
  const check = await healthCheck()
  const healthy = async (copy: string) => {
    const until = Date.now() + HEALTHY_WITHIN_MS
    for (;;) {
      const failed = await within(copy, ...check).then(
        () => null,
        (cause: Error) => cause,
      )
      if (!failed) return
      if (Date.now() > until) throw new Error(`${copy} did not become healthy: ${failed.message}`)
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS))
    }
  }
  const anew = async (copy: string) => {
    await compose('up', '-d', '--no-deps', '--force-recreate', copy)
    await healthy(copy)
  }
  const killed = async (service: string) => {
    await compose('kill', '-s', 'KILL', service)
    await compose('start', service)
  }
  const happens: Record<string, () => Promise<unknown>> = {
    nothing: async () => {},
    'each copy is made anew': () => inTurn(COPIES, anew),
    'each copy is killed': () => inTurn(COPIES, (copy) => killed(copy).then(() => healthy(copy))),
    'Redis is killed': () => killed('redis'),
    'PostgreSQL is killed': () => killed('postgres'),
  }

  try {
    // All three copies are one image.
    console.log(await compose('build', 'helpdock-1'))
    await compose('up', '-d')
    for (const copy of COPIES) await healthy(copy)
    for (const { name, email, password, roles } of demoAgents) {
      const command = ['agents', 'add', '--name', name, '--email', email, '--password', password]
      await within('helpdock-1', 'node', 'dist/server/cli.js', ...command, '--roles', roles.join())
    }
    console.log(`runs as ${(await within('helpdock-1', 'id')).trim()}`)
    const written = await within('helpdock-1', 'sh', '-c', 'touch /app/a 2>&1 || true')
    if (!/read-only/i.test(written)) throw new Error(`/app can be written: ${written}`)

    const wrong: string[] = []
    for (const [what, happen] of Object.entries(happens)) {
      const people = await crowd(URL, URL, STUDENTS)
      people.write(EACH)
      await people.whenAcknowledged(1)
      const happening = happen()
      people.write(EACH)
      await happening
      const from = performance.now()
      await people.settled()
      const verdict = await people.verdict()
      people.leaves()
      const currentS = ((performance.now() - from) / 1_000).toFixed(1)
      console.log(`${what}: ${inWords(1, verdict)}, current after ${currentS} s`)
      const { acknowledged, ...faults } = verdict
      if (acknowledged !== ALL || JSON.stringify(faults) !== JSON.stringify(NOTHING_WRONG))
        wrong.push(`${what}: ${JSON.stringify(verdict)}`)
    }
    if (wrong.length > 0) throw new Error(`The promise was broken.\n${wrong.join('\n')}`)
  } finally {
    await compose('down', '-v', '-t', '15')
  }
}

/** The image's own, from its Dockerfile. */
async function healthCheck(): Promise<string[]> {
  const text = (await readFile('deploy/Dockerfile', 'utf8')).replace(/\\\n */g, '')
  return JSON.parse(/^HEALTHCHECK [^[]*(\[.*\])$/m.exec(text)?.[1] ?? '[]')
}

async function inTurn(names: string[], work: (name: string) => Promise<void>): Promise<void> {
  for (const name of names) await work(name)
}

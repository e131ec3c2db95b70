// A world for scenes: a real server in a process of its own, a data folder of its own, real people. What the
// people do is in cast.ts. With TEST_STORE=postgres in the environment, every world is kept in a database.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const IDENTITY_SECRET = 'the-secret-of-the-test-host-at-least-32-bytes'
export const HOST_API_KEY = 'the-key-of-the-test-host'

/** Only what never comes takes so long, on the most crowded machine: a scene waits for what happens, not for a time. */
export const PATIENCE_MS = 60_000

/** Memory where there is some to write to: what a machine loses is proved by a model of a disk, not by ours. */
const ROOT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** Whether worlds and rules are kept in databases, instead of their folders. */
export const ON_POSTGRES = process.env.TEST_STORE === 'postgres'

export interface Mail {
  to: string
  subject: string
  text: string
}

export interface World {
  url: string
  /** Of the server that runs now. */
  pid(): number
  dataDir: string
  articlesDir: string
  /** All mails so far, oldest first. */
  mails(): Promise<Mail[]>
  /** The first mail to this address that fits, now or as soon as it is there. */
  mailTo(address: string, fits?: (mail: Mail) => boolean): Promise<Mail>
  /** kill -9. */
  kill(): Promise<void>
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>
  /** Starts the server again on the same data. */
  start(): Promise<void>
  /** What the server wrote on its standard output and error. */
  output(): string
  end(): Promise<void>
}

/**
 * @param environment more settings, over those of a test's world
 * @param prepare writes into the data folder before the server first starts
 * @param options.articles whether there are any: a start reads them, and a scene about something else need not wait for that
 * @param options.tickets whether the desk begins with those of the demo that are under way
 * @param options.root where its folders are made: a bench needs a disk, for in memory a sync costs nothing
 */
export async function makeWorld(
  environment: Record<string, string> = {},
  prepare?: (dataDir: string) => Promise<unknown>,
  { articles = true, tickets = false, root = ROOT } = {},
): Promise<World> {
  const folder = await mkdtemp(join(root, 'helpdock-'))
  const dataDir = join(folder, 'data')
  const articlesDir = join(folder, 'articles')
  if (articles) await cp('articles', articlesDir, { recursive: true })
  else await mkdir(articlesDir)
  const database = ON_POSTGRES ? await (await import('./postgres.ts')).databaseOf(dataDir) : null
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let server: ChildProcess | undefined
  let said = ''

  const world: World = {
    url,
    dataDir,
    articlesDir,
    pid: () => server?.pid ?? 0,
    output: () => said,
    async start() {
      const desk = tickets ? [] : ['--empty-desk']
      const child = spawn(process.execPath, ['dist/server/cli.js', 'serve', '--demo', ...desk], {
        env: {
          PATH: process.env.PATH ?? '',
          PORT: String(port),
          DATA_DIR: dataDir,
          ARTICLES_DIR: articlesDir,
          IDENTITY_SECRET,
          HOST_API_KEY,
          MERGE_COOLING_OFF_MINUTES: '0.02',
          LOG_LEVEL: 'warn',
          ...(database && { DATABASE_URL: database }),
          ...environment,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      server = child
      const from = said.length
      await new Promise<void>((resolve, reject) => {
        const hear = (data: Buffer) => {
          said += String(data)
          if (said.slice(from).includes('Helpdock is ready')) resolve()
        }
        child.stdout?.on('data', hear)
        child.stderr?.on('data', hear)
        child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${said.slice(from)}`)))
      })
    },
    async kill() {
      await signal('SIGKILL')
    },
    async stop() {
      return signal('SIGTERM')
    },
    async mails() {
      const names = await readdir(join(dataDir, 'mailbox')).catch(() => [])
      const mails = await Promise.all(
        names
          .filter((name) => name.endsWith('.json'))
          .map(async (name) => JSON.parse(await readFile(join(dataDir, 'mailbox', name), 'utf8'))),
      )
      return mails.toSorted((a, b) => (a.at < b.at ? -1 : 1))
    },
    async mailTo(address, fits = () => true) {
      return eventually(`a mail to ${address}`, async () =>
        (await world.mails()).find((mail) => mail.to === address && fits(mail)),
      )
    },
    async end() {
      await signal('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }

  async function signal(name: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = server
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const exit = once(child, 'exit')
    child.kill(name)
    const [code] = await exit
    return code
  }

  await prepare?.(dataDir)
  await world.start()
  return world
}

/** For what nothing announces: looks again until it is so. Fails with what was awaited. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > until) throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain for ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

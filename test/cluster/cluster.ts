// Some real copies of the server, each a process of its own, on one PostgreSQL and one Redis and behind one nginx; and what
// can happen to them. Partner: ../faults/storm.ts, who write meanwhile and are counted.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FaultProxy, faultProxy } from '../faults/proxy.ts'
import { freePort, HOST_API_KEY, IDENTITY_SECRET } from '../stage/world.ts'
import { startNginx } from './nginx.ts'

export interface CopyProcess {
  url: string
  /** What a command beside it needs, too. */
  environment: Record<string, string>
  pid(): number
  /** @param program the version that runs from now on */
  start(program?: Program): Promise<void>
  /** kill -9. */
  kill(): Promise<void>
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>
  pause(): void
  goOn(): void
  /** What this copy alone does not reach any more, and is told so. */
  cutOff(from: keyof Ways): void
  /** The same without a word: nothing comes through either way. */
  part(from: keyof Ways): void
  /** What it says and hears is this much later, each way. */
  slow(to: keyof Ways, ms: number): void
  /** All is well again. */
  reach(): void
  /** Where it listens, and where its own ways to Redis and PostgreSQL begin. */
  ports: number[]
  output(): string
}

/** Each copy has its own: whatever happens to one of them happens to no other copy. */
interface Ways {
  redis: FaultProxy
  database: FaultProxy
}

/** A folder in which the program was built: another version than this one. */
export type Program = string

export interface Cluster {
  /** Of the balancer. */
  url: string
  /** Its first process. */
  balancer: number
  copies: CopyProcess[]
  end(): Promise<void>
}

export async function startCluster(parts: {
  databaseUrl: string
  redisUrl: string
  articlesDir: string
  copies: number
  environment?: Record<string, string>
  program?: Program
  /** Nothing between them but what an operator has: for figures. */
  isDirect?: boolean
}): Promise<Cluster> {
  const dir = await mkdtemp(join(tmpdir(), 'helpdock-cluster-'))
  const ports = await Promise.all(Array.from({ length: parts.copies }, freePort))
  const copies: (CopyProcess & { letGo(): Promise<void> })[] = []
  for (const [index, port] of ports.entries()) {
    const ways = parts.isDirect
      ? null
      : {
          redis: await faultProxy(parts.redisUrl.replace('redis:', 'http:')),
          database: await faultProxy(addressOf(parts.databaseUrl)),
        }
    // One folder for all, as docs/copies.md asks for where there is no bucket.
    const environment = {
      DATABASE_URL: ways ? throughProxy(parts.databaseUrl, ways.database) : parts.databaseUrl,
      REDIS_URL: ways ? ways.redis.url.replace('http:', 'redis:') : parts.redisUrl,
      DATA_DIR: join(dir, 'data'),
      ARTICLES_DIR: parts.articlesDir,
      ...parts.environment,
    }
    copies.push(copyAt(port, environment, index === 0, ways))
  }
  // The first brings the agents along.
  const [first, ...others] = copies
  await first?.start(parts.program)
  await Promise.all(others.map((copy) => copy.start(parts.program)))
  const nginx = await startNginx(ports)
  return {
    url: nginx.url,
    balancer: nginx.pid,
    copies,
    async end() {
      await Promise.all(copies.map((copy) => copy.kill()))
      await Promise.all(copies.map((copy) => copy.letGo()))
      await nginx.end()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** Of a server of PostgreSQL; one that is this machine's own may listen on a socket in a folder. */
function addressOf(databaseUrl: string): string {
  const { hostname, port, searchParams } = new URL(databaseUrl)
  const folder = searchParams.get('host')
  return folder ? `${folder}/.s.PGSQL.${port || 5432}` : `http://${hostname}:${port || 5432}`
}

function throughProxy(databaseUrl: string, proxy: FaultProxy): string {
  const url = new URL(databaseUrl)
  url.searchParams.delete('host')
  url.host = new URL(proxy.url).host
  return String(url)
}

/** However this process ends, it leaves none behind. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

function copyAt(
  port: number,
  environment: Record<string, string>,
  isFirst: boolean,
  ways: Ways | null,
): CopyProcess & { letGo(): Promise<void> } {
  let child: ChildProcess | undefined
  let said = ''
  let program: Program = process.cwd()

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const exit = once(child, 'exit')
    child.kill(signal)
    const [code] = await exit
    return code
  }

  return {
    url: `http://127.0.0.1:${port}`,
    environment,
    ports: [port, ...Object.values<FaultProxy>({ ...ways }).map(({ url }) => Number(new URL(url).port))],
    async letGo() {
      await Promise.all(Object.values<FaultProxy>({ ...ways }).map((way) => way.close()))
    },
    pid: () => child?.pid ?? 0,
    output: () => said,
    async start(other = program) {
      program = other
      const started = spawn(
        process.execPath,
        ['dist/server/cli.js', 'serve', ...(isFirst ? ['--demo'] : [])],
        {
          cwd: program,
          env: {
            PATH: process.env.PATH ?? '',
            PORT: String(port),
            IDENTITY_SECRET,
            HOST_API_KEY,
            LOG_LEVEL: 'warn',
            ...environment,
          },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      )
      child = started
      running.add(started)
      const from = said.length
      await new Promise<void>((resolve, reject) => {
        const hear = (data: Buffer) => {
          said = `${said}${data}`
          if (said.slice(from).includes('Helpdock is ready')) resolve()
        }
        started.stdout.on('data', hear)
        started.stderr.on('data', hear)
        started.once('exit', (code) => reject(new Error(`A copy ended with ${code}:\n${said.slice(from)}`)))
      })
    },
    async kill() {
      child?.kill('SIGCONT')
      await end('SIGKILL')
    },
    stop: () => end('SIGTERM'),
    pause: () => void child?.kill('SIGSTOP'),
    goOn: () => void child?.kill('SIGCONT'),
    cutOff(from) {
      ways?.[from].faults(() => ({ kind: 'cut', afterBytes: 0 }))
      ways?.[from].cutAll()
    },
    part: (from) => ways?.[from].hold(),
    slow(to, ms) {
      ways?.[to].faults(() => ({ kind: 'delay', ms }))
      ways?.[to].cutAll()
    },
    reach() {
      for (const way of Object.values<FaultProxy>({ ...ways })) {
        way.faults(() => ({ kind: 'none' }))
        way.letGo()
        // What is slow stays slow until it is dialled anew.
        if (way.came.delay > 0) way.cutAll()
      }
    },
  }
}

// Some real copies of the server, each a process of its own, on one PostgreSQL and one Redis and behind one nginx; and what
// can happen to them. Partner: ../faults/storm.ts, who write meanwhile and are counted.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FaultProxy, faultProxy } from '../faults/proxy.ts'
import { freePort, HOST_API_KEY, IDENTITY_SECRET } from '../world.ts'
import { startNginx } from './nginx.ts'

export interface CopyProcess {
  url: string
  /** What a command beside it needs, too. */
  environment: Record<string, string>
  pid(): number
  start(): Promise<void>
  /** kill -9. */
  kill(): Promise<void>
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>
  pause(): void
  goOn(): void
  /** This copy alone does not reach Redis. */
  cutOff(): void
  reach(): void
  output(): string
}

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
}): Promise<Cluster> {
  const dir = await mkdtemp(join(tmpdir(), 'helpdock-cluster-'))
  const ports = await Promise.all(Array.from({ length: parts.copies }, freePort))
  const copies: (CopyProcess & { proxy: FaultProxy })[] = []
  for (const [index, port] of ports.entries()) {
    const proxy = await faultProxy(parts.redisUrl.replace('redis:', 'http:'))
    // One folder for all, as docs/copies.md asks for where there is no bucket.
    const environment = {
      DATABASE_URL: parts.databaseUrl,
      REDIS_URL: proxy.url.replace('http:', 'redis:'),
      DATA_DIR: join(dir, 'data'),
      ARTICLES_DIR: parts.articlesDir,
      ...parts.environment,
    }
    copies.push({ ...copyAt(port, environment, index === 0, proxy), proxy })
  }
  // The first brings the agents along.
  const [first, ...others] = copies
  await first?.start()
  await Promise.all(others.map((copy) => copy.start()))
  const nginx = await startNginx(ports)
  return {
    url: nginx.url,
    balancer: nginx.pid,
    copies,
    async end() {
      await Promise.all(copies.map((copy) => copy.kill()))
      await Promise.all(copies.map(({ proxy }) => proxy.close()))
      await nginx.end()
      await rm(dir, { recursive: true, force: true })
    },
  }
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
  proxy: FaultProxy,
): CopyProcess {
  let child: ChildProcess | undefined
  let said = ''

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
    pid: () => child?.pid ?? 0,
    output: () => said,
    async start() {
      const started = spawn(
        process.execPath,
        ['dist/server/cli.js', 'serve', ...(isFirst ? ['--demo'] : [])],
        {
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
    cutOff() {
      proxy.faults(() => ({ kind: 'cut', afterBytes: 0 }))
      proxy.cutAll()
    },
    reach: () => proxy.faults(() => ({ kind: 'none' })),
  }
}

// A Redis for tests, thrown away afterwards, from the installed binaries: it can be paused, killed and started again on the
// same port. The suite shares one, or that of TEST_REDIS_URL; Debian's is installed where that is allowed, or asked for.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the suite's Redis: whoever uses it takes channels of their own. */
    redis: string
  }
}

/** However this process ends, it leaves none behind. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export interface RedisServer {
  url: string
  pid(): number
  /** Takes connections and answers nothing, as a machine that swaps does. */
  pause(): void
  goOn(): void
  /** kill -9. */
  kill(): Promise<void>
  /** The same again, empty, after it was killed. */
  start(): Promise<void>
}

const PATHS = ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server']

/** @throws with what to do, where there is none to be had */
function findRedis(): string {
  const found = () => PATHS.find((path) => existsSync(path))
  if (!found() && process.getuid?.() === 0) {
    try {
      const quietly = { stdio: 'ignore' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
      execFileSync('apt-get', ['update', '-qq'], quietly)
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], quietly)
    } catch {
      // falls through to the sentence
    }
  }
  const installed = found()
  if (installed) return installed
  throw new Error('The tests need Redis: run `sudo apt-get install redis-server`.')
}

/** @param flags more of redis-server's own, such as `--requirepass` and a password */
export async function startRedis(...flags: string[]): Promise<RedisServer> {
  const path = findRedis()
  const port = await freePort()
  let child: ChildProcess | undefined
  const server: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    pid: () => child?.pid ?? 0,
    pause: () => void child?.kill('SIGSTOP'),
    goOn: () => void child?.kill('SIGCONT'),
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    async start() {
      const started = spawn(
        path,
        ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', tmpdir(), ...flags],
        { stdio: ['ignore', 'pipe', 'ignore'] },
      )
      child = started
      running.add(started)
      let said = ''
      await new Promise<void>((resolve, reject) => {
        started.stdout.on('data', (data) => {
          said += data
          if (said.includes('Ready to accept connections')) resolve()
        })
        started.once('exit', () => reject(new Error(`redis-server ended:\n${said}`)))
      })
    },
  }
  await server.start()
  return server
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

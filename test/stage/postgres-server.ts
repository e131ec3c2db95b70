// A PostgreSQL for tests: the one of TEST_DATABASE_URL, or one that is thrown away, from the installed binaries. Debian's
// are installed where that is allowed, or asked for: a suite that leaves a store out has not run.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

const DEBIANS = '/usr/lib/postgresql'
/** Memory where there is some to write to; what a machine's disk loses is not ours to prove. */
const ROOT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

const AGAIN_MS = 50

export interface PostgresServer {
  /** Of its first process. */
  pid(): number
  /** Of a database that is there, and in which others can be made. */
  url: string
  /** kill -9 of the whole server. */
  kill(): Promise<void>
  /** Starts it again on the same data. */
  start(): Promise<void>
  /** SIGSTOP and SIGCONT: there, and no answer. */
  pause(): void
  resume(): void
  /** Another one, which only reads until it is promoted: from then on nothing is acknowledged that it has not, too. */
  standby(): Promise<PostgresServer>
  end(): Promise<void>
}

/** @throws with what to do, where there is none to be had */
function findPostgres(): string {
  const found = binaries()
  if (found) return found
  if (process.getuid?.() === 0) {
    try {
      const quietly = { stdio: 'ignore' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
      execFileSync('apt-get', ['update', '-qq'], quietly)
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'], quietly)
    } catch {
      // falls through to the sentence
    }
  }
  const installed = binaries()
  if (installed) return installed
  throw new Error(
    'The tests need PostgreSQL: run `sudo apt-get install postgresql`, or set TEST_DATABASE_URL to a server in which databases can be made.',
  )
}

function binaries(): string | undefined {
  const versions = existsSync(DEBIANS)
    ? readdirSync(DEBIANS)
        .map(Number)
        .sort((a, b) => b - a)
    : []
  const folders = [
    ...versions.map((version) => join(DEBIANS, String(version), 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

/**
 * @param root a folder on the disk that counts; memory where there is some
 * @param port for programs that cannot speak through a socket in a folder, on this machine only
 */
export async function throwAwayServer({
  root = ROOT,
  sharedBuffers = '64MB',
  port,
}: {
  root?: string | undefined
  sharedBuffers?: string
  port?: number
} = {}): Promise<PostgresServer> {
  const options = [
    '-U',
    'helpdock',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
    '--no-instructions',
  ]
  return serverOn('initdb', options, { root, sharedBuffers, port })
}

/** @param maker with these words it makes the data */
async function serverOn(
  maker: 'initdb' | 'pg_basebackup',
  words: string[],
  { root, sharedBuffers, port }: { root: string; sharedBuffers: string; port?: number | undefined },
): Promise<PostgresServer> {
  const bin = findPostgres()
  const folder = await mkdtemp(join(root, 'helpdock-postgres-'))
  const data = join(folder, 'data')
  const account = accountFor()
  if (account) await chown(folder, account.uid, account.gid)
  await chmod(folder, 0o700)
  const options = { ...account, cwd: folder, env: { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8' } }
  execFileSync(join(bin, maker), ['-D', data, ...words], {
    ...options,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = port
    ? `postgres://helpdock@127.0.0.1:${port}/postgres`
    : `postgres://helpdock@localhost/postgres?host=${encodeURIComponent(folder)}`
  let server: ChildProcess | undefined
  let said = ''

  async function start(): Promise<void> {
    // A session that began while it was killed ends by itself, a moment later, and holds the data until then.
    for (;;) {
      const from = said.length
      try {
        return await startOnce()
      } catch (error) {
        if (!/still in use|already exists|is another postmaster/.test(said.slice(from))) throw error
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      }
    }
  }

  async function startOnce(): Promise<void> {
    const settings = [
      ...(port ? ['listen_addresses=127.0.0.1', `port=${port}`] : ['listen_addresses=']),
      `unix_socket_directories=${folder}`,
      'max_connections=60',
      `shared_buffers=${sharedBuffers}`,
    ]
    const child = spawn(
      join(bin, 'postgres'),
      ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
      { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    server = child
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on('data', (chunk) => {
        said += chunk
        if (/ready to accept (read-only )?connections/.test(String(chunk))) resolve()
      })
      child.once('close', (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${said}`)))
    })
  }

  async function signal(name: 'SIGKILL' | 'SIGQUIT'): Promise<void> {
    const child = server
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    const backends = childrenOf(child.pid)
    child.kill(name)
    if (name === 'SIGKILL') for (const pid of backends) killed(pid)
    await exit
  }

  const each = (name: 'SIGSTOP' | 'SIGCONT') => {
    if (!server?.pid) return
    for (const pid of [server.pid, ...childrenOf(server.pid)]) killed(pid, name)
  }

  async function standby() {
    const other = await serverOn(
      'pg_basebackup',
      ['-h', folder, '-U', 'helpdock', '-R', '-c', 'fast', '--no-sync'],
      { root, sharedBuffers },
    )
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(`ALTER SYSTEM SET synchronous_standby_names = '*'`)
    await client.query('SELECT pg_reload_conf()')
    const follows = async () =>
      (await client.query(`SELECT FROM pg_stat_replication WHERE sync_state = 'sync'`)).rowCount === 1
    while (!(await follows())) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    await client.end()
    return other
  }

  try {
    await start()
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  return {
    url,
    pid: () => server?.pid ?? 0,
    kill: () => signal('SIGKILL'),
    start,
    pause: () => each('SIGSTOP'),
    resume: () => each('SIGCONT'),
    standby,
    async end() {
      each('SIGCONT')
      await signal('SIGQUIT')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root; Debian makes an account for it. */
function accountFor(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string, name: string) =>
    Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', name), gid: idOf('-g', name) }
    } catch {
      // the next one
    }
  }
  return undefined
}

/** Its sessions: they outlive a postmaster that is killed, and hold the data. */
function childrenOf(pid: number): number[] {
  const path = `/proc/${pid}/task/${pid}/children`
  if (!existsSync(path)) return []
  return execFileSync('cat', [path], { encoding: 'utf8' }).trim().split(' ').filter(Boolean).map(Number)
}

function killed(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal)
  } catch {
    // it has ended by itself
  }
}

// Other people's servers, as Debian packs them: run in the foreground as their own account, in a folder that is thrown away.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually, freePort } from '../../test/stage/world.ts'

interface PeerServer {
  url: string
  pid(): number
  end(): Promise<void>
}

export interface Peer {
  /** The account that its package makes; this process must be root to become it. */
  account: string
  /** What to install, where it is missing. */
  packages: string
  command: string
  args(dir: string): string[]
  environment?(dir: string): Record<string, string>
  /** Writes what it needs into its folder. */
  prepare(dir: string, port: number): Promise<void>
}

/** @throws with what to install */
export async function startPeer(peer: Peer): Promise<PeerServer> {
  const [uid, gid] = ['-u', '-g'].map((which) => {
    try {
      return Number(execFileSync('id', [which, peer.account], { stdio: ['ignore', 'pipe', 'ignore'] }))
    } catch {
      throw new Error(`There is no ${peer.account} here: run \`sudo apt-get install ${peer.packages}\`.`)
    }
  }) as [number, number]
  const port = await freePort()
  const dir = await mkdtemp(join(tmpdir(), `helpdock-${peer.account}-`))
  await mkdir(join(dir, 'data'))
  await peer.prepare(dir, port)
  execFileSync('chown', ['-R', `${uid}:${gid}`, dir])
  await chown(dir, uid, gid)
  const child: ChildProcess = spawn(peer.command, peer.args(dir), {
    uid,
    gid,
    cwd: dir,
    detached: true,
    env: { PATH: process.env.PATH ?? '', HOME: dir, ...peer.environment?.(dir) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (said += data))
  async function end(): Promise<void> {
    const gone = child.exitCode === null && once(child, 'exit')
    // With all that it started.
    if (child.pid && gone) process.kill(-child.pid, 'SIGKILL')
    await gone
    await rm(dir, { recursive: true, force: true })
  }
  try {
    await eventually(`${peer.account} to listen`, async () => {
      if (child.exitCode !== null) throw new Error(`${peer.account} ended:\n${said}`)
      return isListening(port)
    })
  } catch (cause) {
    await end()
    throw cause
  }
  return { url: `xmpp://127.0.0.1:${port}`, pid: () => child.pid ?? 0, end }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

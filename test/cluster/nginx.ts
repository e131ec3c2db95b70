// A real nginx on deploy/nginx.conf, as an operator would run it: only the addresses are those of the scene.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually, freePort } from '../stage/world.ts'

const PATHS = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx']

/** @throws with what to do, where there is none to be had */
function findNginx(): string {
  const found = () => PATHS.find((path) => existsSync(path))
  if (!found() && process.getuid?.() === 0) {
    try {
      const quietly = { stdio: 'ignore' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
      execFileSync('apt-get', ['update', '-qq'], quietly)
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'nginx-light'], quietly)
    } catch {
      // falls through to the sentence
    }
  }
  const installed = found()
  if (installed) return installed
  throw new Error('This needs nginx: run `sudo apt-get install nginx-light`.')
}

/** @param ports of the copies on this machine */
export async function startNginx(
  ports: number[],
): Promise<{ url: string; pid: number; end(): Promise<void> }> {
  const path = findNginx()
  const port = await freePort()
  const dir = await mkdtemp(join(tmpdir(), 'helpdock-nginx-'))
  await writeFile(join(dir, 'nginx.conf'), await configuration(dir, port, ports))
  const nginx: ChildProcess = spawn(path, ['-p', dir, '-c', join(dir, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  process.once('exit', () => nginx.kill('SIGKILL'))
  let said = ''
  nginx.stderr?.on('data', (data) => {
    said = `${said}${data}`.slice(-10_000)
  })
  const url = `http://127.0.0.1:${port}`
  await eventually('nginx to answer', async () => {
    if (nginx.exitCode !== null) throw new Error(`nginx ended:\n${said}`)
    return fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
  })
  return {
    url,
    pid: nginx.pid ?? 0,
    async end() {
      const gone = once(nginx, 'exit')
      nginx.kill('SIGTERM')
      await gone
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function configuration(dir: string, port: number, ports: number[]): Promise<string> {
  const deployed = await readFile('deploy/nginx.conf', 'utf8')
  const servers = ports.map((one) => `    server 127.0.0.1:${one} max_fails=0;\n`).join('')
  const ours = deployed
    .replace(/( {4}server helpdock-\d:3000 [^\n]*\n)+/, servers)
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${dir}/${name};`)
    .join('\n')
  return `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
pid ${dir}/pid;
error_log stderr error;
worker_processes 2;
events { worker_connections 32768; }
http { access_log off; ${paths} ${ours} }
`
}

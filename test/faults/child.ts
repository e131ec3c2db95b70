// Starts a TypeScript file as a process of its own. Bundled first: twenty starts through a loader take minutes.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'

export interface Program {
  start(...args: string[]): Child
  remove(): Promise<void>
}

export interface Child {
  process: ChildProcess
  /** Lines it says, as they come; ends with the process. */
  lines: AsyncIterable<string>
  /** SIGKILL, and resolves when it is gone. */
  kill(): Promise<void>
}

export async function program(entry: string): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'helpdock-program-'))
  const outfile = join(folder, 'program.mjs')
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  })
  return {
    start: (...args) => startChild(outfile, args),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

function startChild(file: string, args: string[]): Child {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  return {
    process: child,
    lines: createInterface({ input: child.stdout }),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

export async function firstLine(child: Child): Promise<string> {
  for await (const line of child.lines) return line
  throw new Error('the process ended without a word')
}

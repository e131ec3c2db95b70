// Starts the load in a process of its own and asks it for one thing after the other. Partner: load.ts.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Asks } from './load.ts'

export interface Load {
  ask<N extends keyof Asks>(ask: N, ...args: Parameters<Asks[N]>): ReturnType<Asks[N]>
  end(): Promise<void>
}

export function startLoad(): Load {
  const child = fork('bench/chat/load.ts', { execArgv: ['--import', 'tsx'] })
  let answered = (_answer: { result?: unknown; failed?: string }) => {}
  child.on('message', (answer: object) => answered(answer))
  const over = { failed: 'The load has ended before its time.' }
  child.on('exit', () => answered(over))
  return {
    ask: (async (ask: string, ...args: unknown[]) => {
      if (!child.connected) throw new Error(over.failed)
      child.send({ ask, args })
      const answer = await new Promise<{ result?: unknown; failed?: string }>((resolve) => {
        answered = resolve
      })
      if (answer.failed) throw new Error(answer.failed)
      return answer.result
    }) as Load['ask'],
    end: () => ended(child),
  }
}

export async function ended(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

/** @throws where this process, and what it starts, may not have so many files and sockets open */
export async function demandFiles(needed: number): Promise<void> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => {
    throw new Error(
      'This bench reads memory and processor time of other processes from /proc: it needs Linux.',
    )
  })
  const open = Number(/Max open files\s+(\d+)/.exec(limits)?.[1])
  if (open >= needed) return
  throw new Error(
    `Each process needs ${needed} open files and may have ${open}: run \`ulimit -n ${needed}\` first.`,
  )
}

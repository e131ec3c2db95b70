// A data folder of its own for each scene, and a log that is read instead of printed.

import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { afterEach } from 'vitest'
import type { Log } from '../../server/log.ts'

/** Memory where there is some to write to: what a machine loses is proved by a model of a disk, not by ours. */
const ROOT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** In a test file: gives folders, and removes them after each scene. */
export function dataFolders(): () => Promise<string> {
  const made: string[] = []
  afterEach(async () => {
    for (const dir of made.splice(0)) await rm(dir, { recursive: true, force: true })
  })
  return async () => {
    const dir = await mkdtemp(join(ROOT, 'helpdock-store-'))
    made.push(dir)
    return dir
  }
}

export interface ReadableLog extends Log {
  lines: { level: 'info' | 'warn' | 'error'; facts: object; sentence: string }[]
  /** The sentences of warnings and errors. */
  complaints(): string[]
}

export function readableLog(): ReadableLog {
  const lines: ReadableLog['lines'] = []
  return {
    lines,
    complaints: () => lines.filter(({ level }) => level !== 'info').map(({ sentence }) => sentence),
    info: (facts, sentence) => void lines.push({ level: 'info', facts, sentence }),
    warn: (facts, sentence) => void lines.push({ level: 'warn', facts, sentence }),
    error: (facts, sentence) => void lines.push({ level: 'error', facts, sentence }),
  }
}

/** Every file below a folder. */
export async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** What a crash at this moment would leave: the folder without its lock, copied. */
export async function crashImage(dir: string, to: string): Promise<string> {
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(dir, path)
    if (name.split(sep).includes('lock')) continue
    if (entry.isDirectory()) await mkdir(join(to, name), { recursive: true })
    if (!entry.isFile()) continue
    // One that is written beside and renamed may be gone by now: a crash a moment later.
    const bytes = await readFile(path).catch(() => null)
    if (bytes === null) continue
    await mkdir(dirname(join(to, name)), { recursive: true })
    await writeFile(join(to, name), bytes)
  }
  return to
}

/** Every file and its bytes, to say that nothing was touched. The lock is not data. */
export async function contentOf(dir: string): Promise<Record<string, string>> {
  const content: Record<string, string> = {}
  for (const path of (await filesBelow(dir)).sort()) {
    const name = relative(dir, path)
    if (!name.startsWith('lock')) content[name] = await readFile(path, 'latin1')
  }
  return content
}

// A folder that an operator names, and those above it, one after the other. Never `mkdir` with `recursive`: where the system
// has a folder but lets nobody make one in it (/proc), that tries for ever.

import { lstat, mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** @returns the folders that it made, outermost first */
export async function makeFolder(path: string, mode?: number): Promise<string[]> {
  const missing: string[] = []
  for (let at = resolve(path); !(await isThere(at)); at = dirname(at)) missing.unshift(at)
  const made: string[] = []
  for (const folder of missing) if (await makeOne(folder, mode)) made.push(folder)
  return made
}

/** @returns whether it was made now; another process may have been quicker */
async function makeOne(folder: string, mode: number | undefined): Promise<boolean> {
  try {
    await mkdir(folder, { mode })
    return true
  } catch (cause) {
    if (codeIn(cause) === 'EEXIST') return false
    throw cause
  }
}

/** A file of that name is there too: who makes something in it is told so. */
async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (cause) {
    if (codeIn(cause) === 'ENOENT') return false
    throw cause
  }
}

const codeIn = (cause: unknown) => (cause instanceof Error && 'code' in cause ? cause.code : undefined)

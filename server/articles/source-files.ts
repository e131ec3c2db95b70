// The files of the folder as text. A file that was read before and has not been touched since is not read again:
// after a save the other thousand cost a look each.

import { type Dirent, stat as statCallback } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CannotStart } from '../errors.ts'
import { BrokenFile } from './faults.ts'

/** Half the work of the one that promises by itself, and there are thousands of files. */
const stat = promisify(statCallback)
/** A longer file is not an article. */
const FILE_MAX_BYTES = 1024 * 1024
/** A file that was saved just before it was read may be saved again within the same tick of the disk's clock. */
const SURE_AFTER_MS = 2_000

interface Source {
  stamp: string
  isSure: boolean
  text: string
}
/** By the path within the articles' folder. */
export type Sources = Map<string, Source>

/** @throws BrokenFile */
export async function readText(
  dir: string,
  file: string,
  sources: Sources,
  before?: Sources,
): Promise<string> {
  const path = join(dir, file)
  const { size, mtimeMs, ino } = await stat(path)
  const stamp = `${mtimeMs}-${size}-${ino}`
  const known = before?.get(file)
  if (known?.isSure && known.stamp === stamp) {
    sources.set(file, known)
    return known.text
  }
  if (size > FILE_MAX_BYTES) {
    const reason = `The file has ${inMb(size)} MB; ${inMb(FILE_MAX_BYTES)} MB is the most. Big pictures lie beside the article, each in a file of its own.`
    throw new BrokenFile([{ line: 1, reason }])
  }
  const readAtMs = Date.now()
  const bytes = await readFile(path)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    sources.set(file, { stamp, text, isSure: readAtMs - mtimeMs > SURE_AFTER_MS })
    return text
  } catch {
    throw new BrokenFile([{ line: 1, reason: 'The file is not UTF-8; save it with that encoding.' }])
  }
}

/** Never less than it is. */
const inMb = (bytes: number) => Math.ceil((bytes / 1024 / 1024) * 10) / 10

export async function foldersIn(dir: string): Promise<string[]> {
  return (await entriesIn(dir))
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
}

export async function namesIn(dir: string): Promise<string[]> {
  return (await entriesIn(dir))
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('.'))
    .sort()
}

/** @throws CannotStart: articles left out in silence would be taken for removed */
async function entriesIn(dir: string): Promise<Dirent[]> {
  return readdir(dir, { withFileTypes: true }).catch((cause: Error) => {
    throw new CannotStart(
      `The articles cannot be read: ${cause.message}. ARTICLES_DIR must name their folder, and this account must be able to read all that is in it.`,
      { cause },
    )
  })
}

// A copy of the data folder, made while a server writes into it. Nothing is stopped or locked: what the manifest names is
// never changed, only added to, and the journal is copied last, so the copy is the folder as it was at one moment. Where a
// checkpoint ended meanwhile the copy is begun anew. Partners: manifest.ts, journal.ts, acknowledged.ts.

import { copyFile, mkdir, open, readdir, readFile, realpath, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { CannotStart } from '../../errors.ts'
import { makeFolder } from '../../folder.ts'
import { UNFINISHED } from './durable-file.ts'
import { isMissing } from './files.ts'

/** Checkpoints come once a minute, or every second or so under load, and each try copies only what is new since the last. */
const WITHIN_MS = 10 * 60_000

const MANIFESTS = ['meta.json', 'meta.copy.json']
/** What the store keeps. The rest of the folder (files that people sent, mails) is never changed once it is there. */
const OF_THE_STORE = ['documents', 'threads', 'journal', ...MANIFESTS]
/** Nobody's: it is there where a folder is a file system of its own. */
const OF_THE_SYSTEM = 'lost+found'
const NOT_COPIED = ['lock', OF_THE_SYSTEM]
const JOURNAL_FILE = /^\d{8}\.log$/

export interface Copied {
  files: number
  bytes: number
  /** How often it was begun anew. */
  again: number
}

/** @throws CannotStart where there is nothing to copy, `to` is not empty, or one lies in the other */
export async function copyFolder(from: string, to: string): Promise<Copied> {
  if (!(await readOrNull(join(from, 'meta.json'))))
    throw new CannotStart(`There is no data of Helpdock in ${from}: it has no meta.json.`)
  await refuseWithin(from, to)
  await refuseFull(to)
  await makeFolder(to, 0o700)
  const until = Date.now() + WITHIN_MS
  let missing = ''
  for (let again = 0; Date.now() < until; again++) {
    const copied = { files: 0, bytes: 0, again }
    try {
      if (!(await copyStore(from, to, copied))) continue
    } catch (cause) {
      // A file that nobody names any more went away while it was copied: the next try does not find it in its folder.
      if (!isMissing(cause) || String(cause) === missing) throw cause
      missing = String(cause)
      continue
    }
    // What a ticket names was there before the ticket.
    for (const name of await readdir(from))
      if (!isOfStore(name) && !NOT_COPIED.includes(name))
        await copyAll(from, to, name, copied).catch(unlessGone)
    await syncFolders(to)
    return copied
  }
  throw new CannotStart(
    `${from} changed faster than it could be copied to ${to}, for ten minutes. Try again at a quieter hour or on a faster disk.`,
  )
}

/** @returns whether it is of one moment */
async function copyStore(from: string, to: string, copied: Copied): Promise<boolean> {
  const before = await readFile(join(from, 'meta.json'))
  for (const name of MANIFESTS) await copyAll(from, to, name, copied)
  for (const name of ['documents', 'threads']) await copyAll(from, to, name, copied, 'what grew')
  await rm(join(to, 'journal'), { recursive: true, force: true })
  // How far the journal had come goes first: the copy of the journal must never be behind it.
  const helping = (await readdir(join(from, 'journal'))).filter(isHelping)
  await mkdir(join(to, 'journal'), { recursive: true, mode: 0o700 })
  for (const name of helping) await copyAll(from, to, join('journal', name), copied)
  let known = ''
  for (;;) {
    const names = (await readdir(join(from, 'journal'))).filter(isJournal).sort()
    // A file that was begun meanwhile: the one before names it, and is whole now.
    if (names.join() === known) break
    for (const name of names) await copyAll(from, to, join('journal', name), copied)
    known = names.join()
  }
  const newest = known.split(',').at(-1)
  if (newest) await endWithWholeLine(join(to, 'journal', newest))
  return before.equals(await readFile(join(from, 'meta.json')))
}

/** @param what of a try before this one all that has its size is whole: no name is given twice, and files only grow */
async function copyAll(
  from: string,
  to: string,
  name: string,
  copied: Copied,
  what: 'all' | 'what grew' = 'all',
): Promise<void> {
  const path = join(from, name)
  const there = await stat(path)
  if (there.isDirectory()) {
    await mkdir(join(to, name), { recursive: true, mode: 0o700 })
    for (const one of await readdir(path)) {
      const copying = copyAll(from, to, join(name, one), copied, what)
      // Pieces of an upload come and go; of the store nothing may be missing.
      await (isOfStore(name) ? copying : copying.catch(unlessGone))
    }
    return
  }
  copied.files++
  copied.bytes += there.size
  const isThere = what === 'what grew' && (await sizeOf(join(to, name))) === there.size
  if (isThere) return
  await copyFile(path, join(to, name))
  const file = await open(join(to, name), 'r+')
  await file.datasync().finally(() => file.close())
}

/** What was just being written when it was copied: of that nobody has been promised anything. */
async function endWithWholeLine(path: string): Promise<void> {
  const bytes = await readFile(path)
  const whole = bytes.lastIndexOf('\n') + 1
  if (whole === bytes.length || whole === 0) return
  const file = await open(path, 'r+')
  await file
    .truncate(whole)
    .then(() => file.datasync())
    .finally(() => file.close())
}

/** The copy would be copied, too, and the copy of that. */
async function refuseWithin(from: string, to: string): Promise<void> {
  const [one, other] = [join(await placeOf(from), sep), join(await placeOf(to), sep)]
  if (one.startsWith(other) || other.startsWith(one))
    throw new CannotStart(
      `${to} and ${from} lie one in the other. Name a folder beside it; nothing was changed.`,
    )
}

/** Where it lies behind all links, though it may not be there yet. */
async function placeOf(path: string): Promise<string> {
  const at = resolve(path)
  try {
    return await realpath(at)
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    return join(await placeOf(dirname(at)), basename(at))
  }
}

async function refuseFull(to: string): Promise<void> {
  const there = await readdir(to).catch((cause) => {
    if (isMissing(cause)) return []
    throw cause
  })
  if (there.some((name) => name !== OF_THE_SYSTEM))
    throw new CannotStart(
      `${to} is not empty. Name a folder that is empty, or not there; nothing was changed.`,
    )
}

async function syncFolders(dir: string): Promise<void> {
  if (process.platform === 'win32') return
  for (const one of await readdir(dir, { withFileTypes: true }))
    if (one.isDirectory() && one.name !== OF_THE_SYSTEM) await syncFolders(join(dir, one.name))
  const folder = await open(dir)
  await folder.sync().finally(() => folder.close())
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  )
}

function unlessGone(cause: unknown): void {
  if (!isMissing(cause)) throw cause
}

const isOfStore = (name: string) => OF_THE_STORE.includes(name.split(sep)[0] ?? '')
const isJournal = (name: string) => JOURNAL_FILE.test(name)
const isHelping = (name: string) => !isJournal(name) && !name.endsWith(UNFINISHED)

async function readOrNull(path: string): Promise<Buffer | null> {
  return readFile(path).catch((cause) => {
    if (isMissing(cause)) return null
    throw cause
  })
}

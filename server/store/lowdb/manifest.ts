// The manifest: every file that has to be there, with its size and checksum, and where the journal begins. What it names
// is what a start believes; so a file that is gone, cut, older than itself or another's is known. Kept twice.

import { join } from 'node:path'
import { Low } from 'lowdb'
import { CannotStart } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { Damaged, sealed, unsealed } from './document-format.ts'
import type { DocumentEntry } from './documents.ts'
import { DurableFile, type Format } from './durable-file.ts'
import type { Files } from './files.ts'
import type { ThreadFile } from './thread-format.ts'

/** The form of everything in the folder; a newer one is refused, an older one is taken over. */
export const FORMAT_VERSION = 2

export interface Manifest {
  version: typeof FORMAT_VERSION
  /** Counts checkpoints, with those that failed. */
  checkpoint: number
  /** The first journal file that a start must replay, and the first commit in it. */
  journalFrom: number
  commit: number
  threads: ThreadFile[]
  documents: DocumentEntry[]
  /** What was removed since then may lie in journal that is kept for repairs, and in documents' earlier content; ms. */
  removedAt?: number
  /** Earlier checkpoints whose journal is still there, the newest last. */
  marks: Mark[]
}

/** Replaying the journal from `journalFrom` gives everything behind that place in the thread files. */
export interface Mark {
  journalFrom: number
  threads: ThreadFile | null
}

/** What a folder of the first program has in its `meta.json`. */
export interface Version1 {
  version: 1
  journalFrom: number
}

/** The second is written after the first: at any moment one of them is whole. */
const NAMES = ['meta.json', 'meta.copy.json']

export async function writeManifest(files: Files, dir: string, manifest: Manifest): Promise<void> {
  for (const name of NAMES) {
    const file = lowManifest(files, join(dir, name))
    file.data = manifest
    await file.write()
  }
  await files.syncFolder(dir)
}

/** @returns null where there is none. @throws CannotStart where it is of a newer program */
export async function readManifest(
  files: Files,
  dir: string,
  log: Log,
): Promise<Manifest | Version1 | 'damaged' | null> {
  const found: (Manifest | Version1)[] = []
  const amiss: { path: string; why: string }[] = []
  for (const name of NAMES) {
    const path = join(dir, name)
    const file = lowManifest(files, path)
    try {
      await file.read()
    } catch (error) {
      if (error instanceof NewerVersion) throw new CannotStart(newer(path, error.version))
      if (!(error instanceof Damaged)) throw error
      amiss.push({ path, why: error.message })
      continue
    }
    if (file.data) found.push(file.data)
    else amiss.push({ path, why: 'it is missing' })
  }
  // An older copy of one beside the newer other: what counts is the newer.
  found.sort((one, other) => checkpointOf(one) - checkpointOf(other))
  const newest = found.at(-1)
  if (!newest) return amiss.some(({ why }) => why !== 'it is missing') ? 'damaged' : null
  if (newest.version === FORMAT_VERSION) {
    for (const facts of amiss)
      log.warn(facts, 'one of the two files that name all others is damaged; it is made anew from the other')
  }
  return newest
}

export function newer(path: string, version: unknown): string {
  return `${path} says version ${String(version)}, this program knows version ${FORMAT_VERSION}. Start the newer Helpdock that wrote it, or restore a backup of that folder that was made before the update.`
}

class NewerVersion extends Error {
  readonly version: unknown

  constructor(version: unknown) {
    super()
    this.version = version
  }
}

function lowManifest(files: Files, path: string): Low<Manifest | Version1 | null> {
  return new Low(new DurableFile(files, path, FORMAT), null)
}

const FORMAT: Format<Manifest | Version1 | null> = {
  parse(bytes) {
    const json = asObject(bytes)
    const { version } = json
    if (version === 1 && typeof json.journalFrom === 'number')
      return { version, journalFrom: json.journalFrom }
    if (typeof version === 'number' && version > FORMAT_VERSION) throw new NewerVersion(version)
    const body = unsealed(bytes).toString('utf8')
    if (version !== FORMAT_VERSION) throw new Damaged('it is not what a checkpoint writes')
    return JSON.parse(`{${body}`)
  },
  print: (manifest) => {
    if (manifest?.version !== FORMAT_VERSION) throw new Error('only manifests of this version are written')
    const { threads, documents, marks, ...facts } = manifest
    return sealed(
      `${JSON.stringify(facts).slice(1, -1)},\n"threads":${lines(threads)},\n"marks":${lines(marks)},\n"documents":${lines(documents)}}\n`,
    )
  },
}

function asObject(bytes: Buffer): { version?: unknown; journalFrom?: unknown } {
  try {
    const json: unknown = JSON.parse(bytes.toString('utf8'))
    if (typeof json === 'object' && json !== null) return json
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new Damaged(bytes.length === 0 ? 'it is empty' : 'it is not what a checkpoint writes')
}

function lines(list: readonly unknown[]): string {
  return `[\n${list.map((one) => JSON.stringify(one)).join(',\n')}\n]`
}

function checkpointOf(manifest: Manifest | Version1): number {
  return manifest.version === FORMAT_VERSION ? manifest.checkpoint : 0
}

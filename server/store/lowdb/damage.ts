// What is wrong with a folder, and what can be done: the journal makes damaged files anew as long as it reaches back far
// enough; past that only a backup helps, or the operator's word to go on without. Partner: recovery.ts.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from '../../errors.ts'
import { type DocumentEntry, documentPath } from './documents.ts'
import { journalPath } from './journal.ts'
import { JournalDamaged, LOST_MARK, readJournal } from './journal-reader.ts'
import type { Manifest, Mark } from './manifest.ts'
import type { DamagedThreads } from './thread-reader.ts'

interface DamagedDocument {
  entry: DocumentEntry
  why: string
}

export interface Damages {
  documents: DamagedDocument[]
  threads: DamagedThreads[]
}

/** What a start reads: as the manifest says, or where that is damaged, an older state and more of the journal. */
export interface Plan extends Pick<Manifest, 'threads' | 'documents' | 'marks' | 'journalFrom'> {
  /** Files that the journal makes anew. */
  mended: string[]
  /** Files that the operator has given up. */
  givenUp: string[]
}

interface Folders {
  documents: string
  threads: string
  journal: string
}

/** @throws CannotStart where the journal has not all of it and the operator has not agreed to go on without */
export function planAround(
  { documents, threads }: Damages,
  manifest: Manifest,
  folders: Folders,
  isWhole: (entry: DocumentEntry) => boolean,
  describeThreads: (damaged: DamagedThreads) => string,
): Plan {
  const agreed = agreedLosses(folders)
  const plan: Plan = { ...manifest, mended: [], givenUp: [] }
  const hopeless: string[] = []
  const reaches = reachOf(folders.journal, manifest.journalFrom)

  for (const { entry, why } of documents) {
    const path = documentPath(folders.documents, entry.file.name)
    const { since, before } = entry
    const mended =
      since !== null &&
      reaches(since) &&
      (before === null || isWhole({ file: before, before: null, since: null }))
    plan.documents = plan.documents.filter((other) => other !== entry)
    if (mended) {
      if (before) plan.documents.push({ file: before, before: null, since: null })
      plan.journalFrom = Math.min(plan.journalFrom, since)
      plan.mended.push(path)
    } else if (agreed.has(path)) plan.givenUp.push(path)
    else hopeless.push(`${path} (${entry.file.holds}): ${why}`)
  }

  const mark = markBefore(threads, manifest, reaches)
  for (const damaged of threads) {
    if (mark) plan.mended.push(damaged.path)
    else if (agreed.has(damaged.path)) plan.givenUp.push(damaged.path)
    else hopeless.push(`${damaged.path} (${describeThreads(damaged)}): ${damaged.why}`)
  }
  if (mark) {
    plan.threads = upTo(mark, manifest.threads)
    plan.journalFrom = Math.min(plan.journalFrom, mark.journalFrom)
    plan.marks = manifest.marks.slice(0, manifest.marks.indexOf(mark))
  }
  if (hopeless.length > 0) throw new CannotStart(beyondRepair(hopeless))
  return plan
}

/** Files that the operator has given up by an empty file of their name and `.lost`. */
export function agreedLosses(folders: Folders): Set<string> {
  const agreed = new Set<string>()
  for (const folder of Object.values(folders)) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      if (name.endsWith(LOST_MARK)) agreed.add(join(folder, name.slice(0, -LOST_MARK.length)))
  }
  return agreed
}

/** Whether the journal is whole from a file on, up to the one that is replayed anyhow. */
function reachOf(journal: string, journalFrom: number): (from: number) => boolean {
  const known = new Map<number, boolean>()
  return (from) => {
    const there = known.get(from)
    if (there !== undefined) return there
    const reaches = from >= journalFrom || isWholeFrom(from)
    known.set(from, reaches)
    return reaches
  }

  function isWholeFrom(from: number): boolean {
    try {
      readJournal(journal, from, () => undefined)
      return true
    } catch (error) {
      if (!(error instanceof JournalDamaged)) throw error
      // Whether what must be replayed is whole is judged when it is.
      return error.path >= journalPath(journal, journalFrom)
    }
  }
}

function markBefore(
  damaged: readonly DamagedThreads[],
  { marks, threads: files }: Manifest,
  reaches: (from: number) => boolean,
): Mark | undefined {
  if (damaged.length === 0) return undefined
  // In the order of the manifest: one that was written anew stands where the old one did, whatever its number.
  const placeOf = (file: number) => files.findIndex(({ number }) => number === file)
  return marks.findLast(
    ({ threads, journalFrom }) =>
      damaged.every(
        ({ file, startsAt }) =>
          threads === null ||
          placeOf(threads.number) < placeOf(file) ||
          (threads.number === file && threads.bytes <= startsAt),
      ) && reaches(journalFrom),
  )
}

function upTo({ threads }: Mark, files: Manifest['threads']): Manifest['threads'] {
  if (threads === null) return []
  return [
    ...files.slice(
      0,
      files.findIndex(({ number }) => number === threads.number),
    ),
    threads,
  ]
}

function beyondRepair(list: string[]): string {
  return `Files are damaged, and the journal no longer holds all that was in them:\n${list.map((one) => `  ${one}`).join('\n')}\nRestore the data folder from a backup; or, to go on without what was in one of them, make an empty file of its name and ${LOST_MARK} beside it and start again. Nothing was changed.`
}

// Reads the journal at a start, line by line, and believes nothing without its checksum. It changes no file: what
// must be cut is said to recovery.ts. Partner: journal.ts, which writes.

import { readFileSync } from 'node:fs'
import { CannotStart } from '../../errors.ts'
import type { CollectionName } from './collections.ts'
import { isMissing } from './files.ts'
import { FORMAT_VERSION, type JournalHeader, journalNumbers, journalPath } from './journal.ts'
import { checksumOf } from './page.ts'

/** What one commit put; null for a record that was removed, with its key. */
export type JournalWrite = [collection: CollectionName, record: object] | [CollectionName, null, key: string]

export interface JournalCommit {
  n: number
  /** Documents that hold nothing older than this commit: the journal can make them anew from here. */
  born?: string[]
  writes: JournalWrite[]
}

export interface JournalEnd {
  /** Number of the next file. */
  number: number
  /** Number of the next commit. */
  commit: number
  bytes: number
  /** A last line that was not finished when the process or the machine went down. */
  torn: TornLine | null
}

export interface TornLine {
  path: string
  line: number
  /** The file is good up to here. */
  goodBytes: number
  bytes: number
}

interface Line {
  number: number
  startsAt: number
  endsAt: number
  /** null where the checksum does not fit. */
  json: string | null
}

/** @throws CannotStart where a file is missing, or damaged before its last line */
export function readJournal(
  folder: string,
  from: number,
  take: (commit: JournalCommit, where: string) => void,
): JournalEnd {
  const numbers = journalNumbers(folder).filter((number) => number >= from)
  const filled = numbers.slice(0, numbers.findLastIndex((number) => hasCommits(folder, number)) + 1)
  const end: JournalEnd = { number: from, commit: 1, bytes: 0, torn: null }
  if (numbers.length === 0) throw new CannotStart(missing(journalPath(folder, from)))

  for (const number of filled) {
    const path = journalPath(folder, number)
    if (number !== end.number) throw new CannotStart(missing(journalPath(folder, end.number)))
    const bytes = readFileSync(path)
    for (const line of linesOf(bytes)) {
      const where = `${path}, line ${line.number}`
      if (line.json === null) {
        if (number !== filled.at(-1) || line.endsAt < bytes.length) throw new CannotStart(damaged(where))
        end.torn = {
          path,
          line: line.number,
          goodBytes: line.startsAt,
          bytes: bytes.length - line.startsAt,
        }
        break
      }
      if (line.number === 1) {
        const header: JournalHeader = JSON.parse(line.json)
        refuseNewer(header.version, path)
        if (number === from) end.commit = header.commit
        if (header.commit !== end.commit) throw new CannotStart(outOfStep(where, end.commit, header.commit))
        continue
      }
      const commit: JournalCommit = JSON.parse(line.json)
      if (commit.n !== end.commit) throw new CannotStart(outOfStep(where, end.commit, commit.n))
      take(commit, where)
      end.commit++
    }
    end.bytes += bytes.length
    end.number = number + 1
  }
  if (filled.length === 0) end.commit = headerOf(journalPath(folder, from))?.commit ?? 1
  return end
}

export function refuseNewer(version: unknown, path: string): void {
  if (version === FORMAT_VERSION) return
  throw new CannotStart(
    `${path} says version ${String(version)}, this program knows version ${FORMAT_VERSION}. Start the newer Helpdock that wrote it, or restore a backup of that folder that was made before the update.`,
  )
}

/** A file whose first line is all it has, or not even that, was opened and never used. */
function hasCommits(folder: string, number: number): boolean {
  const bytes = readFileSync(journalPath(folder, number))
  const headerEnds = bytes.indexOf(NEWLINE)
  return headerEnds >= 0 && headerEnds < bytes.length - 1
}

export function headerOf(path: string): JournalHeader | null {
  try {
    const [first] = linesOf(readFileSync(path))
    return first?.json ? JSON.parse(first.json) : null
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

const NEWLINE = 10
/** Eight digits and a space. */
const PREFIX_BYTES = 9

function* linesOf(bytes: Buffer): Generator<Line> {
  let startsAt = 0
  for (let number = 1; startsAt < bytes.length; number++) {
    const newline = bytes.indexOf(NEWLINE, startsAt)
    const endsAt = newline < 0 ? bytes.length : newline + 1
    const body = bytes.subarray(startsAt + PREFIX_BYTES, newline < 0 ? endsAt : newline)
    const prefix = bytes.toString('latin1', startsAt, Math.min(startsAt + PREFIX_BYTES, endsAt))
    const whole = newline >= 0 && prefix === `${checksumOf(body)} `
    yield { number, startsAt, endsAt, json: whole ? body.toString('utf8') : null }
    startsAt = endsAt
  }
}

const missing = (path: string) =>
  `${path} is missing, and commits that no document holds may have been in it. Restore it from a backup; to go on without them, create an empty file of that name and empty the later ones.`
const damaged = (where: string) =>
  `The journal is damaged at ${where}, and more follows it. Restore that file from a backup; to go on without that line and all that follows, cut the file before it and empty the later files of that folder.`
const outOfStep = (where: string, expected: number, found: number) =>
  `The journal has commit ${found} where ${expected} should follow, at ${where}. Restore the files of that folder from a backup.`

// Reads the journal at a start, line by line, and believes nothing without its checksum. It changes no file: what
// must be cut is said to recovery.ts. Partner: journal.ts, which writes.

import { readFileSync } from 'node:fs'
import { CannotStart } from '../../errors.ts'
import type { CollectionName } from './collections.ts'
import { checksumOf } from './document-format.ts'
import { isMissing } from './files.ts'
import {
  type JournalFileEnd,
  type JournalHeader,
  type JournalTrailer,
  journalNumbers,
  journalPath,
} from './journal.ts'
import { withoutSpace } from './journal-space.ts'
import { FORMAT_VERSION, newer } from './manifest.ts'

/** What one commit put; null for a record that was removed, with its key. */
export type JournalWrite = [collection: CollectionName, record: object] | [CollectionName, null, key: string]

interface JournalCommit {
  n: number
  /** The first commit of its batch, where that is another. */
  b?: number
  writes: JournalWrite[]
}

export interface JournalEnd {
  /** Number of the next file. */
  number: number
  /** Number of the next commit. */
  commit: number
  bytes: number
  /** The newest file; null where it is one that is given up. */
  before: JournalFileEnd | null
  /** A last line, or the rest of a batch, that was not finished when the process or the machine went down. */
  torn: TornLine | null
  /** Where the operator has agreed to go on without what followed. */
  givenUp: { path: string; why: string } | null
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

/** What is wrong with a journal, and in which file. */
export class JournalDamaged extends CannotStart {
  override name = 'CannotStart'
  readonly path: string

  constructor(path: string, sentence: string) {
    super(sentence)
    this.path = path
  }
}

export interface Reading {
  /** Something durable says that the next file is there; at first, a manifest. */
  isNamed?: boolean
  /** The first commit in the first file, where that is known; 0 where it is not. */
  commit?: number
  /** Whether the operator has agreed to lose what is in that file and in those after it. */
  mayEnd?: (path: string) => boolean
}

/** @throws JournalDamaged where a file is missing, or damaged before its last line */
export function readJournal(
  folder: string,
  from: number,
  take: (commit: JournalCommit, where: string) => void,
  { isNamed = true, commit = 0, mayEnd = () => false }: Reading = {},
): JournalEnd {
  const newest = journalNumbers(folder).at(-1) ?? from - 1
  const end: JournalEnd = { number: from, commit, bytes: 0, before: null, torn: null, givenUp: null }
  try {
    while (readOne()) {}
  } catch (error) {
    if (!(error instanceof JournalDamaged) || !mayEnd(error.path)) throw error
    end.givenUp = { path: error.path, why: error.message }
    end.number = newest + 1
    end.before = null
    end.torn = null
  }
  if (end.commit === 0) end.commit = 1
  return end

  /** @returns whether another file follows */
  function readOne(): boolean {
    const number = end.number
    const path = journalPath(folder, number)
    const bytes = readWhole(path)
    const lines = linesOf(bytes ?? Buffer.alloc(0))
    const header = headerIn(lines.next().value ?? null)
    if (bytes === null || header === null) {
      // One that was begun and not finished, and that nobody has been promised anything of.
      const isLast = !isNamed && number >= newest
      if (isLast) return false
      throw new JournalDamaged(path, bytes === null ? missing(path) : headless(path))
    }
    if (header.version > FORMAT_VERSION) throw new CannotStart(newer(path, header.version))
    if (header.journal !== number) throw new JournalDamaged(path, another(path, header.journal))
    if (end.commit === 0) end.commit = header.commit
    if (header.commit !== end.commit)
      throw new JournalDamaged(path, outOfStep(`${path}, line 1`, end.commit, header.commit))

    let next: number | null = null
    let goodBytes = 0
    for (const line of lines) {
      const where = `${path}, line ${line.number}`
      if (line.json === null) {
        const isLast = line.endsAt === bytes.length || isUnfinished(bytes.subarray(line.startsAt), end.commit)
        if (!isLast || next !== null || hasCommits(folder, number + 1))
          throw new JournalDamaged(path, damaged(where))
        end.torn = { path, line: line.number, goodBytes: line.startsAt, bytes: bytes.length - line.startsAt }
        break
      }
      goodBytes = line.endsAt
      const said: JournalCommit | JournalTrailer = JSON.parse(line.json)
      if ('next' in said) {
        next = said.next
        continue
      }
      if (next !== null) throw new JournalDamaged(path, damaged(where))
      if (said.n !== end.commit) throw new JournalDamaged(path, outOfStep(where, end.commit, said.n))
      take(said, where)
      end.commit++
    }
    end.bytes += bytes.length
    end.before = { path, bytes: Math.max(goodBytes, headerEnd(bytes)) }
    isNamed = next !== null
    end.number = next ?? number + 1
    return isNamed || end.number <= newest
  }
}

/**
 * Of a batch that was written into space some sectors may have come, and others not: there zeros are left in the middle, and all
 * that follows is of the same batch. Of one that was acknowledged there is another after it, or no zero in it.
 */
function isUnfinished(bytes: Buffer, commit: number): boolean {
  if (!bytes.includes(0)) return false
  for (const { json } of linesOf(bytes)) {
    if (json === null) continue
    const said: JournalCommit | JournalTrailer = JSON.parse(json)
    if ('next' in said || (said.b ?? said.n) > commit) return false
  }
  return true
}

/** A file whose first line is all it has, or not even that, was opened and never used. */
function hasCommits(folder: string, number: number): boolean {
  const bytes = readWhole(journalPath(folder, number))
  return bytes !== null && headerEnd(bytes) > 0 && headerEnd(bytes) < bytes.length
}

function headerIn(line: Line | null): JournalHeader | null {
  if (!line?.json) return null
  const header: JournalHeader = JSON.parse(line.json)
  return typeof header.journal === 'number' ? header : null
}

function headerEnd(bytes: Buffer): number {
  return bytes.indexOf(NEWLINE) + 1
}

function readWhole(path: string): Buffer | null {
  try {
    return withoutSpace(readFileSync(path))
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

/** How the operator agrees to a loss: an empty file beside the one that is lost. */
export const LOST_MARK = '.lost'

export const waysOut = (path: string, without: string) =>
  `Restore the data folder from a backup; or, to go on without ${without}, make an empty file ${path}${LOST_MARK} and start again. Nothing was changed.`

const missing = (path: string) =>
  `${path} is missing, and commits that no document holds may have been in it. ${waysOut(path, 'them')}`
const headless = (path: string) =>
  `${path} has lost its first line, and with it all commits that were in it. ${waysOut(path, 'them')}`
const another = (path: string, number: number) =>
  `${path} has the content of journal file ${number}. ${waysOut(path, 'the commits that were in it and all that followed')}`
const damaged = (where: string) =>
  `The journal is damaged at ${where}, and more follows it. ${waysOut(pathOf(where), 'that line and all that follows')}`
const outOfStep = (where: string, expected: number, found: number) =>
  `The journal has commit ${found} where ${expected} should follow, at ${where}. ${waysOut(pathOf(where), 'that line and all that follows')}`

const pathOf = (where: string) => where.slice(0, where.lastIndexOf(','))

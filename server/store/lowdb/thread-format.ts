// How threads lie in their files: runs, one after another, never changed. A run is a line (checksum, sizes, numbers of
// client ids, home) and the records of that home, each on a line. Partners: thread-files.ts, thread-reader.ts.

import { join } from 'node:path'
import { checksumOf } from './document-format.ts'

/** A thread file, as far as it counts: what stands behind `bytes` belongs to a checkpoint that did not end. */
export interface ThreadFile {
  number: number
  bytes: number
  /** CRC-32 of these bytes. */
  checksum: number
}

export interface RunRecords {
  entries: string[]
  notes: string[]
  clientIds: string[]
}

/** How many records a run has; the client ids by their numbers. */
export interface Saved {
  entries: number
  notes: number
  clientIds: readonly number[]
}

export interface RunHead {
  home: string
  saved: Saved
  /** Places of the first entry and the first note in the thread, from 1. */
  firstEntry: number
  firstNote: number
  /** Where in the bytes its records begin, and where the next run does. */
  recordsAt: number
  endsAt: number
}

export function threadPath(folder: string, number: number): string {
  return join(folder, `${String(number).padStart(8, '0')}.runs`)
}

const NO_CHECKSUM = '00000000 '
const NEWLINE = 10
const SPACE = 32
const ZERO = 48
const COMMA = 44
const QUOTE = 34
const NO_IDS = '-'

/** The first line of a run. Its checksum is put there by `sealRun`, when the records are. */
export function printRunHead(
  home: string,
  saved: Saved,
  before: { entries: number; notes: number },
  bytes: number,
): string {
  if (/[\\"\n]/.test(home)) throw new Error(`${home} cannot be the name of a thread's home`)
  const { entries, notes, clientIds } = saved
  const counts = [bytes, before.entries + 1, entries, before.notes + 1, notes]
  return `${NO_CHECKSUM}${counts.join(' ')} ${clientIds.join(',') || NO_IDS} "${home}"\n`
}

/** A run without records, which takes back all before it: its ticket was removed. Programs that do not know it pass it over. */
export const printRemoval = (home: string): string => `${NO_CHECKSUM}0 0 0 0 0 ${NO_IDS} "${home}"\n`
/** All others have places from 1. */
export const isRemoval = ({ firstEntry }: RunHead): boolean => firstEntry === 0

export function sealRun(bytes: Buffer, startsAt: number, endsAt: number): void {
  bytes.write(checksumOf(bytes.subarray(startsAt + NO_CHECKSUM.length, endsAt)), startsAt, 'latin1')
}

export function isWholeRun(bytes: Buffer, startsAt: number, endsAt: number): boolean {
  if (endsAt > bytes.length) return false
  const said = bytes.toString('latin1', startsAt, startsAt + NO_CHECKSUM.length)
  return said === `${checksumOf(bytes.subarray(startsAt + NO_CHECKSUM.length, endsAt))} `
}

/** Read by hand: a million of them are read at a start. @returns null where no run begins there */
export function parseRunHead(bytes: Buffer, startsAt: number): RunHead | null {
  let at = startsAt + NO_CHECKSUM.length
  const newline = bytes.indexOf(NEWLINE, at)
  if (newline < 0) return null
  const bodyBytes = number()
  const firstEntry = number()
  const entries = number()
  const firstNote = number()
  const notes = number()
  const clientIds: number[] = []
  if (bytes[at] === NO_IDS.charCodeAt(0)) at += NO_IDS.length + 1
  else
    do clientIds.push(number())
    while (bytes[at - 1] === COMMA)
  if (Number.isNaN(bodyBytes + firstEntry + entries + firstNote + notes) || bytes[at - 1] !== SPACE)
    return null
  if (bytes[at] !== QUOTE || bytes[newline - 1] !== QUOTE) return null
  const home = bytes.toString('utf8', at + 1, newline - 1)
  // None of ours has one; where it stands, bytes are damaged.
  if (home.includes('\\')) return null
  return {
    home,
    saved: { entries, notes, clientIds },
    firstEntry,
    firstNote,
    recordsAt: newline + 1,
    endsAt: newline + 1 + bodyBytes,
  }

  /** Up to and with the sign that ends it. */
  function number(): number {
    let value = 0
    for (; at < newline; at++) {
      const digit = (bytes[at] ?? 0) - ZERO
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
    }
    const ends = bytes[at++]
    return ends === SPACE || ends === COMMA ? value : Number.NaN
  }
}

/** Its entries and notes, each made when it is asked for. */
export function* textsOf(bytes: Buffer, { recordsAt, saved }: RunHead): Generator<string> {
  let startsAt = recordsAt
  for (let left = saved.entries + saved.notes; left > 0; left--) {
    const newline = bytes.indexOf(NEWLINE, startsAt)
    yield bytes.toString('utf8', startsAt, newline)
    startsAt = newline + 1
  }
}

export function recordsOf(bytes: Buffer, head: RunHead): RunRecords {
  const texts: string[] = []
  for (let startsAt = head.recordsAt; startsAt < head.endsAt; ) {
    const newline = bytes.indexOf(NEWLINE, startsAt)
    texts.push(bytes.toString('utf8', startsAt, newline))
    startsAt = newline + 1
  }
  const { entries, notes } = head.saved
  return {
    entries: texts.slice(0, entries),
    notes: texts.slice(entries, entries + notes),
    clientIds: texts.slice(entries + notes),
  }
}

// How a line of the journal is printed: CRC-32, space, JSON, new line. Straight from the records' texts into bytes: a line put together as a
// text first would be copied once more, and leave its pieces to the collector. Partners: journal.ts, which writes them; journal-reader.ts.

import { checksumOf } from './document-format.ts'
import type { Write } from './writes.ts'

const CHECKSUM_BYTES = 9
const NEWLINE = 10
/** ] and }: to have three signs written costs as much as a hundred. */
const BRACKET = 93
const BRACE = 125
/** What a character of a string takes at the most. */
const CHARACTER_BYTES = 3
/** Checksum, numbers and brackets around the records of a commit, a name around each of them: more than any takes. */
const COMMIT_BYTES = 96
const WRITE_BYTES = 32

/** A header or a trailer. */
export function lineOf(said: object): Buffer {
  const json = JSON.stringify(said)
  const bytes = Buffer.allocUnsafe(CHECKSUM_BYTES + CHARACTER_BYTES * json.length + 1)
  const endsAt = CHECKSUM_BYTES + bytes.write(json, CHECKSUM_BYTES)
  return bytes.subarray(0, seal(bytes, 0, endsAt))
}

/**
 * A line for each commit. A batch reaches the disk in any order; that a line is of one that another began tells what came of an unfinished one.
 * @param first the number of the first
 * @param into where they are printed, if they fit
 */
export function linesOf(commits: readonly (readonly Write[])[], first: number, into: Buffer): Buffer {
  const most = mostBytesOf(commits)
  const bytes = most <= into.length ? into : Buffer.allocUnsafe(most)
  let startsAt = 0
  let number = first
  const ofBatch = `,"b":${first},"writes":[["`
  let opening = ',"writes":[["'
  for (const writes of commits) {
    let at = startsAt + CHECKSUM_BYTES
    let before = `{"n":${number}${opening}`
    for (const { collection, key, text } of writes) {
      at += bytes.write(`${before}${collection}${text === null ? '",null,' : '",'}`, at, 'latin1')
      at += bytes.write(text ?? JSON.stringify(key), at)
      before = '],["'
    }
    bytes[at] = BRACKET
    bytes[at + 1] = BRACKET
    bytes[at + 2] = BRACE
    startsAt = seal(bytes, startsAt, at + 3)
    number++
    opening = ofBatch
  }
  return bytes.subarray(0, startsAt)
}

function mostBytesOf(commits: readonly (readonly Write[])[]): number {
  let most = 0
  for (const writes of commits) {
    most += COMMIT_BYTES
    for (const { key, text } of writes)
      most += WRITE_BYTES + CHARACTER_BYTES * (text ?? JSON.stringify(key)).length
  }
  return most
}

/** @returns where the next line begins */
function seal(bytes: Buffer, startsAt: number, endsAt: number): number {
  bytes.write(`${checksumOf(bytes.subarray(startsAt + CHECKSUM_BYTES, endsAt))} `, startsAt, 'latin1')
  bytes[endsAt] = NEWLINE
  return endsAt + 1
}

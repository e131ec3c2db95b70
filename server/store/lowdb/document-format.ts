// How a document lies on disk: one JSON object under a checksum, each record on a line of its own with its own. So a
// damaged file is known before it is believed, and what is in it is taken apart without being parsed as a whole.

import { crc32 } from 'node:zlib'
import type { CollectionName } from './collections.ts'

/** The records of one document as JSON texts. */
export type DocumentRecords = Partial<Record<CollectionName, string[]>>

/** What tells this very content from any other, an older copy of itself too. */
export interface Seal {
  bytes: number
  checksum: string
}

const OPENING = '{"checksum":"'
const CHECKSUM_DIGITS = 8
/** The checksum's end, a comma and a new line. */
const CLOSING = '",\n'
const BODY_AT = OPENING.length + CHECKSUM_DIGITS + CLOSING.length

export function checksumOf(text: string | Uint8Array): string {
  return crc32(text).toString(16).padStart(CHECKSUM_DIGITS, '0')
}

/** Any JSON object without its opening brace, under a checksum. */
export function sealed(body: string): string {
  return `${OPENING}${checksumOf(body)}${CLOSING}${body}`
}

export function sealOf(text: string): Seal {
  return {
    bytes: Buffer.byteLength(text),
    checksum: text.slice(OPENING.length, OPENING.length + CHECKSUM_DIGITS),
  }
}

/** @returns what `sealed` was given. @throws Damaged */
export function unsealed(bytes: Buffer): Buffer {
  if (bytes.length === 0) throw new Damaged('it is empty')
  const opening = bytes.toString('latin1', 0, BODY_AT)
  if (!opening.startsWith(OPENING) || !opening.endsWith(CLOSING))
    throw new Damaged('it does not begin as it was written')
  const body = bytes.subarray(BODY_AT)
  if (checksumOf(body) !== opening.slice(OPENING.length, OPENING.length + CHECKSUM_DIGITS)) {
    throw new Damaged('its checksum does not match')
  }
  return body
}

export function printDocument(name: string, records: DocumentRecords): string {
  const collections = Object.entries(records)
    .filter(([, texts]) => texts.length > 0)
    .map(([collection, texts]) => `"${collection}":[\n${texts.map(printRecord).join(',\n')}\n]`)
  return sealed(`"home":${JSON.stringify(name)},"records":{\n${collections.join(',\n')}}}\n`)
}

function printRecord(text: string): string {
  return `["${checksumOf(text)}",${text}]`
}

/** @throws Damaged */
export function parseDocument(bytes: Buffer): { name: string; records: DocumentRecords; checksum: string } {
  const body = unsealed(bytes)
  const head = body.toString('utf8', 0, body.indexOf(NEWLINE))
  const { home: name } = JSON.parse(`{${head.slice(0, head.lastIndexOf(',"records"'))}}`)
  const checksum = bytes.toString('latin1', OPENING.length, OPENING.length + CHECKSUM_DIGITS)
  return { name, records: recordsIn(body, () => true), checksum }
}

/** Of a damaged document: the records that are what was written. */
export function wholeRecords(bytes: Buffer): DocumentRecords {
  return recordsIn(bytes, (text, checksum) => checksum === checksumOf(text))
}

const NEWLINE = 10
const QUOTE = 34
const BRACE = 123
const BRACKET = 91
const COMMA = 44
/** As in null: an entry that was lost, in a document of the first form. */
const SMALL_N = 110

/** Bracket, checksum in quotes, comma. */
const RECORD_AT = CHECKSUM_DIGITS + 4

function recordsIn(bytes: Buffer, isWanted: (text: string, checksum: string) => boolean): DocumentRecords {
  const records: DocumentRecords = {}
  let texts: string[] = []
  for (let startsAt = 0; startsAt < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, startsAt)
    const endsAt = newline < 0 ? bytes.length : newline
    const recordEndsAt = bytes[endsAt - 1] === COMMA ? endsAt - 1 : endsAt
    const first = bytes[startsAt]
    if (first === QUOTE && bytes[endsAt - 1] === BRACKET) {
      texts = []
      records[bytes.toString('latin1', startsAt + 1, bytes.indexOf(QUOTE, startsAt + 1)) as CollectionName] =
        texts
    } else if (first === BRACKET) {
      // A string of its own: a piece of the file's text would keep the whole file's text in memory.
      const text = bytes.toString('utf8', startsAt + RECORD_AT, recordEndsAt - 1)
      if (isWanted(text, bytes.toString('latin1', startsAt + 2, startsAt + 2 + CHECKSUM_DIGITS)))
        texts.push(text)
    } else if (first === BRACE || first === SMALL_N) {
      // The first form had no checksum for each: what is in a damaged one of those is not asked for.
      const text = bytes.toString('utf8', startsAt, recordEndsAt)
      if (isWanted(text, '')) texts.push(text)
    }
    startsAt = endsAt + 1
  }
  return records
}

/** A file that is not what was written. */
export class Damaged extends Error {
  override name = 'Damaged'
}

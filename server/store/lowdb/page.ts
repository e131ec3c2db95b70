// How a document lies on disk: one JSON object, each record on a line of its own, under a checksum. So a damaged
// file is known before it is believed, and what is in it is taken apart without being parsed as a whole.

import { crc32 } from 'node:zlib'
import type { CollectionName } from './collections.ts'

/** The records of one document as JSON texts. */
export type Page = Partial<Record<CollectionName, string[]>>

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

export function printPage(name: string, page: Page): string {
  const collections = Object.entries(page)
    .filter(([, texts]) => texts.length > 0)
    .map(([collection, texts]) => `"${collection}":[\n${texts.join(',\n')}\n]`)
  return sealed(`"home":${JSON.stringify(name)},"records":{\n${collections.join(',\n')}}}\n`)
}

const NEWLINE = 10
const QUOTE = 34
const BRACE = 123
const COMMA = 44

/** @throws Damaged */
export function parsePage(bytes: Buffer): { name: string; page: Page; checksum: string } {
  const body = unsealed(bytes)
  const checksum = bytes.toString('latin1', OPENING.length, OPENING.length + CHECKSUM_DIGITS)
  const headEnds = body.indexOf(NEWLINE)
  const page: Page = {}
  let texts: string[] = []
  for (let startsAt = headEnds + 1; startsAt < body.length; ) {
    const newline = body.indexOf(NEWLINE, startsAt)
    const endsAt = newline < 0 ? body.length : newline
    if (body[startsAt] === QUOTE) {
      texts = []
      page[body.toString('latin1', startsAt + 1, body.indexOf(QUOTE, startsAt + 1)) as CollectionName] = texts
    } else if (body[startsAt] === BRACE || body[startsAt] === SMALL_N) {
      // A string of its own: a piece of the file's text would keep the whole file's text in memory.
      texts.push(body.toString('utf8', startsAt, body[endsAt - 1] === COMMA ? endsAt - 1 : endsAt))
    }
    startsAt = endsAt + 1
  }
  const head = body.toString('utf8', 0, headEnds)
  return { name: JSON.parse(`{${head.slice(0, head.lastIndexOf(',"records"'))}}`).home, page, checksum }
}

/** As in null: an entry that was lost. */
const SMALL_N = 110

/** A file that is not what was written. */
export class Damaged extends Error {
  override name = 'Damaged'
}

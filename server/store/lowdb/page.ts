// How a document lies on disk: one JSON object, each record on a line of its own, under a checksum. So a damaged
// file is known before it is believed, and a thread is taken apart without being parsed.

import { crc32 } from 'node:zlib'
import type { CollectionName } from './collections.ts'

/** The records of one document as JSON texts. */
export type Page = Partial<Record<CollectionName, string[]>>

const OPENING = '{"checksum":"'
const CHECKSUM_DIGITS = 8

export function checksumOf(text: string | Uint8Array): string {
  return crc32(text).toString(16).padStart(CHECKSUM_DIGITS, '0')
}

export function printPage(home: string, page: Page): string {
  const collections = Object.entries(page)
    .filter(([, texts]) => texts.length > 0)
    .map(([name, texts]) => `"${name}":[\n${texts.join(',\n')}\n]`)
  const body = `"home":${JSON.stringify(home)},"records":{\n${collections.join(',\n')}}}\n`
  return `${OPENING}${checksumOf(body)}",\n${body}`
}

/** @throws Damaged */
export function parsePage(text: string): { home: string; page: Page } {
  const bodyAt = OPENING.length + CHECKSUM_DIGITS + 3
  if (text.length === 0) throw new Damaged('it is empty')
  if (!text.startsWith(OPENING) || text.slice(bodyAt - 3, bodyAt) !== '",\n') {
    throw new Damaged('it does not begin like a document')
  }
  const body = text.slice(bodyAt)
  if (checksumOf(body) !== text.slice(OPENING.length, OPENING.length + CHECKSUM_DIGITS)) {
    throw new Damaged('its checksum does not match')
  }
  const [head = '', ...lines] = body.split('\n')
  const page: Page = {}
  let texts: string[] = []
  for (const line of lines) {
    if (line.startsWith('"')) {
      texts = []
      page[line.slice(1, line.indexOf('"', 1)) as CollectionName] = texts
    } else if (line !== '' && !line.startsWith(']') && !line.startsWith('}')) {
      texts.push(line.endsWith(',') ? line.slice(0, -1) : line)
    }
  }
  return { home: JSON.parse(`{${head.slice(0, head.lastIndexOf(',"records"'))}}`).home, page }
}

/** A file that is not what was written. */
export class Damaged extends Error {
  override name = 'Damaged'
}

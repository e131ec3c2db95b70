// The index as it travels: one file to begin with (titles, headings, readers' questions, keywords: enough to answer
// most questions). The words of the texts and the texts themselves are in it too where all is small; else they follow
// when there is time, or stay on the server. Partners: build.ts, which writes it on the server, and sections.ts, which asks it.

import type { Language } from '../text-analysis.ts'
import { type Postings, readPostings, type Written } from './postings.ts'

/** Raised when the form of a file changes: a program reads its own form only. */
export const INDEX_VERSION = 5

export const FIRST_FIELDS = ['title', 'heading', 'questions', 'keywords'] as const
export type Field = (typeof FIRST_FIELDS)[number] | 'text'
export const FIELDS: readonly Field[] = [...FIRST_FIELDS, 'text']
/** Fields that an article has once: what is kept of them are articles, not sections. */
export const isByArticle = (field: Field) => field !== 'text' && field !== 'heading'

export interface FirstHeader {
  version: number
  language: Language
  /** Mean number of different words, by field. */
  lengths: Record<Field, number>
  /** What stays on the server since it would be too much for a device: then the server is asked too. */
  kept: Part[]
}
/** The words of the texts; the texts themselves, for snippets. */
export const PARTS = ['text', 'passages'] as const
type Part = (typeof PARTS)[number]
/** What a file that follows begins with. */
export interface PartHeader {
  part: Part
  /** Of each section, in the passages. */
  texts?: string[]
}

/** Parts of a file, by name: bytes, or text of a line each. */
export type Streams = Record<string, Uint8Array>

/** A header, then each stream; the header says how long each is. */
export function pack(header: object, streams: Streams): Uint8Array {
  const sizes = Object.fromEntries(Object.entries(streams).map(([name, { length }]) => [name, length]))
  const head = new TextEncoder().encode(`${JSON.stringify({ ...header, sizes })}\n`)
  const all = [head, ...Object.values(streams)]
  const file = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const bytes of all) {
    file.set(bytes, at)
    at += bytes.length
  }
  return file
}

export function unpack(file: Uint8Array): { header: object; streams: Streams } {
  // JSON has no line break outside of its texts, and escapes it inside.
  const end = file.indexOf(10)
  const { sizes, ...header } = JSON.parse(new TextDecoder().decode(file.subarray(0, end)))
  const streams: Streams = {}
  let at = end + 1
  for (const [name, size] of Object.entries(sizes as Record<string, number>)) {
    streams[name] = file.subarray(at, at + size)
    at += size
  }
  return { header, streams }
}

export function fieldStreams(field: Field, { counts, marks, bits }: Written): Streams {
  return { [`${field} counts`]: counts, [`${field} marks`]: marks, [`${field} bits`]: bits }
}

export function readField(field: Field, streams: Streams): Postings {
  const of = (what: string) => streams[`${field} ${what}`] ?? new Uint8Array()
  return readPostings({ counts: of('counts'), marks: of('marks'), bits: of('bits') }, of('lengths'))
}

/** A length in a byte, a quarter of a doubling exact: no ranking needs more. */
export const lengthToByte = (length: number) => Math.min(255, Math.round(4 * Math.log2(1 + length)))
const LENGTHS = Float64Array.from({ length: 256 }, (_, byte) => 2 ** (byte / 4) - 1)
export const lengthOfByte = (byte: number) => LENGTHS[byte] as number

// Which words stand where: what the build of an index counts and sorts. Words are numbers here, since there are hundreds of
// thousands of places, and all of it is done between a save and the readers who wait for it. A section is analysed once and
// remembered by its object: after a save only what changed is read. Partner: build.ts.

import { formOf, wordsOf } from '../text-analysis.ts'
import type { SectionDocument } from './build.ts'
import { FIELDS, type Field } from './index-file.ts'
import type { Lists } from './postings.ts'

/** Different words of each field, as numbers. */
export type Analysed = Record<Field, Uint32Array>

/** Words are not forgotten when the last text with them is; past so many, all are read anew. */
const WORDS_MAX = 1_000_000
let numbers = new Map<string, number>()
let words: string[] = []
let order: number[] = []
let known = new WeakMap<SectionDocument, Analysed>()

/** @returns of each section its words; all words that were ever met, and their numbers as they stand in an index */
export function analysed(sections: readonly SectionDocument[]): {
  texts: Analysed[]
  words: readonly string[]
  order: readonly number[]
} {
  if (words.length > WORDS_MAX) {
    numbers = new Map()
    words = []
    order = []
    known = new WeakMap()
  }
  const texts = sections.map(analyse)
  const fresh = Array.from({ length: words.length - order.length }, (_, at) => order.length + at)
  // What is in order already costs a look.
  if (fresh.length > 0) order = [...order, ...fresh].sort(byWord)
  return { texts, words, order }
}
const byWord = (one: number, other: number) => ((words[one] as string) < (words[other] as string) ? -1 : 1)

function analyse(section: SectionDocument): Analysed {
  const before = known.get(section)
  if (before) return before
  const found = Object.fromEntries(
    FIELDS.map((field) => {
      const forms = new Set(wordsOf(section[field]).map(({ text }) => formOf(text)))
      forms.delete('')
      return [field, Uint32Array.from(forms, numberOf)]
    }),
  ) as Analysed
  known.set(section, found)
  return found
}

function numberOf(word: string): number {
  let number = numbers.get(word)
  if (number === undefined) {
    number = words.push(word) - 1
    numbers.set(word, number)
  }
  return number
}

/** Which words occur in any of some texts: 1 for each that does. */
export function occurring(texts: Iterable<Uint32Array>, size: number): Uint8Array {
  const occurs = new Uint8Array(size)
  for (const text of texts) for (let at = 0; at < text.length; at++) occurs[text[at] as number] = 1
  return occurs
}

/**
 * @param texts the words of each place
 * @param ranks of each word its place among the terms, one more: 0 is none of them
 */
export function listsOf(texts: readonly Uint32Array[], ranks: Uint32Array, terms: number): Lists {
  const begins = new Uint32Array(terms + 1)
  for (const text of texts) {
    for (let at = 0; at < text.length; at++) {
      const rank = ranks[text[at] as number] as number
      if (rank > 0) begins[rank] = (begins[rank] as number) + 1
    }
  }
  for (let term = 1; term <= terms; term++)
    begins[term] = (begins[term] as number) + (begins[term - 1] as number)
  const places = new Uint32Array(begins[terms] as number)
  const ends = begins.slice()
  texts.forEach((text, place) => {
    for (let at = 0; at < text.length; at++) {
      const rank = ranks[text[at] as number] as number
      if (rank === 0) continue
      const end = ends[rank - 1] as number
      places[end] = place
      ends[rank - 1] = end + 1
    }
  })
  return { places, begins }
}

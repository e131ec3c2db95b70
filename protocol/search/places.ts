// Where the readings of a query stand: from the bytes of an index to the places of sections, field by field. What was
// asked is remembered, since the next key asks nearly all of it again. Partners: index-file.ts, sections.ts.

import { inOneGo, type Steps } from '../steps.ts'
import { FIELDS, type Field, isByArticle, readField, type Streams } from './index-file.ts'
import type { Postings } from './postings.ts'
import { openTerms, type Terms } from './terms.ts'

// A reading is a word as it stands, or one of these two, behind which stands a sign:
/** All forms of a term, as one. */
export const FORMS = '~'
/** All words that begin so, as one: not those that are but forms of it. */
export const BEGINNING = '*'
/** No language adds more letters to make a form of a word. */
const FORM_MAX_MORE_CHARS = 6
/**
 * In how many sections a short beginning is looked for in the texts too: in more, it stands in hundreds of words, which
 * takes long to read and tells nothing.
 */
const SHORT_IN_TEXTS_MAX_SECTIONS = 1_000
const SHORT_MAX_CHARS = 5
/** Readings remembered: some dozens of questions. */
const KNOWN_MAX = 4_000

interface Places {
  /** Terms and lists of some more fields. @returns the terms */
  adding(fields: readonly Field[], streams: Streams): Steps<Terms>
  /** Is any word of it known? */
  has(reading: string): boolean
  /** Sections in which a reading stands: one list a field. Empty where no word of it is known. */
  of(reading: string): Uint32Array[]
  /** Reads what `of` gives. */
  reading(reading: string): Steps<Uint32Array[]>
  /** In how many sections it stands, in the field in which it is in most: about, where several words are one reading. */
  frequencyOf(reading: string): number
}

/**
 * @param begins the first section of each article, and behind the last the number of all
 * @param termOf what the forms of a word have in common
 */
export function openPlaces(begins: readonly number[], termOf: (form: string) => string): Places {
  const layers: { terms: Terms; from: number }[] = []
  const postings = new Map<Field, Postings>()
  const numbers = new Map<string, number[]>()
  const lists = new Map<string, Uint32Array[]>()
  const all = begins.at(-1) ?? 0

  return {
    *adding(fields, streams) {
      const last = layers.at(-1)
      const terms = openTerms(streams)
      const read: [Field, Postings][] = []
      for (const field of fields) {
        yield
        read.push([field, readField(field, streams)])
      }
      layers.push({ terms, from: last ? last.from + last.terms.length : 0 })
      for (const [field, lists] of read) postings.set(field, lists)
      numbers.clear()
      lists.clear()
      return terms
    },
    has: (reading) => numbersOf(reading).length > 0,
    of: (reading) => lists.get(reading) ?? inOneGo(readingOf(reading)),
    reading: readingOf,
    frequencyOf(reading) {
      const numbers = numbersOf(reading)
      let most = 0
      for (const [field, { countOf }] of postings) {
        let count = 0
        for (const number of numbers) count += countOf(number)
        // An article's title stands over each of its sections.
        if (field === 'title') count *= all / (begins.length - 1)
        most = Math.max(most, count)
      }
      return Math.min(most, all)
    },
  }

  function* readingOf(reading: string): Steps<Uint32Array[]> {
    const known = lists.get(reading)
    if (known) return known
    const numbers = numbersOf(reading)
    const found: Uint32Array[] = []
    for (const field of numbers.length > 0 ? FIELDS : []) {
      yield
      found.push(yield* sectionsWith(field, numbers, reading))
    }
    if (lists.size >= KNOWN_MAX) lists.clear()
    lists.set(reading, found)
    return found
  }

  function numbersOf(reading: string): number[] {
    let found = numbers.get(reading)
    if (!found) {
      found = lookUp(reading)
      if (numbers.size >= KNOWN_MAX) numbers.clear()
      numbers.set(reading, found)
    }
    return found
  }

  function lookUp(reading: string): number[] {
    const isForms = reading.endsWith(FORMS)
    const isMany = isForms || reading.endsWith(BEGINNING)
    const word = isMany ? reading.slice(0, -1) : reading
    if (!word) return []
    const isShort = isForms && word.length < 3
    // A form begins as its term does, but for the last letter ("copies", "copy"); one of a short term is the term, or has that letter
    // twice ("ads" is no form of "ad", but "adding" is): nobody looks through all that begin with "a".
    const beginning = isShort ? word + word.at(-1) : isForms ? word.slice(0, -1) : word
    return layers.flatMap(({ terms, from }) => {
      const numbers: number[] = []
      if (!isMany || isShort) {
        const at = terms.firstFrom(word)
        if (terms.at(at) === word) numbers.push(from + at)
        if (!isMany) return numbers
      }
      for (
        let at = terms.firstFrom(beginning), form = terms.at(at);
        form.startsWith(beginning);
        form = terms.at(++at)
      ) {
        const isForm = form.length <= word.length + FORM_MAX_MORE_CHARS && termOf(form) === word
        if (isForm === isForms) numbers.push(from + at)
      }
      return numbers
    })
  }

  function* sectionsWith(field: Field, numbers: number[], reading: string): Steps<Uint32Array> {
    const isShort = reading.endsWith(BEGINNING) && reading.length <= SHORT_MAX_CHARS + 1
    if (isShort && field === 'text' && all > SHORT_IN_TEXTS_MAX_SECTIONS) return NOWHERE
    const postingsOf = postings.get(field)
    if (!postingsOf) return NOWHERE
    const list = yield* postingsOf.placesOf(numbers)
    if (!isByArticle(field) || list.length === 0) return list
    if (field !== 'title') return list.map((article) => begins[article] ?? 0)
    const sections: number[] = []
    for (const article of list) {
      for (let at = begins[article] ?? 0; at < (begins[article + 1] ?? 0); at++) sections.push(at)
    }
    return Uint32Array.from(sections)
  }
}

const NOWHERE = new Uint32Array()

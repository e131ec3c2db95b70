// Where the readings of a query stand: from the bytes of an index to the places of sections, field by field. What was
// asked is remembered, since the next key asks nearly all of it again. Partners: index-file.ts, sections.ts.

import { FIELDS, type Field, isByArticle, readField, readTerms, type Streams } from './index-file.ts'
import type { Postings } from './postings.ts'

/** Stands after a beginning: all terms that go on from it, as one. */
export const BEGINNING = '*'
/** Readings remembered: some sentences of them. */
const KNOWN_MAX = 1_000

export interface Places {
  /** Terms and lists of some more fields. @returns the terms */
  add(fields: readonly Field[], streams: Streams): string[]
  /** Sections in which a term, or a beginning's, stands: one list a field. Empty where no term is known. */
  of(reading: string): Uint32Array[]
}

/** @param begins the first section of each article, and behind the last the number of all */
export function openPlaces(begins: readonly number[]): Places {
  const layers: { terms: string[]; from: number }[] = []
  const postings = new Map<Field, Postings>()
  const known = new Map<string, Uint32Array[]>()
  const all = begins.at(-1) ?? 0

  return {
    add(fields, streams) {
      const last = layers.at(-1)
      const terms = readTerms(streams.terms ?? new Uint8Array())
      layers.push({ terms, from: last ? last.from + last.terms.length : 0 })
      for (const field of fields)
        postings.set(field, readField(field, streams, isByArticle(field) ? begins.length - 1 : all))
      known.clear()
      return terms
    },
    of(reading) {
      let found = known.get(reading)
      if (!found) {
        const numbers = numbersOf(reading)
        found = numbers.length > 0 ? FIELDS.map((field) => sectionsWith(field, numbers)) : []
        if (known.size >= KNOWN_MAX) known.clear()
        known.set(reading, found)
      }
      return found
    },
  }

  /** Of the term, or of all that go on from a beginning: not of the beginning itself. */
  function numbersOf(reading: string): number[] {
    const [beginning = '', goesOn] = reading.split(BEGINNING)
    return layers.flatMap(({ terms, from }) => {
      let begin = firstFrom(terms, beginning)
      const isThere = terms[begin] === beginning
      if (goesOn === undefined) return isThere ? [from + begin] : []
      if (isThere) begin++
      const end = firstFrom(terms, `${beginning}\uffff`)
      return Array.from({ length: end - begin }, (_, at) => from + begin + at)
    })
  }

  function sectionsWith(field: Field, numbers: number[]): Uint32Array {
    const lists = numbers.flatMap((term) => {
      const list = postings.get(field)?.placesOf(term)
      return list?.length ? [list] : []
    })
    const list = lists.length > 1 ? union(lists) : lists[0]
    if (!list) return NOWHERE
    if (!isByArticle(field)) return list
    if (field !== 'title') return list.map((article) => begins[article] ?? 0)
    const sections: number[] = []
    for (const article of list) {
      for (let at = begins[article] ?? 0; at < (begins[article + 1] ?? 0); at++) sections.push(at)
    }
    return Uint32Array.from(sections)
  }

  function union(lists: Uint32Array[]): Uint32Array {
    const marks = new Uint8Array(all)
    for (const list of lists) for (const place of list) marks[place] = 1
    const places: number[] = []
    for (let place = marks.indexOf(1); place >= 0; place = marks.indexOf(1, place + 1)) places.push(place)
    return Uint32Array.from(places)
  }
}

const NOWHERE = new Uint32Array()

function firstFrom(terms: string[], wanted: string): number {
  let [low, high] = [0, terms.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((terms[middle] ?? '') < wanted) low = middle + 1
    else high = middle
  }
  return low
}

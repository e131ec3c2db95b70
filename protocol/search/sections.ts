// An opened index: MiniSearch asks it as if it had indexed the sections itself. MiniSearch scores (BM25 over fields) and
// combines; where the words stand comes from the bytes of index-file.ts, read when asked for, so that opening is no long
// task however large the help center is. test/search-index.test.ts compares it with an index that MiniSearch made.

import MiniSearch, { type SearchOptions } from 'minisearch'
import { type Language, lettersOf, termsOf } from '../text-analysis.ts'
import {
  FIRST_FIELDS,
  type Field,
  type FirstHeader,
  INDEX_VERSION,
  lengthOfByte,
  PARTS,
  type PartHeader,
  readField,
  readTerms,
  unpack,
} from './index-file.ts'
import type { Postings } from './postings.ts'

export interface Section {
  slug: string
  /** Anchor; '' for the text before the first heading. */
  section: string
  title: string
  heading: string
  /** Of its article; only the first section of one has them. */
  questions: string[]
  /** '' until the passages are there. */
  text: string
}

export interface SectionHit {
  place: number
  /** BM25 over fields, each reading at its weight. */
  score: number
  /** Readings that were found in it, and in which fields. */
  found: [reading: string, fields: string[]][]
}

export interface Reading {
  /** A term, or the beginning of one followed by BEGINNING. */
  text: string
  weight: number
}
/** Stands after a beginning: all terms that go on from it, as one. */
export const BEGINNING = '*'

export interface Sections {
  language: Language
  sections: Section[]
  /** Slug → the place of the article's first section. */
  beginnings: Map<string, number>
  term(word: string): string
  has(reading: string): boolean
  /** Length → each word that the index or the language knows, with its letters. For slips. */
  words: Map<number, [term: string, letters: number][]>
  /** In how many sections a term stands, as far as the opened files say. */
  frequencyOf(term: string): number
  ask(readings: Reading[], options: SearchOptions): SectionHit[]
  /** Is there more on the server than a device gets? */
  isPartial: boolean
  /** A file that followed. */
  add(file: Uint8Array): void
}

interface Layer {
  /** Ascending. */
  terms: string[]
  /** Number of its first term, among those of all layers. */
  from: number
}

/** @throws Error when the file is of another form than this program reads */
export function openSections(file: Uint8Array): Sections {
  const { header, streams } = unpack(file)
  const { version, language, articles, lengths: means, kept } = header as FirstHeader
  if (version !== INDEX_VERSION) throw new Error(`The index has form ${version}; reload.`)

  const sections: Section[] = []
  const articleOf: number[] = []
  const begins: number[] = []
  articles.forEach(({ slug, title, questions = [], headings = [['', '']] }, article) => {
    begins.push(sections.length)
    headings.forEach(([section, heading], place) => {
      articleOf.push(article)
      sections.push({ slug, section, title, heading, questions: place === 0 ? questions : [], text: '' })
    })
  })
  begins.push(sections.length)

  const layers: Layer[] = []
  const postings = new Map<Field, Postings>()
  const lengths = new Map<Field, Uint8Array>()
  const words: Sections['words'] = new Map()
  const addWord = (term: string) => {
    const same = words.get(term.length)
    const word: [string, number] = [term, lettersOf(term)]
    if (same) same.push(word)
    else words.set(term.length, [word])
  }
  for (const word of [language.common, ...language.kin].flat()) if (typeof word === 'string') addWord(word)
  const lengthsOf: number[][] = []
  const addLayer = (fields: readonly Field[], streams: Record<string, Uint8Array>) => {
    const last = layers.at(-1)
    const terms = readTerms(streams.terms ?? new Uint8Array())
    layers.push({ terms, from: last ? last.from + last.terms.length : 0 })
    terms.forEach(addWord)
    lengthsOf.length = 0
    for (const field of fields) {
      postings.set(field, readField(field, streams, isByArticle(field) ? articles.length : sections.length))
      lengths.set(field, streams[`${field} lengths`] ?? new Uint8Array())
    }
  }
  addLayer(FIRST_FIELDS, streams)

  /** Ascending places of sections. */
  function placesOf(field: Field, term: number): ArrayLike<number> {
    const places = postings.get(field)?.placesOf(term) ?? []
    if (!isByArticle(field)) return places
    if (field !== 'title') return Array.from(places, (article) => begins[article] ?? 0)
    return Array.from(places).flatMap((article) => {
      const [begin = 0, end = 0] = begins.slice(article, article + 2)
      return Array.from({ length: end - begin }, (_, at) => begin + at)
    })
  }
  const countOf = (field: Field, term: number) => {
    const count = postings.get(field)?.countOf(term) ?? 0
    return isByArticle(field) ? (count * sections.length) / articles.length : count
  }
  /** Of the term, or of all that go on from a beginning: not of the beginning itself. */
  const numbersOf = (reading: string): number[] =>
    layers.flatMap(({ terms, from }) => {
      const [beginning = '', goesOn] = reading.split(BEGINNING)
      let begin = firstFrom(terms, beginning)
      const isThere = terms[begin] === beginning
      if (goesOn === undefined) return isThere ? [from + begin] : []
      if (isThere) begin++
      const end = firstFrom(terms, `${beginning}\uffff`)
      return Array.from({ length: end - begin }, (_, at) => from + begin + at)
    })

  // What MiniSearch reads of itself while it searches, and nothing more (build.mjs looks whether that is still so).
  const engine = new MiniSearch<Section>({ fields: [...FIELDS] })
  let among: Uint8Array | undefined
  const fieldLength = (place: number) =>
    (lengthsOf[place] ??= FIELDS.map((field) => {
      const length = lengthOfByte(
        lengths.get(field)?.[isByArticle(field) ? (articleOf[place] ?? 0) : place] ?? 0,
      )
      // A heading of one word is not four times as much about it as one of four.
      return field === 'heading' ? (length + means[field]) / 2 : length
    }))
  Object.assign(engine, {
    _documentCount: sections.length,
    _avgFieldLength: FIELDS.map((field) => means[field]),
    _documentIds: { has: () => true, get: (place: number) => place },
    _storedFields: { get: () => undefined },
    _fieldLength: { get: fieldLength },
    _index: {
      get(reading: string) {
        const numbers = numbersOf(reading)
        if (numbers.length === 0) return undefined
        return { get: (field: number) => standing(FIELDS[field] ?? 'text', numbers) }
      },
    },
  })
  function standing(field: Field, numbers: number[]) {
    const size = numbers.reduce((sum, term) => sum + countOf(field, term), 0)
    if (size === 0) return undefined
    const places = new Set<number>()
    for (const term of numbers) {
      const list = placesOf(field, term)
      for (let at = 0; at < list.length; at++) {
        const place = list[at] ?? 0
        if (!among || among[place]) places.add(place)
      }
    }
    // Once is as good as often: no ranking gained from counting.
    return { size: Math.min(size, sections.length), keys: () => places, get: () => 1 }
  }

  const add = (file: Uint8Array) => {
    const { header, streams } = unpack(file)
    const { part, texts = [] } = header as PartHeader
    if (part === 'text') addLayer(['text'], streams)
    for (const [place, text] of texts.entries()) Object.assign(sections[place] ?? {}, { text })
  }
  for (const part of PARTS) if (streams[part]) add(streams[part])

  return {
    language,
    sections,
    beginnings: new Map(sections.map(({ slug }, place) => [slug, place] as const).reverse()),
    term: termsOf(language),
    has: (reading) => numbersOf(reading).length > 0,
    words,
    frequencyOf(term) {
      const [number] = numbersOf(term)
      if (number === undefined) return 0
      return Math.min(
        sections.length,
        FIELDS.reduce((sum, field) => Math.max(sum, countOf(field, number)), 0),
      )
    },
    ask(readings, options) {
      among = shortlist(readings)
      const weights = new Map(readings.map(({ text, weight }) => [text, weight]))
      const hits = engine.search([...weights.keys()].join(' '), {
        ...options,
        tokenize: (text) => text.split(' '),
        processTerm: (reading) => reading,
        boostTerm: (reading) => weights.get(reading) ?? 1,
      })
      return hits.map(({ id, score, queryTerms, match }) => ({
        place: id as number,
        // MiniSearch multiplies by the number of readings that were found; ranking.ts has a measure of its own.
        score: score / queryTerms.length,
        found: Object.entries(match),
      }))
    },
    isPartial: kept.length > 0,
    add,
  }

  /**
   * In a large help center MiniSearch is asked about the most promising sections only: those that have most of what the
   * query weighs, counted over arrays of numbers.
   */
  function shortlist(readings: Reading[]): Uint8Array | undefined {
    if (sections.length <= SHORTLIST_SECTIONS) return undefined
    const weights = new Float32Array(sections.length)
    for (const { text, weight } of readings) {
      const numbers = numbersOf(text)
      for (const field of FIELDS) {
        const size = numbers.reduce((sum, term) => sum + countOf(field, term), 0)
        const gain = weight * (field === 'text' ? 1 : 2) * Math.log(1 + sections.length / (size + 1))
        for (const term of numbers) {
          const places = placesOf(field, term)
          for (let at = 0; at < places.length; at++) {
            const place = places[at] ?? 0
            weights[place] = (weights[place] ?? 0) + gain
          }
        }
      }
    }
    const least = weights.toSorted().at(-SHORTLIST_SECTIONS) ?? 0
    return Uint8Array.from(weights, (weight) => (weight > 0 && weight >= least ? 1 : 0))
  }
}

const FIELDS: readonly Field[] = [...FIRST_FIELDS, 'text']
const isByArticle = (field: Field) => field !== 'text' && field !== 'heading'
/** The best section is among so many, with room to spare; scoring them takes about a millisecond. */
const SHORTLIST_SECTIONS = 400

function firstFrom(terms: string[], wanted: string): number {
  let [low, high] = [0, terms.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((terms[middle] ?? '') < wanted) low = middle + 1
    else high = middle
  }
  return low
}

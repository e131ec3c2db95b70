// An opened index: MiniSearch asks it as if it had indexed the sections itself. MiniSearch scores (BM25 over fields) and
// combines; where the words stand comes from the bytes of index-file.ts, read when asked for, so that opening is no long
// task however large the help center is. test/search-index.test.ts compares it with an index that MiniSearch made.

import MiniSearch, { type SearchOptions } from 'minisearch'
import { anchorFrom, type Language, lettersOf, termsOf } from '../text-analysis.ts'
import {
  FIELDS,
  FIRST_FIELDS,
  type Field,
  type FirstHeader,
  INDEX_VERSION,
  isByArticle,
  lengthOfByte,
  PARTS,
  type PartHeader,
  type Streams,
  unpack,
} from './index-file.ts'
import { openPlaces } from './places.ts'

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
  /** A term, or the beginning of one followed by BEGINNING (places.ts). */
  text: string
  weight: number
}

export interface Sections {
  language: Language
  sections: Section[]
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

/** @throws Error when the file is of another form than this program reads */
export function openSections(file: Uint8Array): Sections {
  const { header, streams } = unpack(file)
  const { version, language, articles, lengths: means, kept } = header as FirstHeader
  if (version !== INDEX_VERSION) throw new Error(`The index has form ${version}; reload.`)

  const sections: Section[] = []
  const articleOf: number[] = []
  const begins: number[] = []
  articles.forEach(({ slug, title, questions = [], headings = [''] }, article) => {
    begins.push(sections.length)
    headings.forEach((of, place) => {
      const [heading, section] = typeof of === 'string' ? [of, anchorFrom(of)] : of
      articleOf.push(article)
      sections.push({ slug, section, title, heading, questions: place === 0 ? questions : [], text: '' })
    })
  })
  begins.push(sections.length)

  const places = openPlaces(begins)
  const lengths = new Map<Field, Uint8Array>()
  const lengthsOf: number[][] = []
  const words: Sections['words'] = new Map()
  const addWord = (term: string) => {
    const same = words.get(term.length)
    const word: [string, number] = [term, lettersOf(term)]
    if (same) same.push(word)
    else words.set(term.length, [word])
  }
  for (const word of [language.common, ...language.kin].flat()) if (typeof word === 'string') addWord(word)
  const addFields = (fields: readonly Field[], streams: Streams) => {
    places.add(fields, streams).forEach(addWord)
    for (const field of fields) lengths.set(field, streams[`${field} lengths`] ?? new Uint8Array())
    lengthsOf.length = 0
  }
  addFields(FIRST_FIELDS, streams)

  // What MiniSearch reads of itself while it searches, and nothing more (build.mjs looks whether that is still so).
  const engine = new MiniSearch<Section>({ fields: [...FIELDS] })
  let among: Uint8Array | undefined
  const fieldLength = (place: number) =>
    (lengthsOf[place] ??= FIELDS.map((field) => {
      const at = isByArticle(field) ? (articleOf[place] ?? 0) : place
      const length = lengthOfByte(lengths.get(field)?.[at] ?? 0)
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
        const lists = places.of(reading)
        return {
          get(field: number) {
            const list = lists[field]
            if (!list?.length) return undefined
            // Once is as good as often: no ranking gained from counting.
            return { size: list.length, keys: () => (among ? only(list, among) : list), get: () => 1 }
          },
        }
      },
    },
  })

  const add = (file: Uint8Array) => {
    const { header, streams } = unpack(file)
    const { part, texts = [] } = header as PartHeader
    if (part === 'text') addFields(['text'], streams)
    for (const [place, text] of texts.entries()) Object.assign(sections[place] ?? {}, { text })
  }
  for (const part of PARTS) if (streams[part]) add(streams[part])

  return {
    language,
    sections,
    term: termsOf(language),
    has: (reading) => places.of(reading).length > 0,
    words,
    frequencyOf: (term) => Math.max(0, ...places.of(term).map(({ length }) => length)),
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
    const gains = new Float32Array(sections.length)
    let most = 0
    for (const { text, weight } of readings) {
      places.of(text).forEach((list, field) => {
        const rarity = Math.log(1 + sections.length / (list.length + 1))
        const gain = weight * rarity * (FIELDS[field] === 'text' ? 1 : 2)
        for (let at = 0; at < list.length; at++) {
          const place = list[at] ?? 0
          const sum = (gains[place] ?? 0) + gain
          gains[place] = sum
          if (sum > most) most = sum
        }
      })
    }
    // The gain that as many sections reach as are wanted, to a thousandth of the greatest.
    const counts = new Uint32Array(GAIN_STEPS + 1)
    const stepOf = (place: number) => Math.floor(((gains[place] ?? 0) / most) * GAIN_STEPS)
    for (let place = 0; place < gains.length; place++)
      counts[stepOf(place)] = (counts[stepOf(place)] ?? 0) + 1
    let least = GAIN_STEPS
    for (let count = counts[least] ?? 0; least > 1 && count < SHORTLIST_SECTIONS; count += counts[least] ?? 0)
      least--
    const among = new Uint8Array(gains.length)
    for (let place = 0; place < gains.length; place++) if (stepOf(place) >= least) among[place] = 1
    return among
  }
}

const GAIN_STEPS = 1_000
/** The best section is among so many, with room to spare; scoring them takes about a millisecond. */
const SHORTLIST_SECTIONS = 300

function only(list: Uint32Array, among: Uint8Array): number[] {
  const places: number[] = []
  for (let at = 0; at < list.length; at++) if (among[list[at] ?? 0]) places.push(list[at] ?? 0)
  return places
}

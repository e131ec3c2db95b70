// An opened index: MiniSearch asks it as if it had indexed the sections itself. MiniSearch scores (BM25 over fields) and
// combines; where the words stand comes from the bytes of index-file.ts, read when asked for, so that opening is no long
// task however large the help center is. test/articles/search-index.test.ts compares it with an index that MiniSearch made.

import MiniSearch, { type SearchOptions } from 'minisearch'
import { inOneGo, type Steps } from '../steps.ts'
import { type Language, termsOf } from '../text-analysis.ts'
import { openingContents, type Section } from './contents.ts'
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
import { FORMS, openPlaces } from './places.ts'
import type { Meant } from './slips.ts'
import { countOf, likeIn, type Terms } from './terms.ts'

export interface SectionHit {
  place: number
  /** BM25 over fields, each reading at its weight. */
  score: number
  /** Readings that were found in it, and in which fields. */
  found: [reading: string, fields: string[]][]
}

interface Reading {
  /** A word, a term and FORMS, or a beginning and BEGINNING (places.ts). */
  text: string
  weight: number
  /** Which words of the query it stands for, a bit each. */
  words: number
}

export interface Sections {
  language: Language
  /** Of all sections. */
  count: number
  at(place: number): Section | undefined
  /** How short its text is: 1 where it is as long as most, five where it has next to none. */
  shortnessOf(place: number): number
  /** '' until the passages are there. */
  textOf(place: number): string
  /** What the forms of a word have in common. */
  term(word: string): string
  has(reading: string): boolean
  /** Words of the index and the language that so many slips could make of this one, and a few more. */
  like(word: string, slips: number): Steps<string[]>
  /** What some words were found to mean, until a file follows. */
  meant: Map<string, Meant>
  /** In how many sections a term stands, as far as the opened files say. */
  frequencyOf(term: string): number
  asking(readings: Reading[], options: SearchOptions): Steps<SectionHit[]>
  /** Is there more on the server than a device gets? */
  isPartial: boolean
  /** A file that followed. */
  adding(file: Uint8Array): Steps<void>
  add(file: Uint8Array): void
  /** What the first slip would have to wait for. */
  learning(): Steps<void>
}

/** @throws Error when the file is of another form than this program reads */
export function* openingSections(file: Uint8Array): Steps<Sections> {
  const { header, streams } = unpack(file)
  const { version, language, lengths: means, kept } = header as FirstHeader
  if (version !== INDEX_VERSION) throw new Error(`The index has form ${version}; reload.`)

  yield
  const contents = yield* openingContents(streams)
  const { begins, articleOf } = contents
  const count = begins.at(-1) ?? 0
  const term = termsOf(language)
  const places = openPlaces(begins, term)
  const lengths = new Map<Field, Uint8Array>()
  let lengthsOf: number[][] = []
  const likes = [likeIn(() => wordsOfLanguage(language))]
  const meant = new Map<string, Meant>()
  let texts: string[] = []
  function* addingFields(fields: readonly Field[], streams: Streams): Steps<void> {
    yield
    const terms = yield* places.adding(fields, streams)
    likes.push(likeIn(() => terms))
    for (const field of fields) lengths.set(field, streams[`${field} lengths`] ?? new Uint8Array())
    // As long as it becomes: an array with a few places far behind is slow.
    lengthsOf = new Array(count)
  }
  yield* addingFields(FIRST_FIELDS, streams)

  // What MiniSearch reads of itself while it searches, and nothing more (build.mjs looks whether that is still so).
  const engine = new MiniSearch({ fields: [...FIELDS] })
  // How much of what a query weighs each section has, which of its words, and which sections have any.
  const gains = new Float32Array(count)
  const wordsFound = new Uint32Array(count)
  const found = new Uint32Array(count)
  /** Those worth a closer look, ascending; all of them where there are few. */
  let shortlisted: Uint32Array | undefined
  const lengthOf = (field: Field, at: number) => lengthOfByte(lengths.get(field)?.[at] ?? 0)
  const fieldLength = (place: number) =>
    (lengthsOf[place] ??= FIELDS.map((field) => {
      const length = lengthOf(field, isByArticle(field) ? articleOf(place) : place)
      // A heading of one word is not four times as much about it as one of four.
      return field === 'heading' ? (length + means[field]) / 2 : length
    }))
  Object.assign(engine, {
    _documentCount: count,
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
            return {
              size: list.length,
              keys: () => (shortlisted ? among(list, shortlisted) : list),
              get: () => 1,
            }
          },
        }
      },
    },
  })

  function* adding(file: Uint8Array): Steps<void> {
    yield
    const { header, streams } = unpack(file)
    const { part, texts: passages } = header as PartHeader
    if (part === 'text') yield* addingFields(['text'], streams)
    if (passages) texts = passages
    meant.clear()
  }
  for (const part of PARTS) if (streams[part]) yield* adding(streams[part])

  return {
    language,
    count,
    at: contents.at,
    shortnessOf: (place) => 5 / (1 + (4 * lengthOf('text', place)) / means.text),
    textOf: (place) => texts[place] ?? '',
    term,
    has: places.has,
    meant,
    *like(word, slips) {
      const found: string[] = []
      for (const { like } of likes) {
        found.push(...(yield* like(word, slips)))
        yield
      }
      return found
    },
    *learning() {
      for (const { learning } of likes) yield* learning()
    },
    // In a few sections one more or less tells, and the lists are short.
    frequencyOf: (term) =>
      count <= ALL_LOOKED_AT_MAX_SECTIONS
        ? Math.max(0, ...places.of(term + FORMS).map(({ length }) => length))
        : places.frequencyOf(term + FORMS),
    *asking(readings, options) {
      for (const { text } of readings) yield* places.reading(text)
      const promising = shortlist(readings)
      yield
      shortlisted = promising
      const weights = new Map(readings.map(({ text, weight }) => [text, weight]))
      const hits = engine.search([...weights.keys()].join(' '), {
        ...options,
        tokenize: (text) => text.split(' '),
        processTerm: (reading) => reading,
        boostTerm: (reading) => weights.get(reading) ?? 1,
      })
      yield
      return hits.map(({ id, score, queryTerms, match }) => ({
        place: id as number,
        // MiniSearch multiplies by the number of readings that were found; ranking.ts has a measure of its own.
        score: score / queryTerms.length,
        found: Object.entries(match),
      }))
    },
    isPartial: kept.length > 0,
    adding,
    add: (file) => inOneGo(adding(file)),
  }

  /**
   * In a large help center MiniSearch is asked about the most promising sections only: those that have the most words of
   * the query and most of what it weighs, counted over arrays of numbers.
   */
  function shortlist(readings: Reading[]): Uint32Array | undefined {
    if (count <= ALL_LOOKED_AT_MAX_SECTIONS) return undefined
    let size = 0
    for (const { text, weight, words } of readings) {
      if (weight < TELLING_MIN_WEIGHT) continue
      for (const [field, list] of places.of(text).entries()) {
        const rarity = Math.log(1 + count / (list.length + 1))
        const gain = weight * rarity * (FIELDS[field] === 'text' ? 1 : 2)
        for (let at = 0; at < list.length; at++) {
          const place = list[at] as number
          const before = wordsFound[place] as number
          if (before === 0) found[size++] = place
          gains[place] = (gains[place] as number) + gain
          wordsFound[place] = before | words
        }
      }
    }
    let most = 0
    for (let at = 0; at < size; at++) {
      const place = found[at] as number
      const gain = (gains[place] as number) * countOf(wordsFound[place] as number)
      gains[place] = gain
      if (gain > most) most = gain
    }
    // The gain that as many sections reach as are wanted, to a thousandth of the greatest.
    const reached = new Uint32Array(GAIN_STEPS + 1)
    const steps = GAIN_STEPS / most
    for (let at = 0; at < size; at++) {
      const step = Math.floor((gains[found[at] as number] as number) * steps)
      reached[step] = (reached[step] as number) + 1
    }
    let least = GAIN_STEPS
    for (let sections = reached[least] ?? 0; least > 1 && sections < SHORTLIST_SECTIONS; )
      sections += reached[--least] ?? 0
    const promising: number[] = []
    for (let at = 0; at < size; at++) {
      const place = found[at] as number
      if ((gains[place] as number) >= least / steps) promising.push(place)
      gains[place] = 0
      wordsFound[place] = 0
    }
    return size > 0 ? Uint32Array.from(promising).sort() : undefined
  }
}

/** What stands in both of two ascending lists, looked up one by one in the second where that is much longer. */
function among(list: Uint32Array, wanted: Uint32Array): number[] {
  const [few, many] = list.length < wanted.length ? [list, wanted] : [wanted, list]
  const both: number[] = []
  let from = 0
  for (let at = 0; at < few.length; at++) {
    const place = few[at] as number
    let end = many.length
    while (from < end) {
      const middle = (from + end) >> 1
      if ((many[middle] as number) < place) from = middle + 1
      else end = middle
    }
    if (many[from] === place) both.push(place)
  }
  return both
}

function wordsOfLanguage({ common, kin }: Language): Pick<Terms, 'length' | 'at'> {
  const words = [common, ...kin].flat().filter((word) => typeof word === 'string')
  return { length: words.length, at: (place) => words[place] ?? '' }
}

const GAIN_STEPS = 1_000
/** Up to so many are scored in a millisecond or two. */
const ALL_LOOKED_AT_MAX_SECTIONS = 300
/** The best section is among so many, with room to spare. */
const SHORTLIST_SECTIONS = 120
/** What weighs less brings no section among them. */
const TELLING_MIN_WEIGHT = 0.1

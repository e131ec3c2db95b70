// From sections to the files of an index. On the server only; browsers read what this writes (sections.ts).
// A section is analysed once and remembered by its object: after a save only what changed costs time.

import { formOf, termsOf, wordsOf } from '../text-analysis.ts'
import { writeContents } from './contents.ts'
import {
  FIELDS,
  FIRST_FIELDS,
  type Field,
  type FirstHeader,
  fieldStreams,
  INDEX_VERSION,
  isByArticle,
  lengthToByte,
  type PartHeader,
  pack,
  type Streams,
} from './index-file.ts'
import { languageOf, type WrittenLanguage } from './language.ts'
import { writePostings } from './postings.ts'
import { writeTerms } from './terms.ts'

/** One heading of an article with the text under it. */
export interface SectionDocument {
  id: string
  slug: string
  /** Anchor; '' for the text before the first heading. */
  section: string
  title: string
  heading: string
  text: string
  keywords: string
  /** One a line. */
  questions: string
}

/** The files of an index, uncompressed. */
export interface BuiltIndex {
  first: Uint8Array
  /** To follow when there is time. */
  more: Uint8Array[]
  /** For the server only. */
  kept: Uint8Array[]
}

/** All in one file, while somebody on a slow line would hardly notice: some 100 KB compressed. */
const TOGETHER_MAX_BYTES = 320 * 1024
/** The words of some 10,000 articles, hardly compressible. */
const TEXT_MAX_BYTES = 2 * 1024 * 1024
/** Some 300 KB compressed. */
const PASSAGES_MAX_BYTES = 1024 * 1024

/**
 * Above so many sections the texts' stop words and small numbers are left out: a third of all places, and in texts of
 * that number they tell nothing. In a few short texts ("where is my order?") they tell a little.
 */
const ALL_IN_TEXTS_MAX_SECTIONS = 1_000

export interface IndexOptions {
  locale: string
  written?: WrittenLanguage | undefined
  /** Groups of words that mean the same to these readers. */
  synonyms: readonly string[][]
}

/** @param sections those of an article one after the other */
export function buildIndex(
  sections: readonly SectionDocument[],
  { locale, written, synonyms }: IndexOptions,
): BuiltIndex {
  const bare = languageOf(locale, written, [], () => false)
  const term = termsOf(bare)
  const analysed = sections.map((section) => analyse(section))
  const articles = articlesOf(sections)
  const stops = new Set(bare.stops.map(term))
  const isTelling = (form: string) =>
    sections.length <= ALL_IN_TEXTS_MAX_SECTIONS || !(stops.has(term(form)) || /^\p{N}{1,2}$/u.test(form))

  // Each field's words, where they stand: by article where an article has one of it, else by section.
  const lists = Object.fromEntries(FIELDS.map((field) => [field, new Map<string, number[]>()])) as Lists
  const lengths = Object.fromEntries(FIELDS.map((field) => [field, [] as number[]])) as Record<
    Field,
    number[]
  >
  articles.forEach(({ begin }, place) => {
    for (const field of BY_ARTICLE) addTo(lists[field], analysed[begin]?.[field] ?? [], place)
    for (const field of BY_ARTICLE) lengths[field].push(analysed[begin]?.[field].length ?? 0)
  })
  analysed.forEach((words, place) => {
    addTo(lists.heading, words.heading, place)
    addTo(lists.text, words.text, place, isTelling)
    lengths.heading.push(words.heading.length)
    lengths.text.push(words.text.length)
  })

  for (const [form, list] of lists.text) if (list.length === 0) lists.text.delete(form)

  const first = [...new Set(FIRST_FIELDS.flatMap((field) => [...lists[field].keys()]))].sort()
  const inFirst = new Set(first)
  const more = [...lists.text.keys()].filter((one) => !inFirst.has(one)).sort()
  const all = new Set([...first, ...more].map(term))
  const language = languageOf(locale, written, synonyms, (one) => all.has(one))
  const streamsOf = (field: Field, terms: string[]): Streams => {
    const bytes = Uint8Array.from(lengths[field], lengthToByte)
    const lines = terms.map((one) => lists[field].get(one) ?? [])
    return { ...fieldStreams(field, writePostings(lines, bytes)), [`${field} lengths`]: bytes }
  }

  const text = pack({ part: 'text' } satisfies PartHeader, {
    ...writeTerms(more),
    ...streamsOf('text', [...first, ...more]),
  })
  const passages = pack(
    { part: 'passages', texts: sections.map(({ text }) => text) } satisfies PartHeader,
    {},
  )
  const isTogether = text.length + passages.length <= TOGETHER_MAX_BYTES
  const parts = [
    { part: 'text' as const, file: text, isKept: text.length > TEXT_MAX_BYTES },
    { part: 'passages' as const, file: passages, isKept: passages.length > PASSAGES_MAX_BYTES },
  ]
  const kept = parts.filter(({ isKept }) => isKept)
  const header: FirstHeader = {
    version: INDEX_VERSION,
    language,
    lengths: meanLengths(lengths),
    kept: kept.map(({ part }) => part),
  }
  const streams = {
    ...writeContents(articles.map(({ begin, end }) => sections.slice(begin, end).map(asListed))),
    ...writeTerms(first),
    ...Object.assign({}, ...FIRST_FIELDS.map((field) => streamsOf(field, first))),
  }
  if (isTogether) return { first: pack(header, { ...streams, text, passages }), more: [], kept: [] }
  return {
    first: pack(header, streams),
    more: parts.filter(({ isKept }) => !isKept).map(({ file }) => file),
    kept: kept.map(({ file }) => file),
  }
}

const BY_ARTICLE = FIELDS.filter(isByArticle)
type Lists = Record<Field, Map<string, number[]>>

/** Different forms of each field. */
type Analysed = Record<Field, string[]>
const known = new WeakMap<SectionDocument, Analysed>()

function analyse(section: SectionDocument): Analysed {
  const before = known.get(section)
  if (before) return before
  const analysed = Object.fromEntries(
    FIELDS.map((field) => [
      field,
      [...new Set(wordsOf(section[field]).map(({ text }) => formOf(text)))].filter(Boolean),
    ]),
  ) as Analysed
  known.set(section, analysed)
  return analysed
}

/** @param isWanted asked once a form, of hundreds of thousands of places; what is not has an empty list */
function addTo(
  lists: Map<string, number[]>,
  forms: string[],
  place: number,
  isWanted: (form: string) => boolean = () => true,
): void {
  for (const form of forms) {
    const list = lists.get(form)
    if (!list) lists.set(form, isWanted(form) ? [place] : [])
    else if (list.length > 0) list.push(place)
  }
}

function articlesOf(sections: readonly SectionDocument[]): { begin: number; end: number }[] {
  const articles: { begin: number; end: number }[] = []
  sections.forEach(({ slug }, place) => {
    const last = articles.at(-1)
    if (last && sections[last.begin]?.slug === slug) last.end = place + 1
    else articles.push({ begin: place, end: place + 1 })
  })
  return articles
}

const asListed = ({ questions, ...section }: SectionDocument) => ({
  ...section,
  questions: questions.split('\n').filter(Boolean),
})

/** Of those that have any: most sections have no readers' questions, and that makes those of others no longer. */
function meanLengths(lengths: Record<Field, number[]>): Record<Field, number> {
  const mean = (all: number[]) => all.reduce((sum, one) => sum + one, 0) / Math.max(1, all.length)
  return Object.fromEntries(
    FIELDS.map((field) => [field, mean(lengths[field].filter((length) => length > 0))]),
  ) as Record<Field, number>
}

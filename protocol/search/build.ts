// From sections to the files of an index. On the server only; browsers read what this writes (sections.ts).
// Partner: words-in-places.ts.

import { type Section, writeContents } from './contents.ts'
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
import { knownOf, languageOf, type WrittenLanguage } from './language.ts'
import { writePostings } from './postings.ts'
import { writeTerms } from './terms.ts'
import { type Analysed, analysed, listsOf, occurring } from './words-in-places.ts'

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
interface BuiltIndex {
  first: Uint8Array
  /** To follow when there is time. */
  more: Uint8Array[]
  /** For the server only. */
  kept: Uint8Array[]
  /** The texts, where they are for the server only. */
  passages?: string[]
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

interface IndexOptions {
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
  const { term, isStop } = knownOf(written)
  const { texts, words, order } = analysed(sections)
  const articles = articlesOf(sections)
  // Each field's words where they stand: by article where an article has one of it, else by section.
  const firsts = articles.map(({ begin }) => texts[begin] as Analysed)
  const of = (field: Field) => (isByArticle(field) ? firsts : texts).map((one) => one[field])
  const fields = Object.fromEntries(FIELDS.map((field) => [field, of(field)])) as Record<Field, Uint32Array[]>

  const isTelling = (form: string) =>
    sections.length <= ALL_IN_TEXTS_MAX_SECTIONS || !(isStop(form) || /^\p{N}{1,2}$/u.test(form))
  const inFirst = occurring(
    FIRST_FIELDS.flatMap((field) => fields[field]),
    words.length,
  )
  const inTexts = occurring(fields.text, words.length)
  for (const number of order) {
    if (inTexts[number] === 1 && !isTelling(words[number] as string)) inTexts[number] = 0
  }
  const first = order.filter((number) => inFirst[number] === 1)
  const more = order.filter((number) => inFirst[number] === 0 && inTexts[number] === 1)
  const formsOf = (numbers: readonly number[]) => numbers.map((number) => words[number] as string)

  const all = new Set(formsOf([...first, ...more]).map(term))
  const language = languageOf(locale, written, synonyms, (one) => all.has(one))
  const lengths = Object.fromEntries(
    FIELDS.map((field) => [field, Uint32Array.from(fields[field], ({ length }) => length)]),
  ) as Record<Field, Uint32Array>
  const streamsOf = (field: Field, terms: readonly number[]): Streams => {
    const ranks = new Uint32Array(words.length)
    terms.forEach((number, place) => {
      if (field !== 'text' || inTexts[number] === 1) ranks[number] = place + 1
    })
    const bytes = Uint8Array.from(lengths[field], lengthToByte)
    const lists = listsOf(fields[field], ranks, terms.length)
    return { ...fieldStreams(field, writePostings(lists, bytes)), [`${field} lengths`]: bytes }
  }

  const text = pack({ part: 'text' } satisfies PartHeader, {
    ...writeTerms(formsOf(more)),
    ...streamsOf('text', [...first, ...more]),
  })
  const passages = passagesOf(sections)
  const isTextKept = text.length > TEXT_MAX_BYTES
  const header: FirstHeader = {
    version: INDEX_VERSION,
    language,
    lengths: meanLengths(lengths),
    kept: [...(isTextKept ? ['text' as const] : []), ...(passages.file ? [] : ['passages' as const])],
  }
  const streams = {
    ...writeContents(articles.map(({ begin, end }) => sections.slice(begin, end).map(listed))),
    ...writeTerms(formsOf(first)),
    ...Object.assign({}, ...FIRST_FIELDS.map((field) => streamsOf(field, first))),
  }
  const { file } = passages
  if (file && text.length + file.length <= TOGETHER_MAX_BYTES)
    return { first: pack(header, { ...streams, text, passages: file }), more: [], kept: [] }
  return {
    first: pack(header, streams),
    more: [...(isTextKept ? [] : [text]), ...(file ? [file] : [])],
    kept: isTextKept ? [text] : [],
    ...(!file && { passages: passages.texts }),
  }
}

/** `file` where it is not too much for a device; what never leaves the server is never made into one. */
function passagesOf(sections: readonly SectionDocument[]): { texts: string[]; file?: Uint8Array } {
  const texts = sections.map(({ text }) => text)
  // A letter is a byte or more.
  const least = texts.reduce((sum, { length }) => sum + length, 0)
  const file =
    least > PASSAGES_MAX_BYTES ? undefined : pack({ part: 'passages', texts } satisfies PartHeader, {})
  return file && file.length <= PASSAGES_MAX_BYTES ? { texts, file } : { texts }
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

function listed(section: SectionDocument): Section {
  let found = asListed.get(section)
  if (!found) {
    const { slug, title, heading, questions } = section
    found = {
      ...{ slug, section: section.section, title, heading },
      questions: questions.split('\n').filter(Boolean),
    }
    asListed.set(section, found)
  }
  return found
}
const asListed = new WeakMap<SectionDocument, Section>()

/** Of those that have any: most sections have no readers' questions, and that makes those of others no longer. */
function meanLengths(lengths: Record<Field, Uint32Array>): Record<Field, number> {
  const mean = (all: Uint32Array) => all.reduce((sum, one) => sum + one, 0) / Math.max(1, all.length)
  return Object.fromEntries(
    FIELDS.map((field) => [field, mean(lengths[field].filter((length) => length > 0))]),
  ) as Record<Field, number>
}

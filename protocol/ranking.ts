// One ranking, two places: the widget on the device and the server's own search run this same code on the same
// index. A section is the unit; an article shows once, at its best section.
//
// The recipe was measured on real question sets (bench/search-quality.ts): stems, stop words kept at low weight,
// OR between words, prefixes at low weight, other readings only of words that the index does not know (variants.ts),
// and the share of the query's idf that matched as a factor.

import MiniSearch, { type AsPlainObject, type SearchResult as Hit, type Options } from 'minisearch'
import type { SearchResult } from './entities.ts'
import { slipsBetween, slipsForgiven, stopTerms, term, wordsOf } from './text-analysis.ts'
import { lettersOf, variantsOf } from './variants.ts'

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
  questions: string
}

type Shown = Pick<SectionDocument, 'slug' | 'section' | 'title' | 'heading' | 'text'>

/** What the server builds and the browser caches: plain JSON. */
export interface IndexPayload {
  version: number
  locale: string
  /** Groups of words that mean the same. */
  synonyms: string[][]
  sections: Shown[]
  index: AsPlainObject
}

export interface SectionIndex {
  locale: string
  sections: Shown[]
  /** Slug → the place of the article's beginning. */
  beginnings: Map<string, number>
  stops: Set<string>
  /** How telling a term is. */
  idfOf(term: string): number
  search(query: string): { hits: Hit[]; terms: string[] }
}

/** Raised when the form of the payload changes: a program reads its own form only. */
const PAYLOAD_VERSION = 1

/** Marks around matching words in snippets: control characters, since the text itself has none. */
export const MARK_START = '\u0002'
export const MARK_END = '\u0003'

const STOP_WEIGHT = 0.2
const PREFIX_WEIGHT = 0.15
/** The word that is being typed is more likely to go on than the others. */
const UNFINISHED_BOOST = 4
const BOOSTS = { title: 4, heading: 3, questions: 3, keywords: 1.5, text: 1 }
const BM25 = { k: 1.2, b: 0.9, d: 0 }
/** Shorter words are too many to be completed. */
const PREFIX_MIN_CHARS = 3
const QUERY_MIN_CHARS = 2
const SNIPPET_CHARS = 160

export function buildIndex(
  sections: SectionDocument[],
  { locale, synonyms }: { locale: string; synonyms: string[][] },
): IndexPayload {
  const index = new MiniSearch<SectionDocument & { place: number }>(indexOptions(locale))
  index.addAll(sections.map((section, place) => ({ ...section, place })))
  return {
    version: PAYLOAD_VERSION,
    locale,
    synonyms,
    sections: sections.map(({ slug, section, title, heading, text }) => ({
      slug,
      section,
      title,
      heading,
      text,
    })),
    index: index.toJSON(),
  }
}

/** @throws Error when the payload is of another form than this program reads */
export function loadIndex(payload: IndexPayload): SectionIndex {
  if (payload.version !== PAYLOAD_VERSION) throw new Error(`The index has form ${payload.version}; reload.`)
  const { locale, sections } = payload
  const index = MiniSearch.loadJS(payload.index, indexOptions(locale))
  const stops = stopTerms(locale)
  const postings = new Map(payload.index.index)
  const terms = new Map(payload.index.index.map(([of]) => [of, lettersOf(of)]))
  const vocabulary = { locale, stops, terms, synonyms: payload.synonyms }
  const weightOf = (of: string) => (stops.has(of) ? STOP_WEIGHT : 1)

  return {
    locale,
    sections,
    beginnings: new Map(sections.map(({ slug }, place) => [slug, place] as const).reverse()),
    stops,
    idfOf: (of) =>
      Math.log(1 + (sections.length + 0.5) / (frequencyOf(postings.get(of)) + 0.5)) * weightOf(of),
    search(query) {
      const words = wordsOf(query).map(({ text }) => text)
      const asked = words.map((word) => term(word, locale))
      const unfinished = unfinishedIn(query, asked, terms)
      const variants = variantsOf(asked, words, unfinished, vocabulary)
      const different = [...new Set(asked)]
      const hits = index.search([...different, ...variants.keys()].join(' '), {
        // What comes in here is terms already.
        tokenize: (text) => text.split(' '),
        processTerm: (of) => of,
        boost: BOOSTS,
        bm25: BM25,
        weights: { prefix: PREFIX_WEIGHT, fuzzy: 0 },
        boostTerm: (of) =>
          (variants.get(of)?.weight ?? (of === unfinished ? UNFINISHED_BOOST : 1)) * weightOf(of),
        prefix: (of) => of.length >= PREFIX_MIN_CHARS && !stops.has(of) && !variants.has(of),
        fuzzy: () => false,
      })
      // What was found through a variant was found for the words that it stands for.
      for (const hit of hits) {
        hit.queryTerms = [...new Set(hit.queryTerms.flatMap((of) => variants.get(of)?.of ?? of))]
      }
      return { hits, terms: different }
    },
  }
}

/** The last word, while nothing follows it and the index knows only longer words that begin so. */
function unfinishedIn(query: string, asked: string[], terms: Map<string, number>): string | undefined {
  const last = asked.at(-1) ?? ''
  if (last.length < PREFIX_MIN_CHARS || terms.has(last) || !/[\p{L}\p{N}]$/u.test(query)) return undefined
  for (const of of terms.keys()) if (of.startsWith(last)) return last
  return undefined
}

/** The best section of each article, best first. Fewer than two characters find nothing. */
export function searchSections(index: SectionIndex, query: string, limit: number): SearchResult[] {
  if (query.trim().length < QUERY_MIN_CHARS) return []
  const { hits, terms } = index.search(query)
  const idf = new Map(terms.map((of) => [of, index.idfOf(of)]))
  const total = sum(terms, idf)
  const best = new Map<string, { score: number; hit: Hit; section: Shown }>()
  for (const hit of hits) {
    const section = index.sections[hit.id as number]
    if (!section) continue
    const share = total > 0 ? Math.min(1, sum(hit.queryTerms, idf) / total) : 0
    const score = hit.score * Math.sqrt(share)
    if (score > (best.get(section.slug)?.score ?? 0)) best.set(section.slug, { score, hit, section })
  }
  return [...best.values()]
    .sort((one, other) => other.score - one.score)
    .slice(0, limit)
    .map(({ score, hit, section: best }) => {
      const telling = hit.terms.filter((of) => !index.stops.has(of))
      const matched = new Set(telling.length > 0 ? telling : hit.terms)
      const beginning = index.sections[index.beginnings.get(best.slug) ?? -1]
      // A question that the title answers is answered by the whole article, which begins with the answer.
      const section = beginning && isOfTitle(hit, index.stops) ? beginning : best
      return {
        slug: section.slug,
        section: section.section,
        title: section.title,
        heading: section.heading,
        snippet: snippetOf(section.text, matched, index.locale),
        score: Math.round(score * 1000) / 1000,
      }
    })
}

/** Whether each telling word of the query that was found stands in the article's title. */
function isOfTitle(hit: Hit, stops: Set<string>): boolean {
  const inTitle = Object.entries(hit.match).filter(
    ([of, fields]) => !stops.has(of) && fields.includes('title'),
  )
  const asked = hit.queryTerms.filter((of) => !stops.has(of))
  return asked.length > 0 && inTitle.length >= asked.length
}

/** Puts marks around the words of a text that a query's words would find; for headings and titles. */
export function markMatches(text: string, query: string, locale: string): string {
  const stops = stopTerms(locale)
  const termsOf = (of: string) => wordsOf(of).map((word) => term(word.text, locale))
  const asked = termsOf(query).filter((of) => !stops.has(of))
  const begins = (one: string) => (of: string) =>
    of === one || (one.length >= PREFIX_MIN_CHARS && of.startsWith(one))
  const present = termsOf(text)
  const finds = asked.map((one) =>
    present.some(begins(one))
      ? begins(one)
      : (of: string) => !stops.has(of) && slipsBetween(one, of, slipsForgiven(one)) <= slipsForgiven(one),
  )
  return marked(text, (of) => finds.some((found) => found(of)), locale)
}

function indexOptions(locale: string): Options<SectionDocument & { place: number }> {
  return {
    idField: 'place',
    fields: Object.keys(BOOSTS),
    tokenize: (text) => wordsOf(text).map((word) => word.text),
    processTerm: (word) => term(word, locale) || null,
  }
}

/** In how many sections a term stands; MiniSearch's serialised form is public. */
function frequencyOf(postings: AsPlainObject['index'][number][1] | undefined): number {
  return new Set(Object.values(postings ?? {}).flatMap((sections) => Object.keys(sections))).size
}

/** The stretch of a section with the most different matching words, cut between words, marked. */
function snippetOf(text: string, matched: Set<string>, locale: string): string {
  const words = wordsOf(text)
  const found = words.flatMap((word) => {
    const of = term(word.text, locale)
    return matched.has(of) ? [{ ...word, of }] : []
  })
  let start = 0
  let most = 0
  for (const [place, first] of found.entries()) {
    const inside = found.slice(place).filter(({ end }) => end - first.start <= SNIPPET_CHARS)
    const different = new Set(inside.map(({ of }) => of)).size
    if (different > most) {
      most = different
      start = first.start
    }
  }
  start = softStart(text, start)
  const end = words.findLast((word) => word.end <= start + SNIPPET_CHARS)?.end ?? text.length
  const cut = text.length - end > 3 ? `${text.slice(start, end)}…` : text.slice(start)
  return marked(`${start > 0 ? '… ' : ''}${cut}`, (of) => matched.has(of), locale)
}

/** Back to the beginning of the text or sentence where it is near; else a few words, so that a match has a left side. */
function softStart(text: string, start: number): number {
  if (start < SNIPPET_CHARS / 3) return 0
  const before = text.slice(start - SNIPPET_CHARS / 3, start)
  const sentence = before.search(/[.!?]\s+(?!.*[.!?]\s)/)
  const from = sentence >= 0 ? before.indexOf(' ', sentence) : before.indexOf(' ', before.length - 25)
  return start - before.length + from + 1
}

function marked(text: string, matches: (of: string) => boolean, locale: string): string {
  let result = ''
  let at = 0
  for (const { text: word, start, end } of wordsOf(text)) {
    if (!matches(term(word, locale))) continue
    result += `${text.slice(at, start)}${MARK_START}${text.slice(start, end)}${MARK_END}`
    at = end
  }
  return result + text.slice(at)
}

function sum(terms: string[], idf: Map<string, number>): number {
  return terms.reduce((total, of) => total + (idf.get(of) ?? 0), 0)
}

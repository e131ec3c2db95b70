// One ranking, two places: the widget on the device and the server's own search run this same code on the same
// index. A section is the unit; an article shows once, at its best section.
//
// The recipe was measured on real question sets (bench/search-quality.ts): stems, stop words kept at low weight,
// OR between words, typo tolerance only for words that the index does not know, prefixes at low weight, and the
// share of the query's idf that matched as a factor.

import MiniSearch, {
  type AsPlainObject,
  type SearchResult as Hit,
  type Options,
  type Query,
} from 'minisearch'
import type { SearchResult } from './entities.ts'
import { stopTerms, term, wordsOf } from './text-analysis.ts'

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
  locale: string
  /** Groups of words that mean the same. */
  synonyms: string[][]
  sections: Shown[]
  index: AsPlainObject
}

export interface SectionIndex {
  locale: string
  sections: Shown[]
  /** The place in `sections` where an article begins. */
  beginnings: Map<string, number>
  stops: Set<string>
  search(query: string): { hits: Hit[]; idfOf(term: string): number; terms: string[] }
}

/** Marks around matching words in snippets: control characters, since the text itself has none. */
export const MARK_START = '\u0002'
export const MARK_END = '\u0003'

const STOP_WEIGHT = 0.2
const PREFIX_WEIGHT = 0.15
const FUZZY_WEIGHT = 0.9
const SYNONYM_WEIGHT = 0.5
const BOOSTS = { title: 4, heading: 3, questions: 3, keywords: 1.5, text: 1 }
const BM25 = { k: 1.2, b: 0.9, d: 0 }
/** Shorter words are too many to be completed or mended. */
const PREFIX_MIN_CHARS = 3
const ONE_EDIT_MIN_CHARS = 4
const TWO_EDITS_MIN_CHARS = 8
const QUERY_MIN_CHARS = 2
const SNIPPET_CHARS = 160

export function buildIndex(
  sections: SectionDocument[],
  { locale, synonyms }: { locale: string; synonyms: string[][] },
): IndexPayload {
  const index = new MiniSearch<SectionDocument & { place: number }>(indexOptions(locale))
  index.addAll(sections.map((section, place) => ({ ...section, place })))
  return {
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

export function loadIndex(payload: IndexPayload): SectionIndex {
  const { locale } = payload
  const index = MiniSearch.loadJS(payload.index, indexOptions(locale))
  const stops = stopTerms(locale)
  const documents = payload.sections.length
  const frequencies = frequenciesOf(payload.index)
  const alternatives = alternativesOf(payload.synonyms, locale)
  const idfOf = (of: string) =>
    Math.log(1 + (documents + 0.5) / ((frequencies.get(of) ?? 0) + 0.5)) * (stops.has(of) ? STOP_WEIGHT : 1)

  return {
    locale,
    sections: payload.sections,
    beginnings: new Map(payload.sections.map(({ slug }, place) => [slug, place] as const).reverse()),
    stops,
    search(query) {
      const terms = [...new Set(wordsOf(query).map(({ text }) => term(text, locale)))].filter(Boolean)
      const unknown = (of: string) => !frequencies.has(of)
      const synonyms = terms.filter(unknown).flatMap((of) => alternatives.get(of) ?? [])
      const asked: Query = {
        combineWith: 'OR',
        queries: [
          terms.join(' '),
          ...(synonyms.length > 0 ? [{ queries: synonyms, boostTerm: () => SYNONYM_WEIGHT }] : []),
        ],
      }
      const hits = index.search(asked, {
        // What comes in here is terms already.
        tokenize: (text) => text.split(' '),
        processTerm: (of) => of,
        boost: BOOSTS,
        bm25: BM25,
        weights: { prefix: PREFIX_WEIGHT, fuzzy: FUZZY_WEIGHT },
        boostTerm: (of) => (stops.has(of) ? STOP_WEIGHT : 1),
        prefix: (of) => of.length >= PREFIX_MIN_CHARS && !stops.has(of),
        fuzzy: (of) => (unknown(of) && !stops.has(of) ? editsFor(of) : false),
      })
      return { hits, idfOf, terms }
    },
  }
}

/** The best section of each article, best first. Fewer than two characters find nothing. */
export function searchSections(index: SectionIndex, query: string, limit: number): SearchResult[] {
  if (query.trim().length < QUERY_MIN_CHARS) return []
  const { hits, idfOf, terms } = index.search(query)
  const total = sum(terms, idfOf)
  const best = new Map<string, { score: number; hit: Hit; section: Shown }>()
  for (const hit of hits) {
    const section = index.sections[hit.id as number]
    if (!section) continue
    const share = total > 0 ? Math.min(1, sum(hit.queryTerms, idfOf) / total) : 0
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
  const asked = wordsOf(query)
    .map((word) => term(word.text, locale))
    .filter((of) => !stops.has(of))
  return marked(
    text,
    (of) => asked.some((one) => of === one || (one.length >= PREFIX_MIN_CHARS && of.startsWith(one))),
    locale,
  )
}

function indexOptions(locale: string): Options<SectionDocument & { place: number }> {
  return {
    idField: 'place',
    fields: Object.keys(BOOSTS),
    tokenize: (text) => wordsOf(text).map((word) => word.text),
    processTerm: (word) => term(word, locale) || null,
  }
}

/** In how many sections a term stands; read from MiniSearch's serialised form, which is public. */
function frequenciesOf({ index }: AsPlainObject): Map<string, number> {
  return new Map(
    index.map(([of, fields]) => [
      of,
      new Set(Object.values(fields).flatMap((postings) => Object.keys(postings))).size,
    ]),
  )
}

function alternativesOf(groups: string[][], locale: string): Map<string, string[]> {
  const alternatives = new Map<string, string[]>()
  for (const group of groups) {
    const terms = group.map((words) => wordsOf(words).map(({ text }) => term(text, locale)))
    for (const [word, ...more] of terms) {
      // Only single words are looked up; phrases are found by their words.
      if (!word || more.length > 0) continue
      const others = terms.flat().filter((other) => other !== word)
      alternatives.set(word, [...(alternatives.get(word) ?? []), ...others])
    }
  }
  return alternatives
}

function editsFor(of: string): number | false {
  if (of.length >= TWO_EDITS_MIN_CHARS) return 2
  return of.length >= ONE_EDIT_MIN_CHARS ? 1 : false
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

function sum(terms: string[], weight: (of: string) => number): number {
  return terms.reduce((total, of) => total + weight(of), 0)
}

// MiniSearch with the recipe that beat every library on small question sets: stems, stop words at low weight, OR,
// prefixes at low weight, typos forgiven only in words that the index does not know, and the share of the query's
// idf that was found as a factor.

import MiniSearch, { type AsPlainObject, type Options } from 'minisearch'
import { stemmer } from 'stemmer'
import type { Shown, Written } from './engine.ts'
import { articlesOf, bytesOf, type Opened, readJson, type SectionText, shownOf, wordsOf } from './engine.ts'

const STOP_WEIGHT = 0.2
const PREFIX_MIN_CHARS = 3
const ONE_TYPO_MIN_CHARS = 4
const TWO_TYPOS_MIN_CHARS = 8
const SEARCH = {
  boost: { title: 4, heading: 3 },
  weights: { prefix: 0.15, fuzzy: 0.9 },
  bm25: { k: 1.2, b: 0.9, d: 0 },
}
const OPTIONS: Options = {
  idField: 'place',
  fields: ['title', 'heading', 'text'],
  tokenize: wordsOf,
  processTerm: (word) => stemmer(word),
}
const STOPS = new Set(
  (
    'a an and are as at be by can do does for from get has have how i if in is it me my need not of on or so that ' +
    'the then there this to was we what when where which who why will with you your help find'
  )
    .split(' ')
    .map((word) => stemmer(word)),
)

export function write(sections: SectionText[]): Written {
  const index = new MiniSearch(OPTIONS)
  index.addAll(sections.map((section, place) => ({ ...section, place })))
  return { ranked: [bytesOf({ index, shown: shownOf(sections) })] }
}

export function open(first: Uint8Array): Opened {
  const { index, shown } = readJson(first) as { index: AsPlainObject; shown: Shown[] }
  const search = MiniSearch.loadJS(index, OPTIONS)
  const postings = new Map(index.index)
  const weightOf = (term: string) => (STOPS.has(term) ? STOP_WEIGHT : 1)
  const typosIn = (term: string) => {
    if (postings.has(term) || term.length < ONE_TYPO_MIN_CHARS) return false
    return term.length < TWO_TYPOS_MIN_CHARS ? 1 : 2
  }
  const idfOf = (term: string) => {
    const places = new Set(Object.values(postings.get(term) ?? {}).flatMap((found) => Object.keys(found)))
    return Math.log(1 + (shown.length + 0.5) / (places.size + 0.5)) * weightOf(term)
  }
  return {
    find(query) {
      const hits = search.search(query, {
        ...SEARCH,
        prefix: (term) => term.length >= PREFIX_MIN_CHARS && !STOPS.has(term),
        fuzzy: typosIn,
        boostTerm: weightOf,
      })
      const idf = new Map(
        [...new Set(wordsOf(query).map((word) => stemmer(word)))].map((of) => [of, idfOf(of)]),
      )
      const sum = (terms: Iterable<string>) =>
        [...terms].reduce((total, term) => total + (idf.get(term) ?? 0), 0)
      const all = sum(idf.keys()) || 1
      return articlesOf(
        hits
          .map(({ id, score, queryTerms }) => ({ id, score: score * Math.sqrt(sum(queryTerms) / all) }))
          .sort((one, other) => other.score - one.score)
          .map(({ id }) => id),
        shown,
      )
    },
  }
}

// The help center as some readers see it: the questions that pages, widget and search ask of a shelf. The public's
// is always there; library.ts makes the others when one of them comes.

import type { Article, SearchResult } from '../../protocol/articles.ts'
import type { HelpHome } from '../../protocol/http.ts'
import {
  answerFrom,
  type Ranking,
  rank,
  type SearchAnswer,
  type SectionIndex,
  searchSections,
} from '../../protocol/search/ranking.ts'
import type { Attached } from './attached.ts'
import type { IndexFiles } from './index-files.ts'
import { rankWithMeaning } from './meaning/ranking.ts'
import { type Collection, type LocaleShelf, NOTHING_INDEXED, type Shelf } from './shelf.ts'
import { suggestedFor } from './suggestions.ts'

export interface Help {
  /** Changes whenever anything that readers see does. */
  readonly version: string
  locales(): string[]
  /** The one that the others are translated from; it has no name in addresses. */
  sourceLocale(): string
  /** By its slug, or an old one; in another language, said so, where the wanted one does not have it. */
  article(slug: string, locale?: string): Article | undefined
  /** The present slug of an old one. */
  resolve(slug: string): string | undefined
  /** Old slug, present slug. */
  redirects(): [string, string][]
  collections(locale?: string): Collection[]
  home(locale: string | undefined, page?: string): HelpHome
  index(locale?: string): IndexFiles
  /** By words alone, as every device can. */
  search(query: string, locale: string | undefined, limit: number): SearchResult[]
  /** By meaning too where that is on, and what the ranking thinks of it. */
  answer(query: string, locale: string | undefined, limit: number): SearchAnswer
  /** What search asks, to mark words and to explain. */
  searchable(locale?: string): SectionIndex
  ranking(query: string, locale: string | undefined, limit: number): Ranking
  /** Those beside the articles to which one of them refers. */
  files(): Attached[]
}

/** @param now what serves: it may be another one at the next question */
export function helpOf(now: () => { shelf: Shelf; version: string; forSome: boolean }): Help {
  function shelfOf(wanted?: string): LocaleShelf {
    const { locales, sourceLocale } = now().shelf
    const locale = wanted ?? sourceLocale
    const [language = ''] = locale.split('-')
    for (const name of [locale, language, sourceLocale, ...locales.keys()]) {
      const found = locales.get(name)
      if (found) return found
    }
    return EMPTY
  }
  function ranking(query: string, locale: string | undefined, limit: number): Ranking {
    const { searchable, meaning } = shelfOf(locale)
    return meaning ? rankWithMeaning(searchable, meaning, query) : rank(searchable, query, limit)
  }
  return {
    get version() {
      return now().version
    },
    locales: () => [...now().shelf.locales.keys()],
    sourceLocale: () => now().shelf.sourceLocale,
    article(slug, locale) {
      const { redirects, locales } = now().shelf
      const present = redirects.get(slug) ?? slug
      const found = [shelfOf(locale), shelfOf(), ...locales.values()]
        .map(({ articles }) => articles.get(present))
        .find((article) => article !== undefined)
      const isOther = found && locale && languageOf(locale) !== languageOf(found.locale)
      return isOther ? { ...found, fallback: true } : found
    },
    redirects: () => [...now().shelf.redirects],
    resolve: (slug) => now().shelf.redirects.get(slug),
    collections: (locale) => shelfOf(locale).collections,
    home(locale, page = '') {
      const { version, forSome } = now()
      const found = shelfOf(locale)
      return {
        locale: found.locale,
        version,
        indexUrl: `/api/help/index?locale=${found.locale}&hash=${found.index.hash}`,
        indexMore: found.index.files.length - 1,
        suggested: suggestedFor(page, found),
        collections: found.collections.map(({ slug, title, articles }) => ({ slug, title, articles })),
        ...(forSome && { forSome }),
        ...(found.meaning && { meaning: true }),
      }
    },
    index: (locale) => shelfOf(locale).index,
    search: (query, locale, limit) => searchSections(shelfOf(locale).searchable, query, limit),
    answer: (query, locale, limit) => answerFrom(ranking(query, locale, limit), limit),
    ranking,
    searchable: (locale) => shelfOf(locale).searchable,
    files: () => [...now().shelf.files.values()],
  }
}

const languageOf = (locale: string) => locale.split('-')[0]

/** For a folder without a locale: nothing is found, and nothing fails. */
const EMPTY: LocaleShelf = {
  locale: 'en',
  articles: new Map(),
  collections: [],
  suggestOn: new Map(),
  ...NOTHING_INDEXED,
  indexedFrom: '',
}

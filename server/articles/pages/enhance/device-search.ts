// The search index on the device, the same that the widget uses: fetched once, cached by the browser by its content.

import type { SearchResult } from '../../../../protocol/entities.ts'
import type { HelpHome } from '../../../../protocol/http.ts'
import { QUERY_MAX_CHARS } from '../../../../protocol/limits.ts'
import { loadIndex, markMatches, type SectionIndex, searchSections } from '../../../../protocol/ranking.ts'

/** What fits under a field without becoming a page. */
const RESULTS = 6

/** Texts carry the marks of ranking.ts around matching words. */
export interface Found {
  url: string
  heading: string
  under: string
  snippet: string
}

export function deviceSearch(locale: string) {
  let index: SectionIndex | undefined
  let places = new Map<string, { collection: string; collectionTitle: string }>()
  let state: 'not asked' | 'loading' | 'failed' | 'there' = 'not asked'

  return {
    /** Asks for the index unless that was done; after a failure it asks again. */
    load(whenDone: () => void) {
      if (state === 'loading' || state === 'there') return
      state = 'loading'
      open()
        .then(() => {
          state = 'there'
        })
        .catch(() => {
          state = 'failed'
        })
        .finally(whenDone)
    },
    find(query: string): Found[] | 'loading' | 'failed' {
      if (!index) return state === 'failed' ? 'failed' : 'loading'
      const { locale } = index
      const asked = query.slice(0, QUERY_MAX_CHARS)
      return searchSections(index, asked, RESULTS).flatMap((result) => shown(result, asked, locale))
    },
  }

  async function open(): Promise<void> {
    const home = (await json(`/api/help/home?locale=${encodeURIComponent(locale)}`)) as HelpHome
    index = loadIndex((await json(home.indexUrl)) as Parameters<typeof loadIndex>[0])
    places = new Map(
      home.collections.flatMap(({ slug: collection, title, articles }) =>
        articles.map(({ slug }) => [slug, { collection, collectionTitle: title }] as const),
      ),
    )
  }

  function shown(result: SearchResult, query: string, of: string): Found[] {
    const place = places.get(result.slug)
    if (!place) return []
    const section = result.section && `#${result.section}`
    return [
      {
        url: `/help/${place.collection}/${result.slug}${section}`,
        heading: markMatches(result.heading || result.title, query, of),
        under: result.heading ? markMatches(result.title, query, of) : place.collectionTitle,
        snippet: result.snippet,
      },
    ]
  }
}

async function json(url: string): Promise<unknown> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return answer.json()
}

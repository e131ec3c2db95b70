// The search on the device, the same that the widget uses. A bundle of its own: search.ts fetches it, and it the
// index, when somebody wants to search. The index is cached by the browser by its content. Where the server can find more
// than the device it is asked too, once typing rests; where there is nothing but files it never is.

import type { SearchResult } from '../../../../protocol/articles.ts'
import type { HelpHome } from '../../../../protocol/http.ts'
import { QUERY_MAX_CHARS } from '../../../../protocol/limits.ts'
import { answering, markMatches, opening, type SearchAnswer } from '../../../../protocol/search/ranking.ts'
import { inSlices, sliced } from '../../../../protocol/steps.ts'
import { merged } from '../../../../protocol/two-answers.ts'
import type { Answer, Found, Places } from './search.ts'

/** Somebody who types no further for this long waits for an answer; as in the widget. */
const RESTED_MS = 300

/** `then` is called at once where it takes no longer than a slice, and again with what the server adds. @returns what drops the question */
export type FindOnDevice = (query: string, most: number, then: (answer: Answer) => void) => () => void

/**
 * `whole` comes when all of a large index is there, or will not come; titles and headings answer meanwhile.
 * @throws when the index cannot be had
 */
export async function openDeviceSearch(
  { home, contents, isFiles }: Places,
  { collections, indexUrl, indexMore, locale, meaning }: HelpHome,
): Promise<{ find: FindOnDevice; whole: Promise<unknown> }> {
  // Files name their index beside themselves.
  const file = async (part?: number) => {
    const after = part ? `${isFiles ? '.' : '&part='}${part}` : ''
    const answer = await fetch(new URL(indexUrl + after, contents))
    if (!answer.ok) throw new Error(`The index answered ${answer.status}`)
    return new Uint8Array(await answer.arrayBuffer())
  }
  const index = await sliced(opening(await file()))
  const parts = Array.from({ length: indexMore }, async (_, at) => sliced(index.adding(await file(at + 1))))
  const places = new Map(
    collections.flatMap(({ slug: collection, title, articles }) =>
      articles.map(({ slug }) => [slug, { collection, collectionTitle: title }] as const),
    ),
  )
  const find: FindOnDevice = (query, most, then) => {
    const asked = query.slice(0, QUERY_MAX_CHARS)
    const show = ({ results, isSure, meant }: SearchAnswer) =>
      then({ found: results.flatMap((result) => shown(result, asked)), isSure, meant })
    let resting: ReturnType<typeof setTimeout> | undefined
    let isDropped = false
    const stop = inSlices(answering(index, asked, most), (own) => {
      show(own)
      if (isFiles || !(index.isPartial || (meaning && !own.isSure))) return
      resting = setTimeout(async () => {
        const more = await askServer(asked, most).catch(() => null)
        if (more && !isDropped) show({ ...more, results: merged(own.results, more.results, most) })
      }, RESTED_MS)
    })
    return () => {
      isDropped = true
      clearTimeout(resting)
      stop()
    }
  }
  return { find, whole: Promise.allSettled(parts) }

  async function askServer(query: string, limit: number): Promise<SearchAnswer> {
    const asked = new URLSearchParams({ q: query, locale, limit: String(limit) })
    const answer = await fetch(new URL(`/api/help/search?${asked}`, contents))
    if (!answer.ok) throw new Error(`The search answered ${answer.status}`)
    return answer.json()
  }

  function shown(result: SearchResult, query: string): Found[] {
    const place = places.get(result.slug)
    if (!place) return []
    const section = result.section && `#${result.section}`
    return [
      {
        url: `${home}/${place.collection}/${result.slug}${isFiles ? '/' : ''}${section}`,
        heading: markMatches(result.heading || result.title, query, index),
        under: result.heading ? markMatches(result.title, query, index) : place.collectionTitle,
        snippet: result.snippet,
      },
    ]
  }
}

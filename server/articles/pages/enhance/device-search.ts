// The search on the device, the same that the widget uses. A bundle of its own: search.ts fetches it, and it the
// index, when somebody wants to search. The index is cached by the browser by its content.

import type { SearchResult } from '../../../../protocol/entities.ts'
import type { HelpHome } from '../../../../protocol/http.ts'
import { QUERY_MAX_CHARS } from '../../../../protocol/limits.ts'
import { answering, markMatches, opening } from '../../../../protocol/ranking.ts'
import { inSlices, sliced } from '../../../../protocol/steps.ts'
import type { Found, Places } from './search.ts'

/** `then` is called at once where it takes no longer than a slice. @returns what drops the question */
export type FindOnDevice = (query: string, most: number, then: (found: Found[]) => void) => () => void

/** @throws when the index cannot be had */
export async function openDeviceSearch(
  { home, contents, isFiles }: Places,
  { collections, indexUrl, indexMore }: HelpHome,
): Promise<FindOnDevice> {
  // Files name their index beside themselves.
  const file = async (part?: number) => {
    const after = part ? `${isFiles ? '.' : '&part='}${part}` : ''
    const answer = await fetch(new URL(indexUrl + after, contents))
    if (!answer.ok) throw new Error(`The index answered ${answer.status}`)
    return new Uint8Array(await answer.arrayBuffer())
  }
  const index = await sliced(opening(await file()))
  // Titles and headings answer meanwhile.
  for (let part = 1; part <= indexMore; part++)
    file(part).then(
      (bytes) => sliced(index.adding(bytes)),
      () => {},
    )
  const places = new Map(
    collections.flatMap(({ slug: collection, title, articles }) =>
      articles.map(({ slug }) => [slug, { collection, collectionTitle: title }] as const),
    ),
  )
  return (query, most, then) => {
    const asked = query.slice(0, QUERY_MAX_CHARS)
    return inSlices(answering(index, asked, most), ({ results }) =>
      then(results.flatMap((result) => shown(result, asked))),
    )
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

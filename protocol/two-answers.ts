// One list of what the device and the server found. What stands there under the reader's eyes does not move.

import type { SearchResult } from './articles.ts'

/** What both have stays where it stands; what only the device found makes way for what only the server did. */
export function merged(own: SearchResult[], theirs: SearchResult[], most: number): SearchResult[] {
  const rest = theirs.filter(({ slug }) => !own.some((result) => result.slug === slug))
  const here = own.map((result) => theirs.find(({ slug }) => result.slug === slug) ?? rest.shift() ?? result)
  return [...here, ...rest].slice(0, most)
}

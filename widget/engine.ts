// What searches: MiniSearch, the ranking and how an index is read, as a bundle of its own. It comes beside the panel's,
// begun in the same moment (loader.ts), so that home, articles and threads wait for none of it. Partner: search.ts.

import { answer, markMatches, openIndex, type SearchAnswer } from '../protocol/ranking.ts'

export interface Engine {
  answer(query: string, limit: number): SearchAnswer
  /** A heading or title with marks around the words that the query would find. */
  marked(text: string, query: string): string
  /** A file of the index that followed. */
  add(file: Uint8Array): void
  /** Does most of the text stay on the server? */
  isPartial: boolean
}

/** @throws Error when the file is of another form than this program reads */
export function openEngine(file: Uint8Array): Engine {
  const index = openIndex(file)
  return {
    answer: (query, limit) => answer(index, query, limit),
    marked: (text, query) => markMatches(text, query, index),
    add: index.add,
    isPartial: index.isPartial,
  }
}

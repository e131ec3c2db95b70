// What searches: MiniSearch, the ranking and how an index is read, as a bundle of its own. It comes beside the panel's,
// begun in the same moment (loader.ts), so that home, articles and threads wait for none of it. All that could take long
// goes in slices, so that the host's page never stands still. Partner: search.ts.

import { answering, markMatches, opening, type SearchAnswer } from '../protocol/search/ranking.ts'
import { inSlices, sliced } from '../protocol/steps.ts'

export interface Engine {
  /** `then` is called before this returns where it takes no longer than a slice. @returns what drops the question */
  answer(query: string, limit: number, then: (answer: SearchAnswer) => void): () => void
  /** A heading or title with marks around the words that the query would find. */
  marked(text: string, query: string): string
  /** A file of the index that followed. */
  add(file: Uint8Array): Promise<void>
  /** Does most of the text stay on the server? */
  isPartial: boolean
}

/** @throws Error when the file is of another form than this program reads */
export async function openEngine(file: Uint8Array): Promise<Engine> {
  const index = await sliced(opening(file))
  // The first slip would have to wait for this.
  const learn = () => {
    whenIdle(() => inSlices(index.learning(), () => {}))
  }
  learn()
  return {
    answer: (query, limit, then) => inSlices(answering(index, query, limit), then),
    marked: (text, query) => markMatches(text, query, index),
    add: (file) => sliced(index.adding(file)).then(learn),
    isPartial: index.isPartial,
  }
}

/** Safari has no word for it. */
const whenIdle = (work: () => void) => (globalThis.requestIdleCallback ?? setTimeout)(work)

// MiniSearch as it comes, with what its documentation offers for typing: prefix, fuzzy, boosts.

import MiniSearch from 'minisearch'
import {
  articlesOf,
  bytesOf,
  type Opened,
  readJson,
  type SectionText,
  shownOf,
  type Written,
} from './engine.ts'

const OPTIONS = { idField: 'place', fields: ['title', 'heading', 'text'] }

export function write(sections: SectionText[]): Written {
  const index = new MiniSearch(OPTIONS)
  index.addAll(sections.map((section, place) => ({ ...section, place })))
  return { ranked: [bytesOf({ index, shown: shownOf(sections) })] }
}

export function open(first: Uint8Array): Opened {
  const { index, shown } = readJson(first)
  const search = MiniSearch.loadJS(index, OPTIONS)
  const options = { prefix: true, fuzzy: 0.2, boost: { heading: 3, title: 2 } }
  return {
    find: (query) =>
      articlesOf(
        search.search(query, options).map(({ id }) => id),
        shown,
      ),
  }
}

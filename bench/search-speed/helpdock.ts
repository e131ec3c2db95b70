// The only file of this bench that knows the form of our index: change it with that form, and nothing else here.

import { openIndex, searchSections } from '../../protocol/ranking.ts'
import { buildIndex } from '../../protocol/search/build.ts'
import { wordsOfLanguage } from '../../server/articles/languages/languages.ts'
import { type Opened, RESULTS, type SectionText, type Written } from './engine.ts'

export function write(sections: SectionText[]): Written {
  // In a help center the articles of a collection, here of a manual, stand together. Sorting keeps an article's order.
  const documents = sections
    .toSorted((one, other) => (one.slug < other.slug ? -1 : Number(one.slug > other.slug)))
    .map(({ slug, anchor, title, heading, text }) => ({
      ...{ id: `${slug}#${anchor}`, slug, section: anchor, title, heading, text },
      ...{ keywords: '', questions: '' },
    }))
  const { first, more, kept } = buildIndex(documents, {
    locale: 'en',
    synonyms: [],
    written: wordsOfLanguage('en'),
  })
  const [passages] = kept
  return { ranked: [first, ...more], ...(passages && { passages }) }
}

export function open(first: Uint8Array): Opened {
  const index = openIndex(first)
  return {
    find: (query) => searchSections(index, query, RESULTS).map(({ slug }) => slug),
    add: index.add,
  }
}

// The only file of this bench that knows the form of our index: change it with that form, and nothing else here. What is
// measured is the program of the widget's own bundle.

import { buildIndex } from '../../protocol/search/build.ts'
import { anchorFrom } from '../../protocol/text-analysis.ts'
import { wordsOfLanguage } from '../../server/articles/languages/languages.ts'
import { openEngine } from '../../widget/engine.ts'
import { bytesOf, type Opened, RESULTS, type SectionText, type Written } from './engine.ts'

export function write(sections: SectionText[]): Written {
  // In a help center the articles of a collection, here of a manual, stand together. Sorting keeps an article's order.
  const documents = sections
    .toSorted((one, other) => (one.slug < other.slug ? -1 : Number(one.slug > other.slug)))
    .map(({ slug, title, heading, text }) => {
      const section = anchorOf(slug, heading)
      return { id: `${slug}#${section}`, slug, section, title, heading, text, keywords: '', questions: '' }
    })
  const { first, more, passages } = buildIndex(documents, {
    locale: 'en',
    synonyms: [],
    written: wordsOfLanguage('en'),
  })
  return { ranked: [first, ...more], ...(passages && { passages: bytesOf(passages) }) }
}

/** As the server names headings. */
function anchorOf(slug: string, heading: string): string {
  const anchor = anchorFrom(heading)
  const before = taken.get(`${slug}#${anchor}`) ?? 0
  taken.set(`${slug}#${anchor}`, before + 1)
  return before === 0 ? anchor : `${anchor}-${before}`
}
const taken = new Map<string, number>()

export async function open(first: Uint8Array): Promise<Opened> {
  const engine = await openEngine(first)
  return {
    find: (query) =>
      new Promise((done) => {
        engine.answer(query, RESULTS, ({ results }) => done(results.map(({ slug }) => slug)))
      }),
    add: engine.add,
  }
}

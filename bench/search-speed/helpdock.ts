// The only file of this bench that knows the form of our index: change it with that form, and nothing else here.

import { buildIndex, loadIndex, searchSections } from '../../protocol/ranking.ts'
import { bytesOf, type Opened, RESULTS, readJson, type SectionText, type Written } from './engine.ts'

export function write(sections: SectionText[]): Written {
  const documents = sections.map(({ slug, anchor, title, heading, text }) => ({
    ...{ id: `${slug}#${anchor}`, slug, section: anchor, title, heading, text },
    ...{ keywords: '', questions: '' },
  }))
  return { ranked: [bytesOf(buildIndex(documents, { locale: 'en', synonyms: [] }))] }
}

export function open(first: Uint8Array): Opened {
  const index = loadIndex(readJson(first))
  return { find: (query) => searchSections(index, query, RESULTS).map(({ slug }) => slug) }
}

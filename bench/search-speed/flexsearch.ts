// FlexSearch, with beginnings of words. It asks for all words of a query at once, and people's own words need them one
// by one: each word's hits count with its idf, and more in titles and headings (bench/search-quality.ts does the same).

import FlexSearch from 'flexsearch'
import type { Shown, Written } from './engine.ts'
import { articlesOf, bytesOf, type Opened, readJson, type SectionText, shownOf, wordsOf } from './engine.ts'

const WEIGHTS: Record<string, number> = { title: 2, heading: 3, text: 1 }
const WORD_MIN_CHARS = 2

const newIndex = () =>
  new FlexSearch.Document({ document: { id: 'place', index: Object.keys(WEIGHTS) }, tokenize: 'forward' })

export async function write(sections: SectionText[]): Promise<Written> {
  const index = newIndex()
  sections.forEach(({ title, heading, text }, place) => {
    index.add({ place, title, heading, text })
  })
  const parts: [string, string][] = []
  await index.export((key, data) => {
    parts.push([key, data])
  })
  return { ranked: [bytesOf({ parts, shown: shownOf(sections) })] }
}

export function open(first: Uint8Array): Opened {
  const { parts, shown } = readJson(first) as { parts: [string, string][]; shown: Shown[] }
  const index = newIndex()
  for (const [key, data] of parts) index.import(key, data)
  return {
    find(query) {
      const scores = new Map<number, number>()
      for (const word of new Set(wordsOf(query).filter(({ length }) => length >= WORD_MIN_CHARS))) {
        const hits = index.search(word, { limit: shown.length })
        const found = new Set(hits.flatMap(({ result }) => result))
        const idf = Math.log(1 + shown.length / (found.size + 0.5))
        for (const { field = '', result } of hits) {
          const weight = (WEIGHTS[field] ?? 1) * idf
          for (const id of result) scores.set(Number(id), (scores.get(Number(id)) ?? 0) + weight)
        }
      }
      const best = [...scores].sort((one, other) => other[1] - one[1])
      return articlesOf(
        best.map(([place]) => place),
        shown,
      )
    },
  }
}

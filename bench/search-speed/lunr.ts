// lunr: each word as it is, with one slip, and the last one also as a beginning.

import lunr from 'lunr'
import type { Shown, Written } from './engine.ts'
import { articlesOf, bytesOf, type Opened, readJson, type SectionText, shownOf, wordsOf } from './engine.ts'

/** Short words with a slip are other words. */
const TYPO_MIN_CHARS = 4
/** Shorter beginnings are too many. */
const BEGINNING_MIN_CHARS = 3

export function write(sections: SectionText[]): Written {
  const index = lunr((builder) => {
    builder.ref('place')
    builder.field('title', { boost: 2 })
    builder.field('heading', { boost: 3 })
    builder.field('text')
    sections.forEach((section, place) => {
      builder.add({ ...section, place })
    })
  })
  return { ranked: [bytesOf({ index, shown: shownOf(sections) })] }
}

export function open(first: Uint8Array): Opened {
  const { index, shown } = readJson(first) as { index: object; shown: Shown[] }
  const search = lunr.Index.load(index)
  const asked = (word: string) => (word.length >= TYPO_MIN_CHARS ? `${word}^2 ${word}~1` : word)
  /** 2.3.9 throws at some beginnings in Chromium: then it found nothing. */
  const placesOf = (clauses: string) => {
    try {
      return search.search(clauses).map(({ ref }) => Number(ref))
    } catch {
      return []
    }
  }
  return {
    find(query) {
      const words = wordsOf(query)
      const beginnings = words.slice(-1).filter(({ length }) => length >= BEGINNING_MIN_CHARS)
      const clauses = [...words.map(asked), ...beginnings.map((last) => `${last}*`)]
      return articlesOf(placesOf(clauses.join(' ')), shown)
    },
  }
}

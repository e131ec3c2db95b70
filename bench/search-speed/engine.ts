// What the bench asks of an engine, each in a file of its own here: `write` runs in Node as a server would, `open`
// and what it gives run in the page. Each is asked as well as we know how, so that size and not care is compared.

import type { CorpusArticle } from '../corpus.ts'

export interface SectionText {
  slug: string
  anchor: string
  title: string
  heading: string
  text: string
}

export interface Engine {
  write(sections: SectionText[]): Written | Promise<Written>
  /** @param first of the ranked files */
  open(first: Uint8Array): Opened | Promise<Opened>
}

export interface Written {
  /** What the ranking reads; the first can be searched before the others are there. */
  ranked: Uint8Array[]
  /** What only shows results, where that is a file of its own. */
  passages?: Uint8Array
}

export interface Opened {
  /** Slugs of articles, best first, each once. */
  find(query: string): string[] | Promise<string[]>
  /** The ranked files after the first, one at a time. */
  add?(file: Uint8Array): void | Promise<void>
}

/** As many results as a widget shows. */
export const RESULTS = 5

export function sectionsOf(articles: CorpusArticle[]): SectionText[] {
  return articles.flatMap(({ slug, title, sections }) =>
    sections.map((section) => ({ slug, title, ...section })),
  )
}

/** What any engine needs beside its index to name a result. */
export type Shown = [slug: string, anchor: string, title: string, heading: string]

export function shownOf(sections: SectionText[]): Shown[] {
  return sections.map(({ slug, anchor, title, heading }) => [slug, anchor, title, heading])
}

/** The article of each section, best first, each once. */
export function articlesOf(places: Iterable<number>, shown: Shown[]): string[] {
  const slugs = new Set<string>()
  for (const place of places) {
    slugs.add(shown[place]?.[0] ?? '')
    if (slugs.size === RESULTS) break
  }
  return [...slugs]
}

export const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
export const readJson = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes))

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

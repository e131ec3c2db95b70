// The help center's search, asked by an agent who wants to send a section along: what everybody may read. Partner:
// screens/thread/inserter.tsx.

import type { Article, SearchResult } from '../../protocol/articles.ts'
import { KEYS_REST_MS } from '../clock.ts'

export type Section = SearchResult

/** What stands in a list beside macros. */
const SECTIONS = 5
/** Shorter words say little. */
const QUERY_MIN_CHARS = 2

/** Nothing where nothing fits, or the server does not answer: the macros are there anyway. */
export async function findSections(query: string): Promise<readonly Section[]> {
  const q = query.trim()
  if (q.length < QUERY_MIN_CHARS) return []
  await new Promise((go) => setTimeout(go, KEYS_REST_MS))
  const answer = await fetch(`/api/help/search?${new URLSearchParams({ q, limit: String(SECTIONS) })}`).catch(
    () => null,
  )
  if (!answer?.ok) return []
  return ((await answer.json()) as { results: Section[] }).results
}

/** undefined where it is not there for everybody, or the server does not answer. */
export async function readArticle(slug: string): Promise<Article | undefined> {
  const answer = await fetch(`/api/help/articles/${encodeURIComponent(slug)}`).catch(() => null)
  return answer?.ok ? ((await answer.json()) as Article) : undefined
}

/** Its title and, on a line of its own, its address: a link wherever it is read. */
export async function wordsOfSection({ slug, section, title, heading }: Section): Promise<string> {
  const article = await readArticle(slug)
  const address = new URL(article?.url ?? '/help', location.origin)
  if (section && article) address.hash = section
  return `${heading ? `${title}: ${heading}` : title}\n${address.href}`
}

// Searches that ended in an article: what people typed, and what they opened then, counted without who. Editors take
// the commonest phrasings into `questions:`; nothing is taken by itself. Partner: gaps.ts, the searches that did not.

import type { SearchFindsRecord } from '../store/records.ts'
import type { ReadTables, Tables } from '../store/store.ts'
import type { ArticleFile } from './article-file.ts'
import { withoutPersonal } from './gaps.ts'

/** Of one article: more than an editor reads, and some kilobytes at the most. */
const PHRASINGS_KEPT = 60
const WORTH_COUNTING_CHARS = 3
/** Days on which it was found, not days that passed. */
const DAYS_KEPT = 400
/** What one reader typed is no phrasing of many. */
const COMMON_TIMES = 2
const PHRASINGS_SHOWN = 5
const ARTICLES_LOOKED_AT = 20_000

export async function countFinds(
  tx: Tables,
  found: { query: string; slug: string; locale: string }[],
  at: string,
): Promise<void> {
  for (const { query, slug, locale } of found) {
    const words = withoutPersonal(query).toLowerCase()
    if (words.length < WORTH_COUNTING_CHARS || words.includes('…')) continue
    const known = await tx.searchFinds.find(slug, locale)
    await tx.searchFinds.put({
      ...{ slug, locale, phrasings: counted(known?.phrasings ?? [], words, at) },
      days: countedToday(known?.days ?? {}, at.slice(0, 10)),
    })
  }
}

/** The rarest and oldest gives way to a new one. */
function counted(phrasings: SearchFindsRecord['phrasings'], query: string, at: string) {
  const times = (phrasings.find((one) => one.query === query)?.times ?? 0) + 1
  const others = phrasings.filter((one) => one.query !== query)
  const kept = others.toSorted(byTimes).slice(0, PHRASINGS_KEPT - 1)
  return [...kept, { query, times, at }].sort(byTimes)
}

/** What is older than a year stands in no report. */
function countedToday(days: Record<string, number>, today: string): Record<string, number> {
  const kept = Object.keys(days).sort().slice(-DAYS_KEPT)
  return Object.fromEntries([...kept, today].map((day) => [day, (days[day] ?? 0) + (day === today ? 1 : 0)]))
}

const byTimes = (a: { times: number; at: string }, b: { times: number; at: string }) =>
  b.times - a.times || b.at.localeCompare(a.at)

interface Suggestion {
  article: ArticleFile
  phrasings: { query: string; times: number }[]
}

/** The commonest phrasings of each article that its front matter does not have yet; the most wanted article first. */
export async function suggestedQuestions(read: ReadTables, articles: ArticleFile[]): Promise<Suggestion[]> {
  const finds = await read.searchFinds.list(ARTICLES_LOOKED_AT)
  return finds
    .flatMap(({ slug, locale, phrasings }) => {
      const article = articles.find((one) => one.slug === slug && one.locale === locale)
      if (!article) return []
      const { title, questions = [], keywords = [] } = article.front
      const has = new Set([title, ...questions, ...keywords].map(plain))
      const missing = phrasings.filter(({ query, times }) => times >= COMMON_TIMES && !has.has(plain(query)))
      return missing.length > 0 ? [{ article, phrasings: missing.slice(0, PHRASINGS_SHOWN) }] : []
    })
    .sort((a, b) => sumOf(b) - sumOf(a) || a.article.file.localeCompare(b.article.file))
}

const sumOf = ({ phrasings }: Suggestion) => phrasings.reduce((sum, { times }) => sum + times, 0)
const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

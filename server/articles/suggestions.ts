// Which articles the widget shows before anybody has typed.

import type { ArticleSummary } from '../../protocol/articles.ts'
import type { LocaleShelf } from './shelf.ts'

/** As many as fit above the tickets on the smallest phone. */
const SUGGESTIONS = 4

/** Those whose `suggest_on` fits the page, the most exact first; where none does, the first of each collection. */
export function suggestedFor(page: string, shelf: LocaleShelf): ArticleSummary[] {
  const all = shelf.collections.flatMap(({ articles }) => articles)
  const fitting = all
    .map((article) => ({ article, exactness: exactnessOf(shelf.suggestOn.get(article.slug) ?? [], page) }))
    .filter(({ exactness }) => exactness > 0)
    .sort((one, other) => other.exactness - one.exactness)
    .map(({ article }) => article)
  const usual = shelf.collections.flatMap(({ articles }) => articles.slice(0, 1))
  return (fitting.length > 0 ? fitting : usual).slice(0, SUGGESTIONS)
}

/** Characters of the longest fitting pattern, stars left out; 0 where none fits. */
function exactnessOf(patterns: string[], page: string): number {
  const path = pathOf(page)
  return Math.max(
    0,
    ...patterns.filter((pattern) => fits(pattern, path)).map((one) => one.replaceAll('*', '').length),
  )
}

/** `*` stands for any text; all else is literal. */
function fits(pattern: string, path: string): boolean {
  const [first = '', ...more] = pattern.split('*')
  const last = more.pop()
  if (last === undefined) return path === first
  if (!path.startsWith(first)) return false
  let at = first.length
  for (const piece of more) {
    const found = path.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return path.length - last.length >= at && path.endsWith(last)
}

function pathOf(page: string): string {
  const [path = ''] = page.split(/[?#]/)
  return path.length > 1 ? path.replace(/\/+$/, '') : path
}

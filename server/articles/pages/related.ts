// Which articles one who reads this may want next: those that its editor names, then what the search finds for its
// title and description, lifted by the links between the two and by a common collection. Nobody has to keep a list.

import type { Article } from '../../../protocol/articles.ts'
import type { Help } from '../help.ts'

const RELATED = 3
const SEARCHED = 12
/** Beside what the search says, 1 for the article itself: a link from here says much, one from there less. */
const LINKED_FROM_HERE = 0.3
const LINKED_FROM_THERE = 0.15
const SAME_COLLECTION = 0.2
/** What stays below has a word or two in common, no more. */
const RELATED_MIN = 0.25

/** Links of every article, read once for each version of the library. */
const known = new WeakMap<Help, { version: string; links: Map<string, Map<string, Set<string>>> }>()

/** @param locale of the reader: what is translated into it comes in it */
export function relatedTo(article: Article, locale: string, library: Help): Article[] {
  const chosen = (article.related ?? []).flatMap(({ slug }) => library.article(slug, locale) ?? [])
  const slugs = new Set(chosen.map(({ slug }) => slug))
  const found = foundFor(article, locale, library).filter(({ slug }) => !slugs.has(slug))
  return [...chosen, ...found.slice(0, Math.max(0, RELATED - chosen.length))]
}

function foundFor({ slug, title, description, collection }: Article, locale: string, library: Help) {
  const links = linksOf(library, locale)
  const found = library.search(`${title} ${description}`, locale, SEARCHED)
  const own = found.find((one) => one.slug === slug)?.score ?? Number.POSITIVE_INFINITY
  // Scores are products: the root keeps a tenth of the words from being a thousandth.
  const scores = new Map(found.map((one) => [one.slug, Math.sqrt(one.score / own)]))
  const lift = (other: string, by: number) => scores.set(other, (scores.get(other) ?? 0) + by)
  for (const other of links.get(slug) ?? []) lift(other, LINKED_FROM_HERE)
  for (const [other, targets] of links) if (targets.has(slug)) lift(other, LINKED_FROM_THERE)
  return [...scores]
    .flatMap(([other, score]) => {
      const found = library.article(other, locale)
      if (!found || other === slug) return []
      return [{ found, score: found.collection === collection ? score + SAME_COLLECTION : score }]
    })
    .filter(({ score }) => score >= RELATED_MIN)
    .toSorted((one, other) => other.score - one.score || one.found.slug.localeCompare(other.found.slug))
    .map(({ found }) => found)
}

function linksOf(library: Help, locale: string): Map<string, Set<string>> {
  let kept = known.get(library)
  if (kept?.version !== library.version) {
    kept = { version: library.version, links: new Map() }
    known.set(library, kept)
  }
  let links = kept.links.get(locale)
  if (!links) {
    const articles = library
      .collections(locale)
      .flatMap((collection) => collection.articles.flatMap(({ slug }) => library.article(slug, locale) ?? []))
    links = new Map(articles.map(({ slug, html }) => [slug, targetsIn(html)]))
    kept.links.set(locale, links)
  }
  return links
}

/** render.ts names the article in each link to one. */
function targetsIn(html: string): Set<string> {
  return new Set(Array.from(html.matchAll(/ data-article="([^"]+)"/g), ([, slug = '']) => slug))
}

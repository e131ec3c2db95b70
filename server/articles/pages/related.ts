// Which articles one who reads this may want next: those that its editor names, then what the search finds for its
// title and description, lifted by the links between the two and by a common collection. Nobody has to keep a list.

import type { Article } from '../../../protocol/entities.ts'
import type { Library } from '../library.ts'

const RELATED = 3
const SEARCHED = 12
/** Nothing answers an article's own title as well as it does itself; this share of that is a good match. */
const GOOD_SHARE = 0.25
/** In shares of the best result: a link from here is nearly as good, one from there says less. */
const LINKED_FROM_HERE = 0.5
const LINKED_FROM_THERE = 0.3
const SAME_COLLECTION = 0.15
/** What stays below has a word or two in common, no more. */
const RELATED_MIN = 0.5

/** Links of every article, read once for each version of the library. */
const known = new WeakMap<Library, { version: string; links: Map<string, Map<string, Set<string>>> }>()

/** @param locale of the reader: what is translated into it comes in it */
export function relatedTo(article: Article, locale: string, library: Library): Article[] {
  const chosen = (article.related ?? []).flatMap(({ slug }) => library.article(slug, locale) ?? [])
  const slugs = new Set(chosen.map(({ slug }) => slug))
  const found = foundFor(article, locale, library).filter(({ slug }) => !slugs.has(slug))
  return [...chosen, ...found.slice(0, Math.max(0, RELATED - chosen.length))]
}

function foundFor({ slug, title, description, collection }: Article, locale: string, library: Library) {
  const links = linksOf(library, locale)
  const results = library.search(`${title} ${description}`, locale, SEARCHED)
  const others = results.filter((one) => one.slug !== slug)
  const own = results.find((one) => one.slug === slug)?.score ?? 0
  const measure = Math.max(others[0]?.score ?? 1, own * GOOD_SHARE)
  const scores = new Map(others.map((one) => [one.slug, one.score / measure]))
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

function linksOf(library: Library, locale: string): Map<string, Set<string>> {
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

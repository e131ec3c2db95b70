// One look at the help center: in which locale, in whose words, and what there is in it. What is not translated is
// listed too and marked with its locale: an answer in another language beats none.

import type { Article, ArticleSummary } from '../../../protocol/articles.ts'
import type { Brand } from '../../settings/brand.ts'
import { helpAddress } from '../addresses.ts'
import type { Help } from '../help.ts'
import type { Site } from './site.ts'
import { type Words, wordsOf } from './words/words.ts'

export interface Visit {
  library: Help
  site: Site
  locale: string
  /** The locale that the others are translated from; it has no name in addresses. */
  standard: string
  locales: string[]
  t: Words
  /** @param path after the home's address; '' is the home */
  to(path: string, locale?: string): string
}

export interface Listed extends ArticleSummary {
  /** The one it is shown in. */
  locale: string
}

export interface ListedCollection {
  slug: string
  title: string
  description: string
  articles: Listed[]
  /** The one its title is in. */
  locale: string
}

export function visitOf(library: Help, site: Site, locale?: string): Visit {
  const locales = library.locales()
  const standard = library.sourceLocale()
  const chosen = locale !== undefined && locales.includes(locale) ? locale : standard
  return {
    library,
    site,
    locale: chosen,
    standard,
    locales,
    t: branded(wordsOf(chosen), site.brand(), chosen === standard),
    to: (path, locale = chosen) => helpAddress(locale, standard, path),
  }
}

/** A name is the same in every language; a greeting is in the one that everything is written in first. */
function branded(words: Words, { name, greeting }: Brand, isStandard: boolean): Words {
  if (!name && !(greeting && isStandard)) return words
  return {
    ...words,
    ...(name && { name }),
    ...(greeting && isStandard && { home: { ...words.home, title: greeting } }),
  }
}

export const pathOf = ({ collection, slug }: ArticleSummary) => `${collection}/${slug}`

export function collectionsIn({ library, locale, standard }: Visit): ListedCollection[] {
  const sources = new Map(library.collections(standard).map(({ slug, title }) => [slug, title]))
  return library.collections(locale).map((collection) => ({
    ...collection,
    locale: collection.title === sources.get(collection.slug) ? standard : locale,
    articles: collection.articles.map((article) => ({
      ...article,
      locale: library.article(article.slug, locale)?.locale ?? locale,
    })),
  }))
}

/** By its slug or an old one, in the visit's locale or, where that has none, in another. */
export function articleFor({ library, locale }: Visit, slug: string): Article | undefined {
  return library.article(slug, locale) ?? library.article(library.resolve(slug) ?? '', locale)
}

/** The locales in which an article exists. */
export function localesOf({ library, locales }: Visit, slug: string): string[] {
  return locales.filter((locale) => library.article(slug, locale)?.locale === locale)
}

/** The locales in which something of a collection exists. */
export function localesOfCollection({ library, locales }: Visit, slug: string): string[] {
  return locales.filter((locale) =>
    library
      .collections(locale)
      .find((collection) => collection.slug === slug)
      ?.articles.some((article) => library.article(article.slug, locale)?.locale === locale),
  )
}

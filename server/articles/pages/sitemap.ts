// /sitemap.xml: every page once, with the day on which somebody last checked it and its other languages.

import type { Library } from '../library.ts'
import { type Html, html } from './html.ts'
import type { Site } from './site.ts'
import { localesOf, localesOfCollection, pathOf, type Visit, visitOf } from './visit.ts'

interface Entry {
  path: string
  updated: string | undefined
  locales: string[]
}

export function sitemap(library: Library, site: Site): Html {
  const visits = library.locales().map((locale) => visitOf(library, site, locale))
  return html`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${visits.map((visit) => entriesOf(visit).map((entry) => urlOf(visit, entry)))}</urlset>
`
}

function entriesOf(visit: Visit): Entry[] {
  const { library, locale, locales } = visit
  // What is not translated stands under its own address only.
  const collections = library
    .collections(locale)
    .map(({ slug, articles }) => ({
      path: slug,
      locales: localesOfCollection(visit, slug),
      articles: articles
        .flatMap(({ slug }) => library.article(slug, locale) ?? [])
        .filter((article) => article.locale === locale),
    }))
    .filter(({ articles }) => articles.length > 0)
  const newest = (articles: { updated: string }[]) =>
    articles
      .map(({ updated }) => updated)
      .toSorted()
      .at(-1)
  return [
    { path: '', locales, updated: newest(collections.flatMap(({ articles }) => articles)) },
    ...collections.flatMap(({ articles, ...collection }) => [
      { ...collection, updated: newest(articles) },
      ...articles.map((article) => ({
        path: pathOf(article),
        locales: localesOf(visit, article.slug),
        updated: article.updated,
      })),
    ]),
  ]
}

function urlOf({ to, site, library, locale, standard }: Visit, { path, updated, locales }: Entry): Html {
  // The same article may stand in another collection there.
  const elsewhere = (one: string) => {
    const [, slug] = path.split('/')
    const article = slug && library.article(slug, one)
    return site.absolute(to(article ? pathOf(article) : path, one))
  }
  const alternates = locales.length > 1 ? locales.map((one) => ({ lang: one, url: elsewhere(one) })) : []
  const usual = alternates.find(({ lang }) => lang === standard)
  if (usual) alternates.push({ lang: 'x-default', url: usual.url })
  return html`<url><loc>${site.absolute(to(path, locale))}</loc>${updated && html`<lastmod>${updated}</lastmod>`}${alternates.map(
    ({ lang, url }) => html`<xhtml:link rel="alternate" hreflang="${lang}" href="${url}"/>`,
  )}</url>
`
}

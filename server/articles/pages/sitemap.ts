// /sitemap.xml: every article once, with the day on which somebody last checked it.

import type { Library } from '../library.ts'
import { type Html, html } from './html.ts'

export function sitemap(library: Library, publicUrl: string): Html {
  const articles = library
    .collections()
    .flatMap((collection) => collection.articles.flatMap(({ slug }) => library.article(slug) ?? []))
  const newest = articles
    .map(({ updated }) => updated)
    .toSorted()
    .at(-1)
  return html`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>${publicUrl}/help</loc>${newest && html`<lastmod>${newest}</lastmod>`}</url>
${articles.map(
  ({ url, updated }) => html`<url><loc>${publicUrl + url}</loc><lastmod>${updated}</lastmod></url>
`,
)}</urlset>
`
}

// The whole help center as plain files: pages, styles, scripts, feeds, map, and the index with which the device
// searches. What only a server can do is left out (feedback), or done on the device (search).

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Library } from '../library.ts'
import { missingPage } from './apart.ts'
import { articlePage } from './article.ts'
import { collectionPage } from './collection.ts'
import { feed } from './feed.ts'
import { homePage } from './home.ts'
import { html } from './html.ts'
import { resultsPageForScript } from './results.ts'
import { documentOf, type Page } from './shell.ts'
import { sitemap } from './sitemap.ts'
import { type Place, staticSite } from './static-site.ts'
import { STYLE, STYLE_URL } from './style.ts'
import { pathOf, type Visit, visitOf } from './visit.ts'

/** Path in the folder → what is in it. */
export type Files = Map<string, string | Buffer>

export async function exportedFiles({
  library,
  place,
  assets,
  assetsDir,
  widget,
}: {
  library: Library
  place: Place
  /** Programs for browsers by their names, and the folder in which they are. */
  assets: Record<string, string>
  assetsDir: string
  /** Address of the loader of a running server's widget. */
  widget: string | undefined
}): Promise<Files> {
  const files: Files = new Map()
  const contents = new Map(library.locales().map((locale) => [locale, addContents(files, library, locale)]))
  const { site, fileOf, placed } = staticSite(place, assets, contents, widget)

  for (const locale of library.locales()) {
    const visit = visitOf(library, site, locale)
    const { to } = visit
    const add = (path: string, page: Page | null) => {
      if (page) files.set(fileOf(to(path)), placed(documentOf(visit, page).source, to(path)))
    }
    add('', homePage(visit))
    add('search', resultsPageForScript(visit))
    for (const { slug, articles } of library.collections(locale)) {
      add(slug, collectionPage(visit, slug))
      for (const summary of articles) {
        const article = library.article(summary.slug, locale)
        if (article) add(pathOf(article), articlePage(visit, article, null))
      }
    }
    for (const [old, slug] of library.redirects()) addRedirect(visit, old, slug)
    files.set(fileOf(to('feed.xml')), feed(visit).source)
  }
  const usual = visitOf(library, site)
  files.set('404.html', placed(documentOf(usual, missingPage(usual, '')).source, null))
  files.set('sitemap.xml', sitemap(library, site).source)
  files.set('robots.txt', `User-agent: *\nAllow: /\n\nSitemap: ${site.absolute('/sitemap.xml')}\n`)
  files.set(fileOf(STYLE_URL), STYLE)
  for (const name of ['help-center', 'help-center-search']) {
    const file = assets[name]
    if (file) files.set(`assets/${file}`, await readFile(join(assetsDir, file)))
  }
  for (const { hash, url } of library.files()) {
    const found = await library.file(hash)
    if (found?.isPublic) files.set(fileOf(decodeURIComponent(url)), found.content)
  }
  return files

  /** An old name in the collection where the article is now. */
  function addRedirect({ to, locale }: Visit, old: string, slug: string): void {
    const article = library.article(slug, locale)
    if (!article) return
    const from = to(`${article.collection}/${old}`)
    const { source } = html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<title>${article.title}</title>
<meta name="robots" content="noindex">
<link rel="canonical" href="${site.absolute(article.url)}">
<meta http-equiv="refresh" content="0; url=../${article.slug}/">
</head>
<body><a href="${to(pathOf(article))}">${article.title}</a></body>
</html>
`
    files.set(fileOf(from), placed(source, from))
  }
}

/** What is where, and beside it the index; both named by their content, so that hosts may cache them for ever. */
function addContents(files: Files, library: Library, locale: string): string {
  const index = library.index(locale)
  const indexUrl = `index-${locale}-${index.hash}.bin`
  index.files.forEach(({ plain }, part) => {
    files.set(`assets/${indexUrl}${part ? `.${part}` : ''}`, plain)
  })
  const { version, collections, indexMore } = library.home(locale)
  const contents = JSON.stringify({ locale, version, indexUrl, indexMore, suggested: [], collections })
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 12)
  const name = `contents-${locale}-${hash}.json`
  files.set(`assets/${name}`, contents)
  return name
}

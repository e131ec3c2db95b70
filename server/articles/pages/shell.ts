// The document around every page: head, name, search on top, and the widget's two lines as any host has them.

import { forMachines } from './head.ts'
import { type Html, html } from './html.ts'
import { FAVICON, sign } from './icons.ts'
import { dataScript } from './json-ld.ts'
import { directionOf, languageSwitch } from './languages.ts'
import { searchField } from './search-field.ts'
import type { Visit } from './visit.ts'
import { scriptWords } from './words/words.ts'

export interface Page {
  title: string
  description: string
  /** The one address of this page for search engines. null: they should not list it. */
  canonical: string | null
  /** The locales that have this page. */
  locales: string[]
  /** Its address in another locale, or that of what comes nearest to it. */
  elsewhere(locale: string): string
  kind?: 'article' | 'website'
  /** A date, YYYY-MM-DD. */
  updated?: string
  /** What it says in the words of schema.org. */
  data?: object[]
  /** Where the page itself begins with the search field, there is none in the bar above. */
  searchOnTop?: boolean
  query?: string
  main: Html
  /** Before everything, and what it needs: an editor's bar. */
  above?: Html | undefined
  more?: { style: string; script: string | undefined }
}

export function documentOf(visit: Visit, page: Page): Html {
  const { t, to, site, locale } = visit
  const brand = site.brand()
  const title = page.title === t.name ? page.title : `${page.title} · ${t.name}`
  return html`<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${page.description}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${FAVICON}">
<link rel="stylesheet" href="${site.style}">
${
  brand.style &&
  html`<link rel="stylesheet" href="${brand.style}">
`
}${
  page.more &&
  html`<link rel="stylesheet" href="${page.more.style}">
`
}${site.script && html`<script type="module" src="${site.script}"></script>`}
${
  page.more?.script &&
  html`<script type="module" src="${page.more.script}"></script>
`
}${site.widget && html`<script src="${site.widget}" data-boot="auto" data-locale="${locale}" defer></script>`}
${forMachines(visit, page)}
</head>
<body>
<a class="skip" href="#hd-main">${t.skip}</a>
${page.above}<header class="bar">
<div class="bar-inner">
<a class="name" href="${to('')}">${brand.logo ? html`<img class="logo" src="${brand.logo}" alt="">` : sign}<span>${t.name}</span></a>
${languageSwitch(visit, page.elsewhere)}
${page.searchOnTop !== false && searchField(visit, { query: page.query })}
</div>
</header>
<main id="hd-main" tabindex="-1">
${page.main}
</main>
${site.script && dataScript('application/json', scriptWords(t), 'hd-words')}
</body>
</html>
`
}

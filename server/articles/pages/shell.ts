// The document around every page: head, name, search on top, and the widget's two lines as any host has them.

import { type Html, html } from './html.ts'
import { FAVICON, sign } from './icons.ts'
import { searchField } from './search-field.ts'
import { STYLE_URL } from './style.ts'
import { words } from './words.ts'

/** What every page needs to know of the server. */
export interface Site {
  publicUrl: string
  /** Address of the built enhance.ts; without it the pages work all the same. */
  script: string | undefined
}

export interface Page {
  locale: string
  title: string
  description: string
  /** From `/`; the one address of this page for search engines. null: they should not list it. */
  path: string | null
  kind?: 'article' | 'website'
  /** Where the page itself begins with the search field, there is none in the bar above. */
  searchOnTop?: boolean
  query?: string
  main: Html
}

export function documentOf(page: Page, { publicUrl, script }: Site): Html {
  const title = page.title === words.name ? page.title : `${page.title} · ${words.name}`
  return html`<!doctype html>
<html lang="${page.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${page.description}">
<meta name="color-scheme" content="light dark">
${
  page.path === null
    ? html`<meta name="robots" content="noindex">`
    : html`<link rel="canonical" href="${publicUrl + page.path}">
<meta property="og:url" content="${publicUrl + page.path}">`
}
<meta property="og:type" content="${page.kind ?? 'website'}">
<meta property="og:site_name" content="${words.name}">
<meta property="og:title" content="${page.title}">
<meta property="og:description" content="${page.description}">
<link rel="icon" href="${FAVICON}">
<link rel="stylesheet" href="${STYLE_URL}">
${script && html`<script type="module" src="${script}"></script>`}
<script src="/widget.js" data-boot="auto" defer></script>
</head>
<body>
<a class="skip" href="#hd-main">${words.skip}</a>
<header class="bar">
<div class="bar-inner">
<a class="name" href="/help">${sign}<span>${words.name}</span></a>
${page.searchOnTop !== false && searchField({ query: page.query })}
</div>
</header>
<main id="hd-main" tabindex="-1">
${page.main}
</main>
</body>
</html>
`
}

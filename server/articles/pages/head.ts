// What stands in a page's head for those who only look at that: search engines, feeds, previews of links.

import { type Html, html } from './html.ts'
import { dataScript } from './json-ld.ts'
import type { Page } from './shell.ts'
import type { Visit } from './visit.ts'

export function forMachines(visit: Visit, page: Page): Html {
  const { t, to, site, locale, standard } = visit
  const { canonical, locales, elsewhere, data } = page
  const url = canonical !== null && site.absolute(canonical)
  return html`${url ? html`<link rel="canonical" href="${url}">` : html`<meta name="robots" content="noindex">`}
${
  url &&
  locales.length > 1 &&
  html`${locales.map(
    (one) => html`<link rel="alternate" hreflang="${one}" href="${site.absolute(elsewhere(one))}">
`,
  )}${
    locales.includes(standard) &&
    html`<link rel="alternate" hreflang="x-default" href="${site.absolute(elsewhere(standard))}">
`
  }`
}<link rel="alternate" type="application/atom+xml" title="${t.feed}" href="${to('feed.xml')}">
<meta property="og:type" content="${page.kind ?? 'website'}">
<meta property="og:site_name" content="${t.name}">
<meta property="og:title" content="${page.title}">
<meta property="og:description" content="${page.description}">
<meta property="og:locale" content="${locale.replace('-', '_')}">
${url && html`<meta property="og:url" content="${url}">`}
${page.updated && html`<meta property="article:modified_time" content="${page.updated}">`}
<meta name="twitter:card" content="summary">
<meta name="twitter:title" content="${page.title}">
<meta name="twitter:description" content="${page.description}">
${data && dataScript('application/ld+json', { '@context': 'https://schema.org', '@graph': data })}`
}

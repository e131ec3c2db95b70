// /help/feed.xml: the articles that were checked or changed last, for readers of feeds (Atom, RFC 4287).

import type { Article } from '../../../protocol/articles.ts'
import { type Html, html } from './html.ts'
import type { Visit } from './visit.ts'
import { withWholeAddresses } from './whole-addresses.ts'

/** What somebody who looks once a month has not seen. */
const ENTRIES = 30

export function feed(visit: Visit): Html {
  const { t, to, site, locale, library } = visit
  const newest = library
    .collections(locale)
    .flatMap(({ articles }) => articles.flatMap(({ slug }) => library.article(slug, locale) ?? []))
    .filter((article) => article.locale === locale)
    .toSorted((one, other) => other.updated.localeCompare(one.updated) || one.slug.localeCompare(other.slug))
    .slice(0, ENTRIES)
  return html`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">
<title>${t.name}</title>
<subtitle>${t.home.description}</subtitle>
<id>${site.absolute(to(''))}</id>
<link rel="self" type="application/atom+xml" href="${site.absolute(to('feed.xml'))}"/>
<link rel="alternate" type="text/html" href="${site.absolute(to(''))}"/>
<updated>${instantOf(newest[0]?.updated ?? '1970-01-01')}</updated>
<author><name>${t.name}</name></author>
${newest.map((article) => entry(visit, article))}</feed>
`
}

function entry({ site }: Visit, article: Article): Html {
  const { title, description, updated, collectionTitle } = article
  const url = site.absolute(article.url)
  return html`<entry>
<title>${title}</title>
<id>${url}</id>
<link rel="alternate" type="text/html" href="${url}"/>
<updated>${instantOf(updated)}</updated>
<category term="${collectionTitle}"/>
<summary>${description}</summary>
<content type="html">${withWholeAddresses(article.html, article, site)}</content>
</entry>
`
}

const instantOf = (day: string) => `${day}T00:00:00Z`

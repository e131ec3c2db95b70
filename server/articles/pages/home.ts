// /help: the search field first, then every collection with its articles, then a person.

import { articleRows } from './article-rows.ts'
import { type Html, html } from './html.ts'
import { inLanguage } from './languages.ts'
import { wayToAPerson } from './person.ts'
import { searchField } from './search-field.ts'
import type { Page } from './shell.ts'
import { collectionsIn, type ListedCollection, type Visit } from './visit.ts'
import { counted } from './words/filled.ts'

/** More than this of one collection, and the others are out of sight. */
const ROWS = 6

export function homePage(visit: Visit): Page {
  const { t, to, locales } = visit
  const collections = collectionsIn(visit)
  return {
    title: t.name,
    description: t.home.description,
    canonical: to(''),
    locales,
    elsewhere: (locale) => to('', locale),
    searchOnTop: false,
    main: html`<div class="column">
<div class="opening">
<h1>${t.home.title}</h1>
${searchField(visit, { large: true })}
</div>
${collections.length === 0 ? nothingYet(visit) : collections.map((one) => collectionCard(visit, one))}
${wayToAPerson(visit, t.person.notFound)}
</div>`,
  }
}

function collectionCard(
  visit: Visit,
  { slug, title, description, articles, locale }: ListedCollection,
): Html {
  const { t, to } = visit
  return html`<section class="collection" id="${slug}" aria-labelledby="hd-${slug}">
<h2 id="hd-${slug}"><a class="collection-name" href="${to(slug)}"${inLanguage(locale, visit)}>${title}</a></h2>
<p class="collection-text"${inLanguage(locale, visit)}>${description}</p>
${articleRows(visit, articles.slice(0, ROWS))}
${
  articles.length > ROWS &&
  html`<p class="to-all"><a href="${to(slug)}">${counted(t.home.all, articles.length, visit.locale)}</a></p>`
}
</section>
`
}

function nothingYet({ t }: Visit): Html {
  return html`<section class="blank"><h2>${t.home.empty}</h2><p>${t.home.emptyHint}</p></section>`
}

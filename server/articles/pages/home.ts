// /help: the search field first, then every collection with its articles, then a person.

import type { Collection } from '../library.ts'
import { articleRows } from './article-rows.ts'
import { type Html, html } from './html.ts'
import { wayToAPerson } from './person.ts'
import { searchField } from './search-field.ts'
import type { Page } from './shell.ts'
import { personWords, words } from './words.ts'

export function homePage(locale: string, collections: Collection[]): Page {
  return {
    locale,
    title: words.name,
    description: words.home.description,
    path: '/help',
    searchOnTop: false,
    main: html`<div class="column">
<div class="opening">
<h1>${words.home.title}</h1>
${searchField({ large: true })}
</div>
${collections.length === 0 ? nothingYet() : collections.map(collectionCard)}
${wayToAPerson(personWords.notFound)}
</div>`,
  }
}

function collectionCard({ slug, title, description, articles }: Collection): Html {
  return html`<section class="collection" id="${slug}" aria-labelledby="hd-${slug}">
<h2 id="hd-${slug}">${title}</h2>
<p class="collection-text">${description}</p>
${articleRows(articles)}
</section>
`
}

function nothingYet(): Html {
  return html`<section class="blank"><h2>${words.home.empty}</h2><p>${words.home.emptyHint}</p></section>`
}

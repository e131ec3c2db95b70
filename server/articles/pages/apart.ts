// The two pages for when there is nothing to read: an address that leads nowhere, and a request that failed.

import type { Article } from '../../../protocol/entities.ts'
import type { RefusalCode } from '../../../protocol/errors.ts'
import type { Library } from '../library.ts'
import { articleRows } from './article-rows.ts'
import { html } from './html.ts'
import { wayToAPerson } from './person.ts'
import { searchField } from './search-field.ts'
import type { Page } from './shell.ts'
import { personWords, words } from './words.ts'

/** More than this is not "perhaps", it is a search. */
const NEAR_ARTICLES = 3
/** What scores less, compared with the best, was hardly meant. */
const NEAR_SHARE = 0.5

/** @param meant the last part of the address: its words often name the article */
export function missingPage(library: Library, locale: string, meant: string): Page {
  const near = nearTo(library, locale, meant)
  return {
    locale,
    title: words.missing.title,
    description: words.missing.text,
    path: null,
    searchOnTop: false,
    main: html`<div class="column">
<div class="opening">
<h1>${words.missing.title}</h1>
<p class="under">${words.missing.text}</p>
${searchField({ large: true })}
<p class="to-all"><a href="/help">${words.results.allArticles}</a></p>
</div>
${
  near.length > 0 &&
  html`<section class="collection" aria-labelledby="hd-near"><h2 id="hd-near">${words.missing.near}</h2>
${articleRows(near)}</section>`
}
${wayToAPerson(personWords.stuck)}
</div>`,
  }
}

function nearTo(library: Library, locale: string, meant: string): Article[] {
  const asked = meant.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  const results = library.search(asked, locale, NEAR_ARTICLES)
  const best = results[0]?.score ?? 0
  return results
    .filter(({ score }) => score >= best * NEAR_SHARE)
    .flatMap(({ slug }) => library.article(slug, locale) ?? [])
}

export function failedPage(locale: string, code: RefusalCode): Page {
  const text =
    code === 'request.malformed'
      ? words.failed.malformed
      : code === 'request.too_many'
        ? words.failed.often
        : words.failed.again
  return {
    locale,
    title: words.failed.title,
    description: text,
    path: null,
    main: html`<div class="column"><h1>${words.failed.title}</h1><p class="under">${text}</p>
<p class="to-all"><a href="/help">${words.failed.back}</a></p>
${wayToAPerson(personWords.stuck)}</div>`,
  }
}

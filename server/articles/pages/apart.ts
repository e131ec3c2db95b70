// The two pages for when there is nothing to read: an address that leads nowhere, and a request that failed.

import type { RefusalCode } from '../../../protocol/errors.ts'
import type { Library } from '../library.ts'
import { html } from './html.ts'
import { wayToAPerson } from './person.ts'
import { resultList } from './results.ts'
import { searchField } from './search-field.ts'
import type { Page } from './shell.ts'
import { personWords, words } from './words.ts'

/** More than this is not "perhaps", it is a search. */
const NEAR_ARTICLES = 3

/** @param path what was asked for: its words often name the article that was meant */
export function missingPage(library: Library, locale: string, path: string): Page {
  const asked = path.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  const near = library.search(asked, locale, NEAR_ARTICLES)
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
  html`<section aria-labelledby="hd-near"><h2 class="near" id="hd-near">${words.missing.near}</h2>
${resultList(library, locale, asked, near)}</section>`
}
${wayToAPerson(personWords.notFound)}
</div>`,
  }
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

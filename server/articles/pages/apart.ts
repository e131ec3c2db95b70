// The two pages for when there is nothing to read: an address that leads nowhere, and a request that failed.

import type { RefusalCode } from '../../../protocol/errors.ts'
import { QUERY_MAX_CHARS } from '../../../protocol/limits.ts'
import { articleRows } from './article-rows.ts'
import { html } from './html.ts'
import { wayToAPerson } from './person.ts'
import { searchField } from './search-field.ts'
import type { Page } from './shell.ts'
import type { Listed, Visit } from './visit.ts'
import { filled } from './words/filled.ts'

/** More than this is not "perhaps", it is a search. */
const NEAR_ARTICLES = 3
/** What scores less, compared with the best, was hardly meant. */
const NEAR_SHARE = 0.5

/** @param meant the last part of the address: its words often name the article */
export function missingPage(visit: Visit, meant: string): Page {
  const { t, to } = visit
  const near = nearTo(visit, meant)
  return {
    title: t.missing.title,
    description: t.missing.text,
    canonical: null,
    locales: [],
    elsewhere: (locale) => to('', locale),
    searchOnTop: false,
    main: html`<div class="column">
<div class="opening">
<h1>${t.missing.title}</h1>
<p class="under">${t.missing.text}</p>
${searchField(visit, { large: true })}
<p class="to-all"><a href="${to('')}">${t.results.allArticles}</a></p>
</div>
${
  near.length > 0 &&
  html`<section class="collection" aria-labelledby="hd-near"><h2 id="hd-near">${t.missing.near}</h2>
${articleRows(visit, near)}</section>`
}
${wayToAPerson(visit, t.person.stuck)}
</div>`,
  }
}

function nearTo({ library, locale }: Visit, meant: string): Listed[] {
  // An address may be fifty times as long as a question, and each word is compared with all that there are.
  const asked = meant
    .slice(0, QUERY_MAX_CHARS)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  const results = library.search(asked, locale, NEAR_ARTICLES)
  const best = results[0]?.score ?? 0
  return results
    .filter(({ score }) => score >= best * NEAR_SHARE)
    .flatMap(({ slug }) => library.article(slug, locale) ?? [])
}

/** @param reqId by which the log has it, where it is there */
export function failedPage(visit: Visit, code: RefusalCode, reqId: string): Page {
  const { t, to } = visit
  const text =
    code === 'request.malformed'
      ? t.failed.malformed
      : code === 'request.too_many'
        ? t.failed.often
        : t.failed.again
  return {
    title: t.failed.title,
    description: text,
    canonical: null,
    locales: [],
    elsewhere: (locale) => to('', locale),
    main: html`<div class="column"><h1>${t.failed.title}</h1><p class="under">${text}</p>
${code === 'server.bug' && html`<p>${filled(t.failed.logged, { id: reqId })}</p>`}
<p class="to-all"><a href="${to('')}">${t.failed.back}</a></p>
${wayToAPerson(visit, t.person.stuck)}</div>`,
  }
}

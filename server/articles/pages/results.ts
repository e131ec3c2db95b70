// /help/search?q=: what the search field finds without a script, and all of it with one.

import type { SearchResult } from '../../../protocol/entities.ts'
import { markMatches } from '../../../protocol/ranking.ts'
import type { Library } from '../library.ts'
import { type Html, html, withMarks } from './html.ts'
import { wayToAPerson } from './person.ts'
import type { Page } from './shell.ts'
import { personWords, words } from './words.ts'

/** What a person looks through before they ask somebody. */
const RESULTS = 20
const QUERY_MIN_CHARS = 2

export function resultsPage(library: Library, locale: string, query: string): Page {
  const asked = query.trim()
  const results = library.search(asked, locale, RESULTS)
  return {
    locale,
    title: asked ? words.results.title(asked) : words.results.titleWithout,
    description: words.home.description,
    path: null,
    query: asked,
    main: html`<div class="column">
${heading(asked, results.length)}
${results.length > 0 && resultList(library, locale, asked, results)}
${wayToAPerson(results.length > 0 ? personWords.notFound : personWords.nothing)}
</div>`,
  }
}

function resultList(library: Library, locale: string, query: string, results: SearchResult[]): Html {
  const marked = (text: string) => withMarks(markMatches(text, query, locale))
  return html`<ol class="results">
${results.map((result) => {
  const article = library.article(result.slug, locale)
  const section = result.section && `#${result.section}`
  return (
    article &&
    html`<li><a href="${article.url}${section}">
<h2>${marked(result.heading || result.title)}</h2>
<p class="result-article">${result.heading ? marked(result.title) : article.collectionTitle}</p>
<p>${withMarks(result.snippet)}</p></a></li>`
  )
})}
</ol>`
}

function heading(asked: string, found: number): Html {
  if (!asked) return html`<h1>${words.results.titleWithout}</h1>${toAllArticles()}`
  if (found > 0) {
    return html`<h1>${words.results.title(asked)}</h1><p class="under">${words.results.count(found)}</p>`
  }
  const hint = asked.length < QUERY_MIN_CHARS ? words.results.tooShort : words.results.nothingHint
  return html`<h1>${words.results.nothing(asked)}</h1><p class="under">${hint}</p>${toAllArticles()}`
}

function toAllArticles(): Html {
  return html`<p class="to-all"><a href="/help">${words.results.allArticles}</a></p>`
}

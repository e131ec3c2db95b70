// /help/search?q=: what the search field finds without a script, and all of it with one; what was probably meant, and,
// where the ranking is unsure, a person first.

import type { SearchResult } from '../../../protocol/articles.ts'
import { MARK_END, MARK_START } from '../../../protocol/search/marks.ts'
import { markMatches, type SearchAnswer } from '../../../protocol/search/ranking.ts'
import { type Html, html, withMarks } from './html.ts'
import { inLanguage, languageMark } from './languages.ts'
import { wayToAPerson } from './person.ts'
import type { Page } from './shell.ts'
import { pathOf, type Visit } from './visit.ts'
import { counted, filled } from './words/filled.ts'

/** What a person looks through before they ask somebody. */
const RESULTS = 20
/**
 * So many may have nothing but a little word of the question (“in”): of a hundred questions (hint3) two have their answer among the
 * first by that alone. Further down such rows only lengthen the page.
 */
const WITH_LITTLE_WORDS = 10
const QUERY_MIN_CHARS = 2

export function resultsPage(visit: Visit, query: string): Page {
  const { t, to, library, locale } = visit
  const asked = query.trim()
  const answer = library.answer(asked, locale, RESULTS)
  const results = withoutATail(visit, answer.results)
  const search = asked ? `search?q=${encodeURIComponent(asked)}` : 'search'
  return {
    title: asked ? filled(t.results.title, { query: asked }) : t.results.titleWithout,
    description: t.home.description,
    canonical: null,
    locales: [],
    elsewhere: (locale) => to(search, locale),
    query: asked,
    main: html`<div class="column">
${heading(visit, asked, results.length)}
${results.length > 0 && verdict(visit, answer)}${results.length > 0 && resultList(visit, asked, results)}
${wayToAPerson(visit, results.length > 0 ? t.person.notFound : t.person.nothing)}
</div>`,
  }
}

/** For a host that serves nothing but files: the script puts the results where this says so. */
export function resultsPageForScript(visit: Visit): Page {
  const { t, to } = visit
  return {
    title: t.results.titleWithout,
    description: t.home.description,
    canonical: null,
    locales: [],
    elsewhere: (locale) => to('search', locale),
    main: html`<div class="column">
<div data-results><h1>${t.results.titleWithout}</h1>
<noscript><p class="under">${t.results.needsScript}</p></noscript></div>
${toAllArticles(visit)}
${wayToAPerson(visit, t.person.notFound)}
</div>`,
  }
}

function withoutATail({ library, locale }: Visit, results: SearchResult[]): SearchResult[] {
  const { lexicon, term } = library.searchable(locale)
  const isLittle = (word: string) => lexicon.isStop(term(word))
  // Where something telling was found, only that is marked.
  const marked = results.map(({ snippet }) => {
    const from = snippet.split(MARK_START).slice(1)
    return from.map((rest) => rest.slice(0, rest.indexOf(MARK_END)))
  })
  if (marked.flat().every(isLittle)) return results
  return results.filter((_, place) => {
    const words = marked[place] ?? []
    return place < WITH_LITTLE_WORDS || words.length === 0 || !words.every(isLittle)
  })
}

function resultList(visit: Visit, query: string, results: SearchResult[]): Html {
  const { library, locale, to } = visit
  const marked = (text: string) => withMarks(markMatches(text, query, library.searchable(locale)))
  return html`<ol class="results">
${results.map((result) => {
  const article = library.article(result.slug, locale)
  const section = result.section && `#${result.section}`
  return (
    article &&
    html`<li${inLanguage(article.locale, visit)}><a href="${to(pathOf(article)) + section}">
<h2>${marked(result.heading || result.title)}${languageMark(article.locale, visit)}</h2>
<p class="result-article">${result.heading ? marked(result.title) : article.collectionTitle}</p>
<p>${withMarks(result.snippet)}</p></a></li>`
  )
})}
</ol>`
}

/** What stands between the question and its results: nothing where they are what was asked. */
function verdict({ t, to }: Visit, { isSure, meant }: SearchAnswer): Html {
  return html`${
    meant &&
    html`<p class="under"><a href="${to(`search?q=${encodeURIComponent(meant)}`)}">${filled(t.search.meant, { query: meant })}</a></p>
`
  }${
    !isSure &&
    html`<p class="ask-too">${t.search.unsure} <a href="#hd-person" data-ask>${t.person.ask}</a></p>
`
  }`
}

function heading(visit: Visit, query: string, found: number): Html {
  const { results: t } = visit.t
  if (!query) return html`<h1>${t.titleWithout}</h1>${toAllArticles(visit)}`
  if (found > 0) {
    return html`<h1>${filled(t.title, { query })}</h1><p class="under">${counted(t.count, found, visit.locale)}</p>`
  }
  const hint = query.length < QUERY_MIN_CHARS ? t.tooShort : t.nothingHint
  return html`<h1>${filled(t.nothing, { query })}</h1><p class="under">${hint}</p>${toAllArticles(visit)}`
}

function toAllArticles({ t, to }: Visit): Html {
  return html`<p class="to-all"><a href="${to('')}">${t.results.allArticles}</a></p>`
}

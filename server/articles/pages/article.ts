// /help/:collection/:slug: where it stands, the text, its contents beside it, the question whether it helped, its
// neighbours, a person.

import type { Article, ArticleSummary, FeedbackAnswer } from '../../../protocol/entities.ts'
import type { Collection } from '../library.ts'
import { feedbackForm } from './feedback-form.ts'
import { cleaned, type Html, html } from './html.ts'
import { icons } from './icons.ts'
import { wayToAPerson } from './person.ts'
import type { Page } from './shell.ts'
import { personWords, words } from './words.ts'

/** One heading needs no list of headings. */
const CONTENTS_MIN_HEADINGS = 2

export interface Answered {
  answer: FeedbackAnswer
  /** The comment was sent too. */
  told: boolean
}

export function articlePage(article: Article, collections: Collection[], answered: Answered | null): Page {
  const main = article.headings.filter(({ level }) => level === 2)
  return {
    locale: article.locale,
    title: article.title,
    description: article.description,
    path: article.url,
    kind: 'article',
    main: html`<div class="spread">
<div class="column">
${breadcrumb(article)}
<article class="sheet">
<header class="article-head">
<h1>${article.title}</h1>
<p class="lead">${article.description}</p>
<p class="updated">${words.article.updated} <time datetime="${article.updated}">${dateIn(article)}</time></p>
</header>
<div class="text">
${cleaned(article.html)}
</div>
${feedbackForm(article, answered)}
</article>
${neighbours(article, collections)}
${wayToAPerson(personWords.stuck)}
</div>
${main.length >= CONTENTS_MIN_HEADINGS && contents(main)}
</div>`,
  }
}

function breadcrumb({ collection, collectionTitle }: Article): Html {
  return html`<nav class="breadcrumb" aria-label="${words.article.breadcrumb}">
<ol><li><a href="/help">${words.home.collections}</a></li><li><a href="/help#${collection}">${collectionTitle}</a></li></ol>
</nav>`
}

function contents(headings: Article['headings']): Html {
  return html`<nav class="contents" aria-labelledby="hd-contents">
<h2 id="hd-contents">${words.article.contents}</h2>
<ol>
${headings.map(({ anchor, text }) => html`<li><a href="#${anchor}">${text}</a></li>`)}
</ol>
</nav>`
}

function neighbours(article: Article, collections: Collection[]): Html | null {
  const shelf = collections.find(({ slug }) => slug === article.collection)?.articles ?? []
  const place = shelf.findIndex(({ slug }) => slug === article.slug)
  const [previous, next] = [shelf[place - 1], shelf[place + 1]]
  if (!previous && !next) return null
  const link = (
    to: ArticleSummary,
    side: 'previous' | 'next',
  ) => html`<a class="neighbour ${side}" href="/help/${to.collection}/${to.slug}" rel="${side === 'next' ? 'next' : 'prev'}">
${side === 'previous' && icons.back}<span><small>${words.article[side]}</small>${to.title}</span>${side === 'next' && icons.forward}</a>`
  return html`<nav class="neighbours" aria-label="${words.article.more}">
${previous && link(previous, 'previous')}${next && link(next, 'next')}
</nav>`
}

function dateIn({ updated, locale }: Article): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(updated))
}

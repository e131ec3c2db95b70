// /help/:collection/:slug: where it stands, the text, its contents beside it, the question whether it helped, what
// is near it, a person.

import type { Article, FeedbackAnswer } from '../../../protocol/articles.ts'
import { articleRows } from './article-rows.ts'
import { breadcrumb, homeCrumb } from './breadcrumb.ts'
import { feedbackForm } from './feedback-form.ts'
import { cleaned, type Html, html } from './html.ts'
import { icons } from './icons.ts'
import { articleData, breadcrumbData, questionsData } from './json-ld.ts'
import { inLanguage, languageName } from './languages.ts'
import { wayToAPerson } from './person.ts'
import { relatedTo } from './related.ts'
import type { Page } from './shell.ts'
import { collectionsIn, type Listed, localesOf, pathOf, type Visit } from './visit.ts'
import { filled } from './words/filled.ts'

/** One heading needs no list of headings. */
const CONTENTS_MIN_HEADINGS = 2

export interface Answered {
  answer: FeedbackAnswer
  /** The comment was sent too. */
  told: boolean
}

export function articlePage(visit: Visit, article: Article, answered: Answered | null): Page {
  const { t, to, locale, site } = visit
  const main = article.headings.filter(({ level }) => level === 2)
  const collection = collectionsIn(visit).find(({ slug }) => slug === article.collection)
  const crumbs = [homeCrumb(visit), ...(collection ? [{ ...collection, address: to(collection.slug) }] : [])]
  const questions = questionsData(visit, article)
  return {
    title: article.title,
    description: article.description,
    canonical: article.url,
    locales: localesOf(visit, article.slug),
    elsewhere: (other) => to(pathOf(visit.library.article(article.slug, other) ?? article), other),
    kind: 'article',
    updated: article.updated,
    data: [
      articleData(visit, article),
      breadcrumbData(visit, [...crumbs, { title: article.title, address: article.url }]),
      ...(questions ? [questions] : []),
    ],
    main: html`<div class="spread">
${main.length >= CONTENTS_MIN_HEADINGS && contents(visit, article, main)}
<div class="column">
${breadcrumb(visit, crumbs)}
<article class="sheet">
${article.locale !== locale && otherLanguage(visit, article)}
<header class="article-head"${inLanguage(article.locale, visit)}>
<h1>${article.title}</h1>
<p class="lead">${article.description}</p>
</header>
<p class="updated">${t.article.updated} <time datetime="${article.updated}">${dateIn(article.updated, locale)}</time></p>
<div class="text"${inLanguage(article.locale, visit)}>
${cleaned(withLinksToSections(visit, amongPagesOf(visit, article)))}
</div>
<p class="from" dir="ltr">${site.absolute(article.url)}</p>
${!site.isFiles && feedbackForm(visit, article, answered)}
</article>
${related(visit, article)}
${neighbours(visit, article, collection?.articles ?? [])}
${wayToAPerson(visit, t.person.stuck)}
</div>
</div>`,
  }
}

/** A text in another language leads to pages of the reader's own all the same. */
function amongPagesOf({ to, locale }: Visit, article: Article): string {
  if (article.locale === locale) return article.html
  return article.html.replace(
    / href="\/help\/([^"]*)" data-article/g,
    (_whole, path: string) => ` href="${to(path)}" data-article`,
  )
}

/**
 * Beside each heading, a link to it, so that somebody can send its address; enhance/section-links.ts copies it. Not inside: who goes
 * by a list of headings would hear the link's name in each.
 */
function withLinksToSections({ t }: Visit, text: string): string {
  const link = (id: string) =>
    html`<a class="section-link" href="#${cleaned(id)}" aria-label="${t.article.link}">${icons.link}</a>`
      .source
  return text.replace(
    /<h([2-4]) id="([^"]+)">(.*?)<\/h\1>/gs,
    (_whole, level: string, id: string, heading: string) =>
      `<div class="section-head"><h${level} id="${id}">${heading}</h${level}> ${link(id)}</div>`,
  )
}

function otherLanguage({ t, locale }: Visit, article: Article): Html {
  return html`<p class="notice">${filled(t.otherLanguage, {
    wanted: languageName(locale, locale),
    shown: languageName(article.locale, locale),
  })}</p>`
}

function contents(visit: Visit, { locale }: Article, headings: Article['headings']): Html {
  return html`<nav class="contents" aria-labelledby="hd-contents">
<h2 id="hd-contents">${visit.t.article.contents}</h2>
<ol${inLanguage(locale, visit)}>
${headings.map(({ anchor, text }) => html`<li><a href="#${anchor}">${text}</a></li>`)}
</ol>
</nav>`
}

function related(visit: Visit, article: Article): Html | false {
  const found = relatedTo(article, visit.locale, visit.library)
  return (
    found.length > 0 &&
    html`<section class="related" aria-labelledby="hd-related"><h2 id="hd-related">${visit.t.article.related}</h2>
${articleRows(visit, found)}</section>`
  )
}

function neighbours(visit: Visit, article: Article, shelf: Listed[]): Html | false {
  const { t, to } = visit
  const place = shelf.findIndex(({ slug }) => slug === article.slug)
  const [previous, next] = [shelf[place - 1], shelf[place + 1]]
  const link = (
    other: Listed,
    side: 'previous' | 'next',
  ) => html`<a class="neighbour ${side}" href="${to(pathOf(other))}" rel="${side === 'next' ? 'next' : 'prev'}">
${side === 'previous' && icons.back}<span><small>${t.article[side]}</small><span${inLanguage(other.locale, visit)}>${other.title}</span></span>${side === 'next' && icons.forward}</a>`
  return (
    (previous !== undefined || next !== undefined) &&
    html`<nav class="neighbours" aria-label="${t.article.more}">
${previous && link(previous, 'previous')}${next && link(next, 'next')}
</nav>`
  )
}

function dateIn(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day))
}

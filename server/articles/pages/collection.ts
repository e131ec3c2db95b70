// /help/:collection: what is in one collection, each article with what it says, and the ways to the others.

import { articleRows } from './article-rows.ts'
import { breadcrumb, homeCrumb } from './breadcrumb.ts'
import { type Html, html } from './html.ts'
import { breadcrumbData } from './json-ld.ts'
import { inLanguage } from './languages.ts'
import { wayToAPerson } from './person.ts'
import type { Page } from './shell.ts'
import { collectionsIn, type ListedCollection, localesOfCollection, type Visit } from './visit.ts'
import { counted } from './words/filled.ts'

/** null: there is none of this name. */
export function collectionPage(visit: Visit, slug: string): Page | null {
  const { t, to, locale, standard } = visit
  const all = collectionsIn(visit)
  const collection = all.find((one) => one.slug === slug)
  if (!collection) return null
  const { title, description, articles } = collection
  const crumbs = [homeCrumb(visit)]
  const locales = localesOfCollection(visit, slug)
  return {
    title,
    description: description || t.home.description,
    canonical: to(slug, locales.includes(locale) ? locale : standard),
    locales,
    elsewhere: (other) => to(slug, other),
    data: [breadcrumbData(visit, [...crumbs, { title, address: to(slug) }])],
    main: html`<div class="column">
${breadcrumb(visit, crumbs)}
<header class="collection-head">
<h1${inLanguage(collection.locale, visit)}>${title}</h1>
${description && html`<p class="under"${inLanguage(collection.locale, visit)}>${description}</p>`}
<p class="count">${counted(t.collection.count, articles.length, locale)}</p>
</header>
${articleRows(visit, articles, { described: true })}
${others(
  visit,
  all.filter((one) => one !== collection),
)}
${wayToAPerson(visit, t.person.notFound)}
</div>`,
  }
}

function others(visit: Visit, collections: ListedCollection[]): Html | false {
  return (
    collections.length > 0 &&
    html`<nav class="topics" aria-labelledby="hd-topics"><h2 id="hd-topics">${visit.t.collection.others}</h2>
<ul>${collections.map(
      ({ slug, title, locale }) =>
        html`<li><a href="${visit.to(slug)}"${inLanguage(locale, visit)}>${title}</a></li>`,
    )}</ul></nav>`
  )
}

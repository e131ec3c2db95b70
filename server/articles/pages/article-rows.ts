// A list of articles by their titles, where these say enough to choose; with their descriptions, where there is room.

import { type Html, html } from './html.ts'
import { icons } from './icons.ts'
import { inLanguage, languageMark } from './languages.ts'
import { type Listed, pathOf, type Visit } from './visit.ts'

export function articleRows(visit: Visit, articles: Listed[], { described = false } = {}): Html {
  return html`<ul class="rows">
${articles.map(
  (article) => html`<li><a href="${visit.to(pathOf(article))}">
<span class="row-text"><span${inLanguage(article.locale, visit)}>${article.title}</span>${languageMark(article.locale, visit)}${
    described &&
    html`<span class="row-under"${inLanguage(article.locale, visit)}>${article.description}</span>`
  }</span>${icons.forward}</a></li>`,
)}
</ul>`
}

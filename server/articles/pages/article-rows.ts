// A list of articles by their titles, where these say enough to choose.

import type { ArticleSummary } from '../../../protocol/entities.ts'
import { type Html, html } from './html.ts'
import { icons } from './icons.ts'

export function articleRows(articles: ArticleSummary[]): Html {
  return html`<ul class="rows">
${articles.map(
  ({ collection, slug, title }) => html`<li><a href="/help/${collection}/${slug}">
<span>${title}</span>${icons.forward}</a></li>`,
)}
</ul>`
}

// Where a page stands, from the home down; the page itself is not in it.

import { type Html, html } from './html.ts'
import { inLanguage } from './languages.ts'
import type { Visit } from './visit.ts'

export interface Crumb {
  title: string
  address: string
  /** Of its title, where it is not the page's. */
  locale?: string
}

export function breadcrumb(visit: Visit, crumbs: Crumb[]): Html {
  return html`<nav class="breadcrumb" aria-label="${visit.t.article.breadcrumb}">
<ol>${crumbs.map(
    ({ title, address, locale = visit.locale }) =>
      html`<li><a href="${address}"${inLanguage(locale, visit)}>${title}</a></li>`,
  )}</ol>
</nav>`
}

export const homeCrumb = ({ t, to }: Visit): Crumb => ({ title: t.name, address: to('') })

// The search field: a plain form that leads to the results page on Enter. enhance.ts hangs the results as you type
// under it, and takes from its attributes where the index and the pages are.

import { QUERY_MAX_CHARS } from '../../../protocol/limits.ts'
import { type Html, html } from './html.ts'
import { icons } from './icons.ts'
import type { Visit } from './visit.ts'

export function searchField(
  { t, to, locale, site }: Visit,
  { query = '', large = false }: { query?: string | undefined; large?: boolean },
): Html {
  return html`<form class="search${large && ' search-large'}" role="search" action="${to('search')}" data-home="${to('')}" data-contents="/api/help/home?locale=${locale}"${
    site.searchScript && html` data-program="${site.searchScript}"`
  }${site.isFiles && html` data-files`}>
<label class="unseen" for="hd-search">${t.search.label}</label>
${icons.search}
<input id="hd-search" type="search" name="q" value="${query}" maxlength="${QUERY_MAX_CHARS}" placeholder="${t.search.hint}" autocomplete="off" autocapitalize="none" enterkeyhint="search">
<kbd aria-hidden="true">/</kbd>
</form>`
}

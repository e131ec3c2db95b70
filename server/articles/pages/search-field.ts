// The search field: a plain form that leads to the results page on Enter. enhance.ts hangs the results as you type
// under it.

import { QUERY_MAX_CHARS } from '../../../protocol/limits.ts'
import { type Html, html } from './html.ts'
import { icons } from './icons.ts'
import { searchWords } from './words.ts'

export function searchField({
  query = '',
  large = false,
}: {
  query?: string | undefined
  large?: boolean
}): Html {
  return html`<form class="search${large && ' search-large'}" role="search" action="/help/search">
<label class="unseen" for="hd-search">${searchWords.label}</label>
${icons.search}
<input id="hd-search" type="search" name="q" value="${query}" maxlength="${QUERY_MAX_CHARS}" placeholder="${searchWords.hint}" autocomplete="off" autocapitalize="none" enterkeyhint="search">
<kbd aria-hidden="true">${searchWords.key}</kbd>
</form>`
}

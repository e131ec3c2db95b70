// The results page where a host serves nothing but files: what results.ts draws on the server, drawn here.

import { counted, filled } from '../words/filled.ts'
import { element, withMarks } from './elements.ts'
import type { Answer, Found, Search } from './search.ts'
import { words } from './words.ts'

/** As many as results.ts. */
const RESULTS = 20

export function drawResultsPage(form: HTMLFormElement, search: Search): void {
  const place = document.querySelector('[data-results]')
  const query = (new URLSearchParams(location.search).get('q') ?? '').trim()
  const input = form.querySelector('input')
  if (!place || !query || !input) return
  input.value = query
  search.load(() => {
    search.find(query, RESULTS, (answer) => {
      if (typeof answer === 'string')
        place.replaceChildren(element('p', { role: 'alert' }, words.search.failed))
      else place.replaceChildren(...drawn(query, answer, form.action))
    })
  })
}

function drawn(query: string, { found, isSure, meant }: Answer, resultsUrl: string): HTMLElement[] {
  const { lang } = document.documentElement
  if (found.length === 0) {
    return [
      element('h1', {}, filled(words.search.nothing, { query })),
      element('p', { class: 'under' }, words.search.nothingHint),
    ]
  }
  document.title = filled(words.results, { query })
  return [
    element('h1', {}, filled(words.results, { query })),
    element('p', { class: 'under' }, counted(words.search.count, found.length, lang)),
    ...(meant ? [didYouMean(meant, resultsUrl)] : []),
    ...(isSure
      ? []
      : [
          element(
            'p',
            { class: 'ask-too' },
            `${words.search.unsure} `,
            element('a', { href: '#hd-person', 'data-ask': '' }, words.ask),
          ),
        ]),
    element('ol', { class: 'results' }, ...found.map(row)),
  ]
}

function didYouMean(meant: string, resultsUrl: string): HTMLElement {
  const href = `${resultsUrl}?q=${encodeURIComponent(meant)}`
  return element(
    'p',
    { class: 'under' },
    element('a', { href }, filled(words.search.meant, { query: meant })),
  )
}

function row({ url, heading, under, snippet }: Found): HTMLElement {
  return element(
    'li',
    {},
    element(
      'a',
      { href: url },
      element('h2', {}, ...withMarks(heading)),
      element('p', { class: 'result-article' }, ...withMarks(under)),
      element('p', {}, ...withMarks(snippet)),
    ),
  )
}

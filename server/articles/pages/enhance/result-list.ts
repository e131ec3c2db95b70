// Draws the results under the field as the ARIA practices want a combobox: the focus stays in the field, the field
// says which result is active. Only text nodes and elements; nothing that was typed becomes HTML.

import { counted, filled } from '../words/filled.ts'
import { element, withMarks } from './elements.ts'
import { hasWidget } from './person.ts'
import type { Answer, Found } from './search.ts'
import { words } from './words.ts'

const LIST_ID = 'hd-found'
/** Screen readers are told the number when the typing rests, not at each key. */
const SAY_AFTER_MS = 600
/** A result and a half: whoever has less room scrolls the page. */
const LIST_MIN_PX = 160
const GAP_PX = 8
/** An index that is there sooner shows no sign of loading. */
const LOADING_AFTER_MS = 300

/** @param resultsUrl the page of all results */
export function drawResults(form: HTMLFormElement, input: HTMLInputElement, resultsUrl: string) {
  const list = element('div', {
    id: LIST_ID,
    class: 'found-list',
    role: 'listbox',
    'aria-label': words.search.list,
  })
  const head = element('div', { class: 'found-head' })
  const foot = element('div', { class: 'found-foot' })
  const box = element('div', { class: 'found' }, head, list, foot)
  const spoken = element('p', { class: 'unseen', role: 'status' })
  let saying: ReturnType<typeof setTimeout> | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined
  box.hidden = true
  form.append(box, spoken)
  // The press must not take the focus from the field; a drag of the scroll bar neither.
  for (const part of [head, list]) part.addEventListener('mousedown', (event) => event.preventDefault())
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-controls': LIST_ID,
    'aria-expanded': 'false',
  }))
    input.setAttribute(name, value)

  function open(results: Found[]) {
    box.hidden = false
    head.hidden = list.hidden = results.length === 0
    input.setAttribute('aria-expanded', String(results.length > 0))
    list.replaceChildren(...results.map(option))
    activate(-1)
  }
  /** Its end, with the way to a person, stands above the chat icon, which lies over whatever is there. */
  function keepClear() {
    const icon = document.querySelector('helpdock-launcher')?.getBoundingClientRect()
    list.style.maxHeight = ''
    const { right, bottom } = box.getBoundingClientRect()
    if (!icon || right <= icon.left || bottom + GAP_PX <= icon.top) return
    const height = list.offsetHeight - (bottom + GAP_PX - icon.top)
    list.style.maxHeight = `${Math.max(LIST_MIN_PX, height)}px`
  }
  function activate(active: number) {
    for (const [place, row] of [...list.children].entries()) {
      row.setAttribute('aria-selected', String(place === active))
      if (place === active) row.scrollIntoView({ block: 'nearest' })
    }
    if (active < 0) input.removeAttribute('aria-activedescendant')
    else input.setAttribute('aria-activedescendant', `${LIST_ID}-${active}`)
  }
  function say(text: string, andDraw?: () => void) {
    clearTimeout(saying)
    saying = setTimeout(() => {
      spoken.textContent = text
      andDraw?.()
    }, SAY_AFTER_MS)
  }

  return {
    isOpen: () => !box.hidden,
    activate,
    show(query: string, answer: Answer | 'loading' | 'failed') {
      clearTimeout(waiting)
      if (answer === 'loading') {
        waiting = setTimeout(() => {
          open([])
          foot.replaceChildren(skeleton(), element('p', { class: 'unseen' }, words.search.loading))
        }, LOADING_AFTER_MS)
        return
      }
      if (answer === 'failed') {
        open([])
        foot.replaceChildren(element('p', {}, words.search.failed))
        return say(words.search.failed)
      }
      const { found, isSure, meant } = answer
      const count = counted(words.search.count, found.length, document.documentElement.lang)
      const verdict = isSure || found.length === 0 ? count : words.search.unsure
      const line = element('p', {}, element('span', {}, verdict))
      open(found)
      head.replaceChildren(line, ...(isSure ? [] : toAPerson()))
      const ways = element('div', { class: 'found-ways' }, toAll(query, resultsUrl))
      if (isSure) ways.append(...toAPerson())
      foot.replaceChildren(...(found.length > 0 ? [ways] : nothing(query)))
      keepClear()
      // Words that are still being typed are often a slip of nothing.
      const mended = meant && filled(words.results, { query: meant })
      say(
        mended ? `${mended}. ${verdict}` : verdict,
        () => mended && line.prepend(element('span', {}, mended)),
      )
    },
    close() {
      clearTimeout(waiting)
      clearTimeout(saying)
      spoken.textContent = ''
      box.hidden = true
      input.setAttribute('aria-expanded', 'false')
      activate(-1)
    },
  }
}

function option({ url, heading, under, snippet }: Found, place: number): HTMLElement {
  return element(
    'a',
    { id: `${LIST_ID}-${place}`, role: 'option', href: url, tabindex: '-1', 'aria-selected': 'false' },
    element('span', { class: 'found-heading' }, ...withMarks(heading)),
    element('span', { class: 'found-under' }, ...withMarks(under)),
    element('span', { class: 'found-snippet' }, ...withMarks(snippet)),
  )
}

function toAll(query: string, resultsUrl: string): HTMLElement {
  return element(
    'a',
    { href: `${resultsUrl}?q=${encodeURIComponent(query)}` },
    words.search.all,
    element('kbd', {}, '↵'),
  )
}

function nothing(query: string): HTMLElement[] {
  return [
    element('p', { class: 'found-nothing' }, filled(words.search.nothing, { query })),
    element('p', {}, words.search.nothingHint),
    ...toAPerson(),
  ]
}

/** Under every list, and above one of which the ranking is unsure. */
const toAPerson = () =>
  hasWidget() ? [element('button', { type: 'button', class: 'button', 'data-ask': '' }, words.ask)] : []

function skeleton(): HTMLElement {
  const lines = ['', '', ''].map(() => element('span', {}))
  return element('div', { class: 'skeleton', 'aria-hidden': 'true' }, ...lines)
}

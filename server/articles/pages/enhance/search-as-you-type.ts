// Results under the search field while one types: the index is loaded when the field is first focused and asked on
// the device, so no key sends anything; device-search.ts says when the server is asked too, as typing rests. Enter without a choice leads to the results page, as without this script.
// What is drawn is in result-list.ts, what is found in search.ts.

import { isComposed } from '../../../../ui/keys.ts'
import { noteGap, tellGapsOnLeaving } from './gaps.ts'
import { drawResults } from './result-list.ts'
import type { Found, Places, Search } from './search.ts'

/** One letter finds nothing; the index says so too. */
const QUERY_MIN_CHARS = 2
/** What fits under a field without becoming a page. */
const RESULTS = 6

export function searchAsYouType(form: HTMLFormElement, search: Search, places: Places): void {
  const input = form.querySelector('input')
  if (!input) return
  const list = drawResults(form, input, places.results)
  let found: Found[] = []
  let active = -1

  const show = () => {
    const query = input.value.trim()
    active = -1
    if (query.length < QUERY_MIN_CHARS) return list.close()
    let isAnswered = false
    search.find(query, RESULTS, (answer) => {
      // What the server adds changes nothing under who is choosing already.
      if (isAnswered && active >= 0) return
      isAnswered = true
      found = typeof answer === 'string' ? [] : answer.found
      list.show(query, answer)
      if (typeof answer !== 'string' && !places.isFiles) noteGap(query, found.length > 0)
    })
  }
  const look = () => {
    search.load(show)
    show()
  }
  const move = (to: number) => {
    active = to
    list.activate(active)
  }

  // What is new changes nothing under who is choosing already.
  search.whenNew(() => {
    if (list.isOpen() && active < 0) show()
  })
  input.addEventListener('focus', look)
  input.addEventListener('input', look)
  input.addEventListener('keydown', (event) => {
    if (isComposed(event)) return
    if (event.key === 'Escape' && list.isOpen()) {
      event.preventDefault() // the first Esc closes, the next one empties the field
      return list.close()
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && found.length > 0) {
      event.preventDefault()
      if (!list.isOpen()) return show()
      // One stop in the field itself (−1) between the last result and the first.
      const stops = found.length + 1
      move(((active + 1 + step + stops) % stops) - 1)
    }
    const chosen = found[active]
    if (event.key === 'Enter' && chosen && list.isOpen()) {
      event.preventDefault()
      list.close()
      location.assign(chosen.url)
    }
  })
  form.addEventListener('focusout', (event) => {
    const to = event.relatedTarget
    if (!(to instanceof Node && form.contains(to))) list.close()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isWriting(event)) return
    event.preventDefault()
    input.focus()
    input.select()
  })
  if (!places.isFiles) tellGapsOnLeaving()
  // Restored by the browser, or typed before this script was there.
  if (document.activeElement === input) search.load(show)
}

/** Somebody types into a field: one of ours, or one in the widget's shadow root. */
function isWriting(event: KeyboardEvent): boolean {
  const [target] = event.composedPath()
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  )
}

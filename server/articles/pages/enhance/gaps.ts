// Words that found nothing, told to the editors once, when the reader leaves the page, and without who typed them.

import { QUERY_MAX_CHARS } from '../../../../protocol/limits.ts'

/** Somebody who types no further for this long has said what they look for. */
const SETTLED_MS = 900
/** Shorter words are beginnings. */
const WORTH_TELLING_CHARS = 3
/** What one request takes. */
const GAPS = 20

const gaps = new Set<string>()
let settling: ReturnType<typeof setTimeout> | undefined

export function noteGap(query: string, found: boolean): void {
  clearTimeout(settling)
  if (found || query.length < WORTH_TELLING_CHARS) return
  settling = setTimeout(() => gaps.add(query.slice(0, QUERY_MAX_CHARS)), SETTLED_MS)
}

export function tellGapsOnLeaving(): void {
  window.addEventListener('pagehide', () => {
    const queries = [...gaps].slice(-GAPS)
    gaps.clear()
    if (queries.length === 0) return
    fetch('/api/help/gaps', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ locale: document.documentElement.lang, queries }),
      keepalive: true,
    }).catch(() => {})
  })
}

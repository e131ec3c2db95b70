// Which rows of a long list stand in the page: those in sight and some around them. All rows are equally high, so that places
// are reckoned and never measured, and ten thousand cost as much as thirty. The thread's rows are of all heights: ui/long-thread.ts
// measures them. Partner: rows.tsx, which draws them; decision 42.

import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/** Rows above and below what is in sight: as far as two steps of a wheel go in one frame … */
const AROUND = 8
/** … and how many of them are used up before others are drawn: some at once cost less than each by itself. */
const STEP = 4

/** `from` the first, `to` behind the last. Whoever calls it is drawn again when others come into sight. */
export function useSeenRows(
  box: RefObject<HTMLElement | null>,
  ids: readonly string[],
  rowPx: number,
): { from: number; to: number } {
  const [, draw] = useState({})
  const seen = useRef({ ids, first: 0 })
  const drawn = useRef(0)
  const moved = useRef(0)
  // No list is higher than the window.
  const count = Math.ceil(innerHeight / rowPx)
  if (seen.current.ids !== ids) {
    const { first } = seen.current
    // Who is at the top looks at what comes there.
    const by = first > 0 ? movedBy(seen.current.ids, ids, first, first + count) : 0
    moved.current += by
    seen.current = { ids, first: Math.max(0, first + by) }
  }

  useLayoutEffect(() => {
    if (moved.current !== 0 && box.current) box.current.scrollTop += moved.current * rowPx
    moved.current = 0
  })
  useLayoutEffect(() => {
    const list = box.current
    if (!list) return
    // Where rows became higher or lower, the first of them stays. Asked only then: it makes the browser lay all out at once.
    if (seen.current.first > 0) list.scrollTop = seen.current.first * rowPx
    const look = () => {
      // Behind the thread of a narrow screen nothing was scrolled.
      if (list.clientHeight === 0) return
      const first = Math.floor(list.scrollTop / rowPx)
      seen.current.first = first
      if (Math.abs(first - drawn.current) >= STEP) draw({})
    }
    const onResize = () => draw({})
    list.addEventListener('scroll', look, { passive: true })
    addEventListener('resize', onResize)
    return () => {
      list.removeEventListener('scroll', look)
      removeEventListener('resize', onResize)
    }
  }, [rowPx])

  // Rows that went away may have left less than there was to scroll.
  const first = Math.max(0, Math.min(seen.current.first, ids.length - count))
  drawn.current = seen.current.first
  return { from: Math.max(0, first - AROUND), to: Math.min(ids.length, first + count + AROUND) }
}

/**
 * By how many places most of the rows from `from` to `to` went down: what is in sight then goes with them. One that came up
 * from among them, or went, does not count.
 */
export function movedBy(
  before: readonly string[],
  after: readonly string[],
  from: number,
  to: number,
): number {
  const ways = before.slice(from, to).flatMap((id, at) => {
    const now = after[from + at] === id ? from + at : after.indexOf(id)
    return now < 0 ? [] : now - from - at
  })
  return ways.sort((a, b) => a - b)[ways.length >> 1] ?? 0
}

// The rows of a list, a view's or a search's: links, so that they can be opened in a tab of their own, with one stop for Tab. Only
// those in sight stand in the page; the keyboard's row always does. Partners: row.tsx, seen-rows.ts.

import type { ComponentChildren, RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { cursor, focusRow, keepFocus, LIST_TITLE, moveUp, rowId, rowWanted } from '../../list/cursor.ts'
import { type Stretch, shownIds } from '../../list/search.ts'
import { selected } from '../../list/selection.ts'
import { isShown, preferences } from '../../preferences.ts'
import { route } from '../../route.ts'
import { tickets } from '../../state.ts'
import { Row } from './row.tsx'
import { useSeenRows } from './seen-rows.ts'

/** What the style sheets draw: name, subject and snippet; the same without a snippet; one line; one line with why it was found. */
const ROW_PX = { comfortable: 64, brief: 48, compact: 40, compactFound: 52 }

export function Rows(props: {
  /** Of all, also of those that were not listed yet; -1: nobody knows. */
  total: number
  label?: string
  isBusy?: boolean
  /** Of a search: the words, and where in each they were said. */
  found?: { words: readonly string[]; stretches: ReadonlyMap<string, Stretch> }
  /** Stands behind the last one. */
  children?: ComponentChildren
}) {
  const { found } = props
  const { view, search, ticketId } = route.value
  const { density } = preferences.value
  const ids = shownIds.value
  const isBrief = !found && density === 'comfortable' && !isShown('snippet')
  const rowPx = ROW_PX[isBrief ? 'brief' : found && density === 'compact' ? 'compactFound' : density]
  const box = useRef<HTMLDivElement>(null)
  const { from, to } = useSeenRows(box, ids, rowPx)
  // One row takes the Tab: where the keyboard stood, else the open one, else the first.
  const stops = [cursor.value, ticketId].map((id) => (id ? ids.indexOf(id) : -1))
  const stop = stops.find((at) => at >= 0) ?? 0
  const drawn = ids.slice(from, to).map((id, at) => [id, from + at] as const)
  const stopId = ids[stop]
  useFocus(box, ids, stopId, ticketId)
  if (stopId && stop < from) drawn.unshift([stopId, stop])
  if (stopId && stop >= to) drawn.push([stopId, stop])
  const look = [
    'rows',
    found && 'rows-found',
    isBrief && 'rows-brief',
    selected.value.length > 0 && 'rows-selecting',
  ]
  return (
    <div ref={box} class={look.filter(Boolean).join(' ')}>
      <ul aria-label={props.label} aria-busy={props.isBusy} style={`height:${ids.length * rowPx}px`}>
        {drawn.map(([id, at]) => {
          const ticket = tickets.value.get(id)
          return (
            <li
              key={id}
              style={`top:${at * rowPx}px;height:${rowPx}px`}
              aria-posinset={at + 1}
              aria-setsize={props.total}
            >
              {ticket && (
                <Row
                  ticket={ticket}
                  view={view}
                  search={search}
                  isOpen={id === ticketId}
                  isStop={at === stop}
                  words={found?.words}
                  stretch={found?.stretches.get(id)}
                />
              )}
            </li>
          )
        })}
      </ul>
      {props.children}
    </div>
  )
}

/** The keyboard's row is never lost: it takes the focus once it stands there, again when its place changed, and leaves it to the next. */
function useFocus(
  box: RefObject<HTMLElement | null>,
  ids: readonly string[],
  stopId: string | undefined,
  open: string | null,
): void {
  const before = useRef(ids)
  const active = document.activeElement
  // A row that changes its place among the others is taken out of the page for it.
  const held = active instanceof HTMLElement && box.current?.contains(active) ? active : null
  const wanted = rowWanted.value
  useLayoutEffect(() => {
    if (wanted) {
      rowWanted.value = null
      focusRow(wanted)
    } else if (held && document.activeElement === document.body) {
      if (held.isConnected) held.focus({ preventScroll: true })
      else moveUp(before.current)
    }
    before.current = ids
  })
  // Until they came it stood at their name; with the last of them it goes.
  useLayoutEffect(() => {
    if (stopId && document.activeElement?.id === LIST_TITLE) focusRow(stopId)
    return () => void setTimeout(keepFocus)
  }, [])
  // What was opened from elsewhere is seen in the list.
  useLayoutEffect(() => {
    if (open) document.getElementById(rowId(open))?.scrollIntoView({ block: 'nearest' })
  }, [open])
}

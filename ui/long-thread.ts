// The place in a thread: which of its rows stand in the page, and which stay in sight whatever changes around them.
// Ten thousand messages are some hundred rows here; the others come as the reader comes near them, from memory or from the
// server. Knows no words and no network. Partners: runs.ts (what is held), jump.tsx; decision 18.

import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

export interface LongThreadRow {
  key: string
  /** Its number in the thread; also in `data-item` of what is drawn. */
  sequence: number
  /** See ui/messages.tsx. */
  block?: number | undefined
}

/** Rows by their numbers, for they are drawn anew where more has come of them, or of their group; and how far down each stands. */
export type Seen = [item: string | undefined, at: number][]

/** Rows in the page: with bubbles of one line some six screens, so that there is always one to scroll into. */
const ROWS = 150
/** Rows by which it moves: more than EDGE_PX of them, so that it never moves back at once. */
const STEP = 50
/** Nearer to the edge of what stands there than this, or than a screen, more is put there. */
const EDGE_PX = 800
/** Who is this near to the end is reading the end. */
const AT_END_PX = 60
/** How long the row that was gone to stands out; the style sheet's animation is as long. */
const FOUND_MS = 1_600

/** What of the rows stands in the page. `start`: the key of the first; none: the end. */
export function windowOf<Row extends LongThreadRow>(rows: readonly Row[], start: string | null) {
  const last = Math.max(0, rows.length - ROWS)
  const found = start === null ? last : rows.findIndex(({ key }) => key === start)
  let from = found < 0 ? last : found
  // Never inside a block: what stands together would be drawn anew.
  while (from > 0 && rows[from]?.block !== undefined && rows[from]?.block === rows[from - 1]?.block) from--
  const to = start === null || found < 0 ? rows.length : Math.min(rows.length, from + ROWS)
  return { from, to }
}

interface Place {
  isAtEnd: boolean
  /** The newest that was there when the reader was at the end: what came after it is new to them. */
  leftAt: number
  toEnd(): void
  /** To a row, also one that is not held. */
  goTo(sequence: number): void
}

export function useLongThread<Row extends LongThreadRow>(thread: {
  scroller: RefObject<HTMLElement | null>
  /** All that is held of the part that is read, without holes. */
  rows: readonly Row[]
  start: string | null
  show(start: string | null): void
  /** The thread goes on before the first row, after the last. */
  goesOn: { before: boolean; after: boolean }
  read(way: 'before' | 'after'): Promise<unknown>
  /** Makes the rows be those around this one; null: those at the end. */
  turnTo(sequence: number | null): Promise<unknown>
  /** Where the reader had read to. */
  readTo: number
  /** The last thing of the reader's own that is on its way: who writes wants to see it. */
  sent?: string | undefined
  /** What was in sight as this came, where the reader had left the end before. */
  stood?: Seen | undefined
  /** Opens at the line above what is new, where there is one. */
  opensAtNew?: boolean
}): Place {
  const { scroller, rows, show, goesOn } = thread
  const now = useRef(thread)
  now.current = thread
  const [isAtEnd, setAtEnd] = useState(!thread.stood)
  const [leftAt, leave] = useState(thread.readTo)
  const end = useRef(isAtEnd)
  const seen = useRef<Seen>(thread.stood ?? [])
  const top = useRef(0)
  const wanted = useRef<number | null>(null)
  const reading = useRef<'no' | 'yes' | 'failed'>('no')
  const focused = useRef<Element | null>(null)
  const sent = useRef(thread.sent)
  const newest = numbered(rows)

  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    // Ours; the browser's own, where it has one, would move things twice.
    box.style.overflowAnchor = 'none'
    const line = thread.opensAtNew && box.querySelector('.hd-line-new')
    if (line) {
      box.scrollTop = topIn(box, line)
      end.current = isNearEnd(box)
    }
    const onScroll = () => {
      if (reading.current === 'failed') reading.current = 'no'
      // Heard a frame late: what grew meanwhile is not what the reader moved.
      if (!end.current) settle()
      look()
    }
    const onFocus = (event: Event) => {
      focused.current = event.composedPath()[0] as Element
    }
    // A picture came, somebody changed a message, the window has another size.
    const sizes = new ResizeObserver(() => {
      settle()
      look()
    })
    for (const part of [box, ...box.children]) sizes.observe(part)
    box.addEventListener('scroll', onScroll, { passive: true })
    box.addEventListener('focusin', onFocus)
    return () => {
      sizes.disconnect()
      box.removeEventListener('scroll', onScroll)
      box.removeEventListener('focusin', onFocus)
    }
  }, [])

  // All of it before anything else is drawn: a later effect runs when the rows of the next drawing stand there already.
  useLayoutEffect(() => {
    settle()
    keepFocus()
    oneTabStop(scroller.current)
    if (thread.sent && thread.sent !== sent.current) toEnd()
    sent.current = thread.sent
    arrive()
    look()
  })
  useEffect(() => {
    if (isAtEnd && !goesOn.after) leave(newest)
  }, [isAtEnd, newest, goesOn.after])

  return { isAtEnd, leftAt, toEnd, goTo }

  function toEnd() {
    wanted.current = null
    end.current = true
    show(null)
    void now.current.turnTo(null).then(settle)
    settle()
    // The button that was pressed is gone at the end.
    const box = scroller.current
    if (box && rootOf(box).activeElement?.closest('.hd-jump')) focusLog(box)
  }

  function goTo(sequence: number) {
    wanted.current = sequence
    end.current = false
    const forget = () => {
      wanted.current = null
    }
    if (numberedAt(now.current.rows, sequence) < 0) void now.current.turnTo(sequence).then(arrive, forget)
    else arrive()
  }

  /** Scrolls to the row that is wanted as soon as it stands in the page. */
  function arrive() {
    const box = scroller.current
    if (wanted.current === null || !box) return
    const { rows, start, show } = now.current
    const at = numberedAt(rows, wanted.current)
    if (at < 0) return
    const { from, to } = windowOf(rows, start)
    if (at < from || at >= to) return show(rows[Math.max(0, at - ROWS / 2)]?.key ?? null)
    const row = rowOf(box, wanted.current)
    wanted.current = null
    if (!row) return
    box.scrollTop = topIn(box, row) - Math.max(0, (box.clientHeight - row.offsetHeight) / 2)
    row.tabIndex = -1
    row.focus({ preventScroll: true })
    row.classList.add('hd-found')
    setTimeout(() => row.classList.remove('hd-found'), FOUND_MS)
    look()
  }

  /** What is in sight now, whether that is the end, and whether more is wanted above or below. */
  function look() {
    const box = scroller.current
    // Not shown: nothing was scrolled.
    if (!box?.clientHeight) return
    const { rows, start, show, goesOn } = now.current
    const { from, to } = windowOf(rows, start)
    // What was at the end and has not gone up is there still: what grew is not settled yet.
    end.current =
      wanted.current === null &&
      to === rows.length &&
      !goesOn.after &&
      (isNearEnd(box) || (end.current && box.scrollTop >= top.current))
    remember(box)
    setAtEnd(end.current)
    if (wanted.current !== null) return
    const edge = Math.min(box.clientHeight, EDGE_PX)
    if (box.scrollTop < edge) {
      if (from > 0) show(rows[Math.max(0, from - STEP)]?.key ?? null)
      else if (goesOn.before) readOn('before')
    } else if (box.scrollHeight - box.scrollTop - box.clientHeight < edge) {
      const next = rows[from + STEP]
      if (to < rows.length && next && from + STEP + ROWS < rows.length) show(next.key)
      else if (goesOn.after) {
        if (to < rows.length) show(rows[rows.length - ROWS]?.key ?? null)
        else readOn('after')
      } else if (start !== null) show(null)
    }
  }

  function readOn(way: 'before' | 'after') {
    if (reading.current !== 'no') return
    reading.current = 'yes'
    now.current.read(way).then(
      () => {
        reading.current = 'no'
      },
      // The reader's next move asks again.
      () => {
        reading.current = 'failed'
      },
    )
  }

  function remember(box: HTMLElement) {
    top.current = box.scrollTop
    seen.current = inSight(box)
  }

  /** Puts what was in sight where it was: at the end the end, elsewhere the same rows. */
  function settle() {
    const box = scroller.current
    if (!box?.clientHeight) return
    // Where less is there than was, the browser has cut the scrolled way already.
    const isCut = box.scrollTop >= box.scrollHeight - box.clientHeight - 1
    // The reader has left the end and its scroll event is still to come.
    if (!isCut && top.current - box.scrollTop > AT_END_PX) end.current = false
    if (end.current) {
      box.scrollTop = box.scrollHeight
      top.current = box.scrollTop
      return
    }
    for (const [item, at] of seen.current) {
      const row = rowOf(box, item)
      if (!row) continue
      const moved = topIn(box, row) - at
      const from = isCut ? Math.max(top.current, box.scrollTop) : box.scrollTop
      if (moved || isCut) box.scrollTop = from + moved
      return remember(box)
    }
  }

  /** A row that left takes the focus nowhere: it stays in the thread. */
  function keepFocus() {
    const box = scroller.current
    if (!box || !focused.current || focused.current.isConnected) return
    focused.current = null
    const { activeElement } = rootOf(box)
    if (!activeElement || activeElement === document.body) focusLog(box)
  }
}

export function inSight(box: Element): Seen {
  const { top, bottom } = box.getBoundingClientRect()
  const seen: Seen = []
  for (const row of box.querySelectorAll<HTMLElement>('[data-item]')) {
    const at = row.getBoundingClientRect()
    // What sticks into sight by a fraction of a pixel is not read.
    if (at.bottom <= top + 1) continue
    if (at.top >= bottom) break
    seen.push([row.dataset.item, topIn(box, row)])
  }
  return seen
}

const rootOf = (box: HTMLElement) => box.getRootNode() as Document | ShadowRoot

export function focusLog(box: HTMLElement) {
  const log = box.matches('[role=log]') ? box : box.querySelector<HTMLElement>('[role=log]')
  if (!log) return
  if (!log.hasAttribute('tabindex')) log.tabIndex = -1
  log.focus({ preventScroll: true })
}

/** From the beginning of all that scrolls there. */
const topIn = (box: Element, row: Element) =>
  row.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop

const rowOf = (box: Element, item: unknown) => box.querySelector<HTMLElement>(`[data-item="${item}"]`)

const isNearEnd = (box: HTMLElement) => box.scrollHeight - box.scrollTop - box.clientHeight < AT_END_PX

const numberedAt = (rows: readonly LongThreadRow[], sequence: number) =>
  rows.findIndex((row) => row.sequence === sequence)

/** The newest number that the server gave. */
const numbered = (rows: readonly LongThreadRow[]) =>
  rows.findLast(({ sequence }) => Number.isFinite(sequence))?.sequence ?? 0

/** A thread is one stop of the tab key, its newest message; arrows go on from there (onThreadKey). */
function oneTabStop(box: HTMLElement | null) {
  const buttons = [...(box?.querySelectorAll<HTMLElement>('.hd-more') ?? [])]
  const stop = buttons.find((button) => box && button === rootOf(box).activeElement) ?? buttons.at(-1)
  for (const button of buttons) button.tabIndex = button === stop ? 0 : -1
}

/** Arrow keys between messages, once one of them has the focus. */
export function onThreadKey(event: KeyboardEvent) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  const from = event.target as HTMLElement
  if (!step || !from.matches('.hd-more')) return
  const log = event.currentTarget as HTMLElement
  const buttons = [...log.querySelectorAll<HTMLElement>('.hd-more')]
  const next = buttons[buttons.indexOf(from) + step]
  event.preventDefault()
  event.stopPropagation()
  if (!next) return
  next.tabIndex = 0
  from.tabIndex = -1
  next.focus()
}

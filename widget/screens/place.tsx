// Where somebody reads in a thread, once it is more than a page: some rows stand in the page, pages come both ways, and a
// quote leads to what it quotes. In the bundle of a thread: without it the newest page stands there, and earlier ones by
// their button. Partners: thread.tsx, ui/long-thread.ts (which rows), ui/runs.ts (what is held).

import type { ComponentType, RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Activity, Entry } from '../../protocol/entities.ts'
import { THREAD_PAGE_ENTRIES } from '../../protocol/limits.ts'
import { withRevisions } from '../../protocol/revisions.ts'
import { Jump } from '../../ui/jump.tsx'
import {
  focusLog,
  inSight,
  type LongThreadRow,
  onThreadKey,
  type Seen,
  useLongThread,
} from '../../ui/long-thread.ts'
import { type Held, trimmed, turnedTo, withPage } from '../../ui/runs.ts'
import { readPage } from '../commands.ts'
import { hold, state, ticketOf } from '../state.ts'
import * as t from '../strings/en/message.ts'
import * as p from '../strings/en/panel.ts'
import type { View } from './thread-place.ts'

/** Of the thread that is open; set by `Place`. */
let open: ((sequence: number) => void) | undefined
export const goTo = (sequence: number) => open?.(sequence)

/**
 * As this comes, before the rows that stand there already are drawn anew with what else came: that moves nobody who reads, and takes no
 * focus away.
 */
const root = document.querySelector('helpdock-panel')?.shadowRoot
const focused = root?.activeElement
const box = root?.querySelector('[role=log]')?.closest<HTMLElement>('.body')
let stood: Seen = []
if (box) {
  // What the reader has scrolled in this very frame is told now: thread-place.ts has to know of it before this decides.
  box.dispatchEvent(new Event('scroll'))
  box.style.overflowAnchor = 'none'
  stood = inSight(box)
}

interface Props {
  ticket: string
  rows: LongThreadRow[]
  view: View | undefined
  turn: (change: (view: View | undefined) => View) => void
  scroller: RefObject<HTMLElement | null>
  /** The reader had left the end before this came. */
  isAway: boolean
  readTo: number
  /** What the system wrote, in words. */
  deed: ComponentType<Activity>
}

export function Place({ ticket, rows, view = {}, turn, scroller, isAway, readTo, deed }: Props) {
  const tail = state.threads.value[ticket] ?? []
  const { run = null, start = null } = view
  const put = (held: Held<Entry>) => {
    hold(ticket, held.tail)
    turn((view) => ({ ...view, run: held.run }))
  }
  const { isAtEnd, leftAt, toEnd, goTo } = useLongThread({
    scroller,
    stood: isAway ? (scroller.current === box ? stood : []) : undefined,
    rows,
    start,
    show: (start) => turn((view) => ({ ...view, start })),
    goesOn: { before: ((run ?? tail)[0]?.sequence ?? 1) > 1, after: !!run },
    async read(way) {
      const edge = (run ?? tail).at(way === 'before' ? 0 : -1)?.sequence
      if (!edge) return
      const { entries } = await readPage(ticket, way === 'before' ? { before: edge } : { after: edge })
      put(withPage({ tail: state.threads.peek()[ticket] ?? tail, run }, entries, way))
    },
    async turnTo(sequence) {
      const isIn = (part: Entry[] | null) => part?.some((entry) => entry.sequence === sequence)
      if (sequence === null || isIn(tail)) return put({ tail: trimmed(tail), run: null })
      if (isIn(run)) return
      const { entries } = await readPage(ticket, { before: sequence + THREAD_PAGE_ENTRIES / 2 })
      put(turnedTo(state.threads.peek()[ticket] ?? tail, entries))
    },
    sent: state.unsent.value.findLast((item) => item.ticket === ticket)?.clientId,
    readTo,
  })
  open = goTo
  useEffect(() => {
    stood = []
    if (focused && !focused.isConnected && root?.activeElement === null && scroller.current)
      focusLog(scroller.current)
  }, [])
  useEffect(() => {
    turn((view) => ({ ...view, isAway: !isAtEnd }))
    const log = scroller.current?.querySelector<HTMLElement>('[role=log]')
    log?.addEventListener('keydown', onThreadKey)
    return () => log?.removeEventListener('keydown', onThreadKey)
  }, [isAtEnd])
  useEffect(() => {
    if (run) turn((view) => ({ ...view, run: withRevisions([...run, ...tail]).slice(0, run.length) }))
  }, [tail])
  const news = tail.filter(
    (entry) => entry.kind === 'message' && entry.sequence > leftAt && entry.author.kind === 'agent',
  )
  return (
    <>
      <Heard key={ticket} {...{ ticket, entries: tail, readTo, deed }} />
      {!isAtEnd && <Jump news={news.length} words={t.jump} onJump={toEnd} />}
    </>
  )
}

/** What came at once is all said; who comes back to more than that reads it. */
const SAID = 3

/**
 * What is new to who hears, each thing once, wherever they are in the thread. The log itself is silent: Chromium tells of what comes into
 * one on each of its levels, and a screen reader said an answer up to three times.
 */
function Heard({
  ticket,
  entries,
  readTo,
  deed: Deed,
}: Pick<Props, 'ticket' | 'readTo' | 'deed'> & { entries: Entry[] }) {
  const [since] = useState({ readTo, newest: entries.at(-1)?.sequence ?? 0 })
  const news = entries
    .filter((entry) => entry.sequence > (isOwn(entry) ? since.newest : since.readTo))
    .slice(-SAID)
  const own = news.findLast(isOwn)
  return (
    // Each is an element of its own: the same words are said again.
    <div class="heard" role="status" aria-atomic="false">
      {news.map((entry) => (
        <p key={entry.id}>
          {entry.kind === 'activity' ? <Deed {...entry} /> : isOwn(entry) ? p.sent : textOf(entry)}
        </p>
      ))}
      {own && own.sequence <= (ticketOf(ticket)?.seenByAgent ?? 0) && <p key={own.sequence}>{p.seen}</p>}
    </div>
  )
}

const isOwn = (entry: Entry) => entry.kind === 'message' && entry.author.kind === 'contact'

function textOf(entry: Entry): string | undefined {
  if (entry.kind !== 'message') return
  const { author, text, attachments = [] } = entry
  return p.said(author.name, [text, ...attachments.map(({ name }) => name)].filter(Boolean).join(', '))
}

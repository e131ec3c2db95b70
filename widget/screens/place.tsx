// Where somebody reads in a thread, once it is more than a page: some rows stand in the page, pages come both ways, and a
// quote leads to what it quotes. In the bundle of a thread: without it the newest page stands there, and earlier ones by
// their button. Partners: thread.tsx, ui/long-thread.ts (which rows), ui/runs.ts (what is held).

import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Entry } from '../../protocol/entities.ts'
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
import { hold, state } from '../state.ts'
import * as t from '../strings/en/message.ts'
import type { View } from './thread-place.ts'

/** Of the thread that is open; set by `Place`. */
let open: ((sequence: number) => void) | undefined
export const goTo = (sequence: number) => open?.(sequence)

/**
 * As this comes, before the rows that stand there already are drawn anew with what else came: that is no news to be read aloud, moves
 * nobody who reads, and takes no focus away.
 */
const root = document.querySelector('helpdock-panel')?.shadowRoot
const focused = root?.activeElement
const box = root?.querySelector('[role=log]')?.closest<HTMLElement>('.body')
let stood: Seen = []
if (box) {
  // What the reader has scrolled in this very frame is told now: thread-place.ts has to know of it before this decides.
  box.dispatchEvent(new Event('scroll'))
  box.querySelector('[role=log]')?.setAttribute('aria-live', 'off')
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
}

export function Place({ ticket, rows, view = {}, turn, scroller, isAway, readTo }: Props) {
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
    // What is read again is no news to be read aloud.
    log?.setAttribute('aria-live', isAtEnd ? 'polite' : 'off')
    log?.addEventListener('keydown', onThreadKey)
    return () => log?.removeEventListener('keydown', onThreadKey)
  }, [isAtEnd])
  useEffect(() => {
    if (run) turn((view) => ({ ...view, run: withRevisions([...run, ...tail]).slice(0, run.length) }))
  }, [tail])
  if (isAtEnd) return null
  const news = tail.filter(
    (entry) => entry.kind === 'message' && entry.sequence > leftAt && entry.author.kind === 'agent',
  )
  return (
    <>
      <Heard news={news.at(-1)} />
      <Jump news={news.length} words={t.jump} onJump={toEnd} />
    </>
  )
}

/** An answer that came while somebody reads elsewhere, for who hears: the log is silent then. */
function Heard({ news }: { news: Entry | undefined }) {
  return (
    <div class="heard" role="status">
      {news?.kind === 'message' && (
        <p key={news.id}>
          {news.author.name}: {news.text || news.attachments?.map(({ name }) => name).join(', ')}
        </p>
      )}
    </div>
  )
}

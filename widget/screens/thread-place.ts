// Where the person stands in a thread: how far they have seen, where news begin, whether they are at its end.
// Partners: thread.tsx, place.tsx.

import { useEffect, useState } from 'preact/hooks'
import type { ContactTicket, Entry } from '../../protocol/entities.ts'
import { see } from '../commands.ts'
import { isUnread, state } from '../state.ts'

/** Nearer to the end than this is at the end. */
const AT_END_PX = 60

/** Which part of a thread is shown, as soon as place.tsx is there to say so. */
export interface View {
  start?: string | null
  /** Far from the end: what is read there. */
  run?: Entry[] | null
  /** Not at the end. */
  isAway?: boolean
}

/** Says how far the person has seen, while they can see it. */
export function useSeeing(id: string, ticket: ContactTicket | undefined, isAway: boolean): void {
  const newest = ticket?.newestSequence ?? 0
  const isHeld = (state.threads.value[id]?.at(-1)?.sequence ?? 0) >= newest
  const isOpen = state.open.value
  useEffect(() => {
    const look = () => {
      if (ticket && !isAway && isHeld && isOpen && !document.hidden && newest > ticket.seenByContact)
        see(id, newest)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [id, newest, isHeld, isOpen, isAway])
}

/** After which entry the "new" line stands: decided when the person comes to look, not while they look. */
export function useNewAfter(ticket: ContactTicket | undefined): number {
  const [newAfter, decide] = useState(Infinity)
  const isOpen = state.open.value
  useEffect(() => {
    if (isOpen) decide(ticket && isUnread(ticket) ? ticket.seenByContact : Infinity)
  }, [isOpen])
  return newAfter
}

/**
 * Stays at the end while it is there, whatever grows. Until place.tsx does it, which is told where the reader stood.
 * @returns whether the reader has left the end
 */
export function useStickingToEnd(scroller: { current: HTMLDivElement | null }, isOurs: boolean): boolean {
  const [isAway, leave] = useState(false)
  useEffect(() => {
    const box = scroller.current
    if (!box || !isOurs) return
    let top = 0
    let isLeft = false
    const watch = () => {
      // Not shown: nothing was scrolled. Not gone up: what grew meanwhile is still to come into sight.
      if (box.clientHeight && (box.scrollTop < top || isLeft)) {
        isLeft = box.scrollHeight - box.scrollTop - box.clientHeight >= AT_END_PX
        leave(isLeft)
      }
      top = box.scrollTop
    }
    const growth = new ResizeObserver(() => {
      if (!isLeft) box.scrollTop = box.scrollHeight
    })
    for (const part of [box, ...box.children]) growth.observe(part)
    box.addEventListener('scroll', watch)
    return () => {
      growth.disconnect()
      box.removeEventListener('scroll', watch)
    }
  }, [isOurs])
  return isAway
}

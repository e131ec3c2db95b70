// Reads the thread that is likely to be opened next, that of the row at which a pointer or the keyboard rests: opened, it stands there
// at once. One that is known is current already. Partner: desk.ts, which begins and ends it.

import { effect } from '@preact/signals'
import { threads } from '../state.ts'
import { readThread } from '../verbs/actions.ts'
import { cursor } from './cursor.ts'

/** Whoever passes over rows, or runs down them with a key, stays on none as long. */
const REST_MS = 80

/** @returns what ends it */
export function readAhead(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const restsAt = (ticketId: string | null | undefined) => {
    clearTimeout(timer)
    if (!ticketId || threads.peek().has(ticketId)) return
    timer = setTimeout(() => void readThread(ticketId), REST_MS)
  }
  const onOver = ({ target }: PointerEvent) =>
    restsAt((target as Element).closest<HTMLElement>('.row')?.dataset.ticket)
  document.addEventListener('pointerover', onOver)
  const stop = effect(() => restsAt(cursor.value))
  return () => {
    stop()
    document.removeEventListener('pointerover', onOver)
    restsAt(null)
  }
}

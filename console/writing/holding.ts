// A reply that was just sent is held for some seconds, in the thread, with a way back. What ends it early sends it: “Send now”, a
// press that changes the ticket, closing the page. It is never lost by waiting. Partners: outgoing.ts; taking-back.ts.

import { effect } from '@preact/signals'
import { bodyOf, flush, mark, type Outgoing, outgoing } from './outgoing.ts'

const isHeld = ({ state }: Outgoing) => state === 'held'

/** The newest of this ticket, or of all, that can still be taken back. */
export function heldReply(ticketId?: string): Outgoing | undefined {
  return outgoing.peek().findLast((one) => isHeld(one) && (!ticketId || one.ticketId === ticketId))
}

/** With those before it: nobody gets the second reply first. */
export function sendNow(clientId: string): Promise<void> {
  const one = outgoing.peek().find((each) => each.clientId === clientId)
  const upTo = outgoing.peek().findIndex((each) => each.clientId === clientId)
  outgoing.peek().forEach((each, at) => {
    if (at <= upTo && isHeld(each) && each.ticketId === one?.ticketId)
      mark(each.clientId, { state: 'sending' })
  })
  return flush()
}

/** Before something is done to the ticket: the reply comes first, as the agent meant it. */
export async function sendHeld(ticketId: string): Promise<void> {
  const held = heldReply(ticketId)
  if (held) await sendNow(held.clientId)
}

/** Sends what has been held long enough, and all of it when the page goes. @returns what ends it */
export function watchHeld(): () => void {
  const stop = effect(() => {
    const [next] = outgoing.value.filter(isHeld).sort((a, b) => (a.until ?? 0) - (b.until ?? 0))
    if (!next) return
    const timer = setTimeout(() => void sendNow(next.clientId), Math.max(0, (next.until ?? 0) - Date.now()))
    return () => clearTimeout(timer)
  })
  addEventListener('pagehide', sendOnLeaving)
  return () => {
    stop()
    removeEventListener('pagehide', sendOnLeaving)
  }
}

/**
 * By HTTP, which outlives the page. Where it does not arrive and the tab comes back, it goes again under the same name. It does not say
 * what its writer has seen: refused, it would be lost, for nobody is there to look.
 */
function sendOnLeaving(): void {
  for (const one of outgoing.peek().filter(isHeld)) {
    const left = one.brings?.actions.length ? one : { ...one, answers: undefined }
    mark(one.clientId, { ...left, state: 'sending' })
    const frame = { kind: 'command', id: one.clientId, name: 'message.send', body: bodyOf(left) }
    fetch('/api/console/send', {
      method: 'POST',
      keepalive: true,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(frame),
    }).catch(() => {})
  }
}

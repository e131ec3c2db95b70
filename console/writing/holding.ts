// A reply that was just sent is held for some seconds, in the thread, with a way back. What ends it early sends it: “Send now”, a
// press that changes the ticket, closing the page. It is never lost by waiting. Partners: outgoing.ts; taking-back.ts.

import { effect } from '@preact/signals'
import { listening } from '../listening.ts'
import { bodyOf, flush, mark, type Outgoing, outgoing } from './outgoing.ts'

/** Browsers take 64 KB of a page that goes, and a character has up to three bytes. */
const LEAVING_MAX_CHARS = 20_000

const isHeld = ({ state }: Outgoing) => state === 'held'
const isToGo = ({ state, until }: Outgoing) => until && /held|sending/.test(state)

/** The newest of this ticket, or of all, that can still be taken back. */
export function heldReply(ticketId?: string): Outgoing | undefined {
  return outgoing.peek().findLast((one) => isHeld(one) && (!ticketId || one.ticketId === ticketId))
}

/** With those before it: nobody gets the second reply first. Where there is none, what is on its way is waited for. */
export function sendNow(clientId: string | undefined): Promise<void> {
  const all = outgoing.peek()
  const last = all.findIndex((each) => each.clientId === clientId)
  for (const each of all.slice(0, last + 1))
    if (isHeld(each) && each.ticketId === all[last]?.ticketId) mark(each.clientId, { state: 'sending' })
  return flush()
}

/** Before something is done to the ticket: the reply comes first, as the agent meant it, and also what is on its way. */
export const sendHeld = (ticketId: string): Promise<void> => sendNow(heldReply(ticketId)?.clientId)

/** Sends what has been held long enough, and all of it when the page goes. @returns what ends it */
export function watchHeld(): (() => void)[] {
  const watch = () => {
    const held = outgoing.value.filter(isHeld)
    const [next] = held
    if (!next) return
    const waitMs = fits(held) ? (next.until ?? 0) - Date.now() : 0
    const timer = setTimeout(() => void sendNow(next.clientId), waitMs)
    return () => clearTimeout(timer)
  }
  return [effect(watch), listening(window, 'pagehide', sendOnLeaving)]
}

/** What a page that goes may still send, in one. */
const fits = (held: Outgoing[]) => JSON.stringify(held).length < LEAVING_MAX_CHARS

/**
 * By HTTP, which outlives the page, and in one request, for of two the second may be there first: with what is on its way already, which
 * may not have arrived. Where it does not arrive and the tab comes back, it goes again under the same name. It does not say
 * what its writer has seen: refused, it would be lost, for nobody is there to look.
 */
function sendOnLeaving(): void {
  const [first, ...rest] = outgoing
    .peek()
    .filter(isToGo)
    .map((one) => {
      const left = one.brings?.actions.length ? one : { ...one, answers: undefined }
      mark(one.clientId, { ...left, state: 'sending' })
      return { kind: 'command', id: one.clientId, name: 'message.send', body: bodyOf(left) }
    })
  if (!first) return
  fetch('/api/console/send', {
    method: 'POST',
    keepalive: true,
    headers: { 'content-type': 'application/json' },
    // Copies of the server from before this one take no list.
    body: JSON.stringify(rest.length ? [first, ...rest] : first),
  }).catch(() => {})
}

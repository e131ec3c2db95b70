// Telling the server what this console has received, so that a student reads "delivered". One command for all tickets
// after a moment: what is read within it is seen, which says more, and what another console told is not told again.
// Partner: desk.ts, which begins and ends it.

import { effect } from '@preact/signals'
import { TICKET_PAGE_ROWS } from '../../protocol/limits.ts'
import { ask, lineStatus } from '../line/line.ts'
import { isUnread, tickets } from '../state.ts'

/** Random up to this, so that of many consoles mostly one speaks. */
const TELL_WITHIN_MS = 2_000

/** @returns what ends it */
export function tellReceived(random = Math.random): () => void {
  const told = new Map<string, number>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const stop = effect(() => {
    if (lineStatus.value.state !== 'live') {
      // Nobody knows whether the last one arrived.
      told.clear()
      return
    }
    if (undelivered().length) timer ??= setTimeout(tell, TELL_WITHIN_MS * random())
  })
  return () => {
    stop()
    clearTimeout(timer)
  }

  function tell(): void {
    timer = undefined
    const upTo = undelivered()
    if (!upTo.length || lineStatus.peek().state !== 'live') return
    for (const [id, sequence] of upTo) told.set(id, sequence)
    // What was lost on its way is told after the next welcome.
    ask('tickets.receive', { upTo: Object.fromEntries(upTo) }).catch(() => {})
  }

  function undelivered(): [string, number][] {
    return [...tickets.value.values()]
      .filter(
        (ticket) =>
          isUnread(ticket) &&
          ticket.newestSequence > Math.max(ticket.deliveredToAgent, told.get(ticket.id) ?? 0),
      )
      .slice(0, TICKET_PAGE_ROWS)
      .map(({ id, newestSequence }) => [id, newestSequence])
  }
}

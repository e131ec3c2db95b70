// Where the keyboard stands in the list, and where the focus should go next. The open ticket is the route's.

import { signal } from '@preact/signals'
import type { Macro } from '../protocol/macros.ts'
import { type Mode, setMode } from './drafts.ts'
import { go, route } from './route.ts'
import { shownIds } from './search.ts'

/** The ticket at which the keyboard stands. */
export const cursor = signal<string | null>(null)

/** Set when the composer should take the focus as soon as it stands there. */
export const composerWanted = signal<string | null>(null)

/** Set when the composer of this ticket should stop its reply, which was overtaken while it was held. */
export const stopWanted = signal<string | null>(null)

/** The message whose text stands in a field of its own. */
export const editing = signal<string | null>(null)

export const rowId = (ticketId: string): string => `row-${ticketId}`

/** Its place, for when the ticket leaves the list: the next one has moved up to it. */
let place = 0

export function moveCursor(step: 1 | -1 | 'first'): void {
  const rows = shownIds.value
  const at = rows.indexOf(cursor.peek() ?? route.peek().ticketId ?? '')
  const to = step === 'first' ? 0 : at >= 0 ? at + step : step === 1 ? place : place - 1
  place = Math.min(Math.max(to, 0), rows.length - 1)
  const next = rows[place]
  if (!next) return
  cursor.value = next
  const row = document.getElementById(rowId(next))
  row?.focus()
  row?.scrollIntoView({ block: 'nearest' })
}

export function standAt(ticketId: string): void {
  cursor.value = ticketId
  const at = shownIds.peek().indexOf(ticketId)
  if (at >= 0) place = at
}

/** The ticket that a letter means: the row that has the focus, else the open one, else where the keyboard stands. */
export const meantTicketId = (): string | null => focusedTicketId() ?? route.peek().ticketId ?? cursor.peek()

export const focusedTicketId = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>('[data-ticket]')?.dataset.ticket

export function openTicket(ticketId: string): void {
  standAt(ticketId)
  go({ ticketId, pane: 'thread' })
}

/** Set when the composer should put this macro's words into itself as soon as it stands there. */
export const macroWanted = signal<{ ticketId: string; macro: Macro } | null>(null)

export function useMacro(ticketId: string, macro: Macro): void {
  macroWanted.value = { ticketId, macro }
  writeIn(ticketId, macro.as)
}

export function writeIn(ticketId: string, mode: Mode): void {
  setMode(ticketId, mode)
  openTicket(ticketId)
  composerWanted.value = ticketId
}

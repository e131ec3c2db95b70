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

/** The row that should have the focus and does not stand in the page yet; rows.tsx gives it to it. */
export const rowWanted = signal<string | null>(null)

type Step = 1 | -1 | 'page-down' | 'page-up' | 'first' | 'last'

export function moveCursor(step: Step): void {
  const rows = shownIds.value
  const at = rows.indexOf(cursor.peek() ?? route.peek().ticketId ?? '')
  // The next one has moved up to the place of one that left.
  const to = {
    1: at >= 0 ? at + 1 : place,
    [-1]: (at >= 0 ? at : place) - 1,
    'page-down': (at >= 0 ? at : place) + rowsOfPage(),
    'page-up': (at >= 0 ? at : place) - rowsOfPage(),
    first: 0,
    last: rows.length - 1,
  }[step]
  place = Math.min(Math.max(to, 0), rows.length - 1)
  const next = rows[place]
  if (!next) return
  cursor.value = next
  if (!focusRow(next)) rowWanted.value = next
}

/** @returns whether it stands in the page */
export function focusRow(ticketId: string): boolean {
  const row = document.getElementById(rowId(ticketId))
  row?.focus()
  row?.scrollIntoView({ block: 'nearest' })
  return row !== null
}

/**
 * The ticket is done with: the keyboard goes on to the next one of the view, and so does what is open. At once, not when the server has
 * answered: the next key means the next ticket, however fast it falls. In a search it stays, as its row does.
 */
export function goOn(ticketId: string): void {
  const isOnRow = focusedTicketId() === ticketId
  const isOpen = route.peek().ticketId === ticketId
  const next = neighbour(shownIds.peek(), ticketId)
  if (!next || route.peek().search || !(isOnRow || isOpen)) return
  if (isOpen) openTicket(next)
  if (isOnRow) standOn(next)
}

/** The row with the focus has left: the one that moved up has it now. @param before the rows while it was there */
export function moveUp(before: readonly string[]): void {
  const rows = new Set(shownIds.peek())
  const left = cursor.peek() ?? ''
  const next = neighbour(
    before.filter((id) => id === left || rows.has(id)),
    left,
  )
  if (next) standOn(next)
}

const neighbour = (rows: readonly string[], ticketId: string): string | undefined => {
  const at = rows.indexOf(ticketId)
  return at < 0 ? undefined : (rows[at + 1] ?? rows[at - 1])
}

/** From the ticket to its row, or to where that was. Where the ticket hides the list, it makes way. */
export function backToList(): void {
  const { ticketId, pane } = route.peek()
  const isListHidden = document.querySelector<HTMLElement>('.list')?.offsetParent === null
  const rows = shownIds.peek()
  const to = rows.find((id) => id === ticketId) ?? rows[Math.min(place, rows.length - 1)]
  if (pane !== 'thread') go({ pane: 'thread' })
  else if (isListHidden) go({ ticketId: null })
  else if (to) standOn(to)
}

function standOn(ticketId: string): void {
  standAt(ticketId)
  if (!focusRow(ticketId)) rowWanted.value = ticketId
}

/** As many as are in sight, but one: the last of them is the first of the next. */
function rowsOfPage(): number {
  const [list, row] = [document.querySelector('.rows'), document.querySelector('.row')]
  return Math.max(1, Math.floor((list?.clientHeight ?? 0) / (row?.clientHeight || 1)) - 1)
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

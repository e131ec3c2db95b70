// Where the keyboard stands in the list, and where the focus should go next. The open ticket is the route's.

import { signal } from '@preact/signals'
import type { Macro } from '../../protocol/desk/macros.ts'
import { go, route } from '../route.ts'
import { type Mode, setMode } from '../writing/drafts.ts'
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
/** How all stood when the keyboard came to it: what is done to a ticket may take it to the top, or colleagues take those beside it away. */
let came: { ticketId: string; rows: readonly string[] } = { ticketId: '', rows: [] }

/** Of the name of the list, where there is no row. */
export const LIST_TITLE = 'list-title'

/** In this order: what is open, the keyboard's row, the name of what is shown. */
const STANDS = ['#thread-title', '.row[tabindex="0"]', 'h1[tabindex]', `#${LIST_TITLE}`]

/** Where what had the focus has gone, it goes to the first of them that is seen: the keyboard is never nowhere. */
export function keepFocus(): void {
  const active = document.activeElement
  if (active !== document.body && active?.checkVisibility()) return
  const places = STANDS.map((stand) => document.querySelector<HTMLElement>(stand))
  places.find((place) => place?.checkVisibility())?.focus({ preventScroll: true })
}

/** The row that should have the focus and does not stand in the page yet; rows.tsx gives it to it. */
export const rowWanted = signal<string | null>(null)

type Step = 1 | -1 | 'page-down' | 'page-up' | 'first' | 'last'

/** From inside an open ticket the next one is opened: who reads one after the other presses one key for each. */
export function moveCursor(step: Step): void {
  const rows = shownIds.value
  const open = document.activeElement?.closest('.work') && route.peek().ticketId
  const from = open || (cursor.peek() ?? route.peek().ticketId ?? '')
  const at = rows.includes(from) ? rows.indexOf(from) : place
  const to = { 'page-down': at + rowsOfPage(), 'page-up': at - rowsOfPage(), first: 0, last: rows.length - 1 }
  const clamped = (place: number) => rows[Math.min(Math.max(place, 0), rows.length - 1)]
  const next = typeof step === 'number' ? (beside(from, step) ?? clamped(at)) : clamped(to[step])
  if (!next) return
  if (open) openTicket(next)
  else standOn(next)
}

/**
 * Who comes after one, or before it: where it was taken from between those beside whom it stood, and who are still there, they are meant.
 * What left the list has made room for the next.
 */
function beside(ticketId: string, step: 1 | -1): string | undefined {
  const rows = shownIds.peek()
  const at = rows.indexOf(ticketId)
  const there = stillBeside(ticketId, step)
  if (there && (at < 0 || rows[at - step] !== stillBeside(ticketId, step === 1 ? -1 : 1))) return there
  return rows[at >= 0 ? at + step : step === 1 ? place : place - 1]
}

/** The nearest in this direction of those who stood there when the keyboard came. */
function stillBeside(ticketId: string, step: 1 | -1): string | undefined {
  const at = came.ticketId === ticketId ? came.rows.indexOf(ticketId) : -1
  if (at < 0) return undefined
  const were = step === 1 ? came.rows.slice(at + 1) : came.rows.slice(0, at).reverse()
  const isThere = new Set(shownIds.peek())
  return were.find((id) => isThere.has(id))
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
  const next = beside(ticketId, 1) ?? beside(ticketId, -1)
  if (!next || route.peek().search || !(isOnRow || isOpen)) return
  if (isOpen) openTicket(next)
  if (isOnRow) standOn(next)
}

/** The row with the focus has left: the one that moved up has it now. @param before the rows while it was there */
export function moveUp(before: readonly string[]): void {
  const isThere = new Set(shownIds.peek())
  const left = cursor.peek() ?? ''
  const rows = before.filter((id) => id === left || isThere.has(id))
  const at = rows.indexOf(left)
  const next = at < 0 ? undefined : (rows[at + 1] ?? rows[at - 1])
  if (next) standOn(next)
}

/** From the ticket to its row, or to where that was. Where the ticket hides the list, it makes way. */
export function backToList(): void {
  const { ticketId, pane } = route.peek()
  const isListHidden = document.querySelector<HTMLElement>('.list')?.offsetParent === null
  const rows = shownIds.peek()
  const to = rows.find((id) => id === ticketId) ?? beside(ticketId ?? '', 1) ?? rows.at(-1)
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
  const rows = shownIds.peek()
  const at = rows.indexOf(ticketId)
  if (at >= 0) place = at
  if (came.ticketId !== ticketId) came = { ticketId, rows }
}

/** The ticket that a letter means: the row that has the focus, else the open one, else where the keyboard stands. */
export const meantTicketId = (): string | null => focusedTicketId() ?? route.peek().ticketId ?? cursor.peek()

export const focusedTicketId = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>('[data-ticket]')?.dataset.ticket

export function openTicket(ticketId: string): void {
  standAt(ticketId)
  go({ ticketId, pane: 'thread' })
  // On another row the next key would mean that one.
  if ((focusedTicketId() ?? ticketId) === ticketId) return
  const row = document.activeElement as HTMLElement
  row.blur()
  setTimeout(keepFocus)
}

/** Set when the composer should put this macro's words into itself as soon as it stands there. */
export const macroWanted = signal<{ ticketId: string; macro?: Macro } | null>(null)

export function useMacro(ticketId: string, macro: Macro): void {
  macroWanted.value = { ticketId, macro }
  writeIn(ticketId, macro.as)
}

/** The list of macros over the box, as it is. */
export function chooseMacro(ticketId: string): void {
  macroWanted.value = { ticketId }
  openTicket(ticketId)
}

export function writeIn(ticketId: string, mode: Mode): void {
  setMode(ticketId, mode)
  openTicket(ticketId)
  composerWanted.value = ticketId
}

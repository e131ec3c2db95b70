// Letters as commands. They are silent while somebody writes, while a dialog or a menu is open, and when the agent
// has switched them off; with a modifier they belong to the browser. screens/parts/keys-dialog.tsx shows them.

import { assignToMe, reads, reopen, solve } from './actions.ts'
import { composerWanted, cursor, meantTicketId, moveCursor, openTicket, writeIn } from './cursor.ts'
import { dialog } from './dialogs.ts'
import { prefer, preferences } from './preferences.ts'
import { route } from './route.ts'
import { tickets } from './state.ts'

const onTicket = (act: (ticketId: string) => void) => () => {
  const ticketId = meantTicketId()
  if (ticketId) act(ticketId)
}

const LETTERS: Record<string, () => void> = {
  j: () => moveCursor(1),
  k: () => moveCursor(-1),
  r: onTicket((ticketId) => writeIn(ticketId, 'reply')),
  n: onTicket((ticketId) => writeIn(ticketId, 'note')),
  e: onTicket(
    (ticketId) => void (tickets.peek().get(ticketId)?.state === 'solved' ? reopen : solve)(ticketId),
  ),
  a: onTicket((ticketId) => void assignToMe(ticketId)),
  i: () => prefer({ contactFolded: !preferences.peek().contactFolded }),
  '?': () => {
    dialog.value = 'keys'
  },
}

/** Until the returned function is called. */
export function listenForKeys(): () => void {
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  const target = event.target instanceof Element ? event.target : document.body
  if (dialog.peek() || target.closest('input, textarea, select, [contenteditable], [role=menu]')) return
  // R on a ticket that is still being read: what follows is the reply's beginning, not a row of commands.
  if (composerWanted.peek() && reads.peek().get(composerWanted.peek() ?? '') === 'reading') return
  const run = preferences.peek().letterKeys ? LETTERS[event.key] : undefined
  const act = run ?? arrow(event.key, target) ?? enter(event.key, target)
  if (!act) return
  event.preventDefault()
  act()
}

/** Arrows move in the list; in a thread they scroll, as everywhere. */
function arrow(key: string, target: Element): (() => void) | undefined {
  if (target !== document.body && !target.closest('[data-ticket]')) return undefined
  if (key === 'ArrowDown') return () => moveCursor(1)
  if (key === 'ArrowUp') return () => moveCursor(-1)
  return undefined
}

/** On a row Enter is the link's own; with the focus nowhere it opens where the keyboard stood. */
function enter(key: string, target: Element): (() => void) | undefined {
  const ticketId = cursor.peek()
  if (key !== 'Enter' || target !== document.body || !ticketId || route.peek().ticketId === ticketId)
    return undefined
  return () => openTicket(ticketId)
}

// Which command a key runs. Letters are silent while somebody writes, while a dialog or a menu is open, and when the
// agent has switched them off; with a modifier they belong to the browser, but for the few that commands.ts names.
// Partner: commands.ts, which is the list.

import { isComposed } from '../../ui/keys.ts'
import { keepFocus, meantTicketId } from '../list/cursor.ts'
import { preferences } from '../preferences.ts'
import { type Pane, route } from '../route.ts'
import { type Command, commands, isPossible } from './commands.ts'
import { closeDialog, dialog } from './dialogs.ts'

/** Until the returned function is called. */
export function listenForKeys(): () => void {
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || isComposed(event)) return
  if (dialog.peek()) {
    // One that is still on its way cannot close itself.
    if (event.key === 'Escape' && !document.querySelector('dialog[open]')) closeDialog()
    return
  }
  const about = meantTicketId()
  const command = commands().find((one) => isHere(one) && means(one, event) && isPossible(one, about))
  if (!command) return
  event.preventDefault()
  command.run(about)
  keepFocus()
}

/** Where neither a list nor a ticket is in sight that a letter could mean. */
const APART: Pane[] = ['settings', 'reports', 'person']
const isHere = ({ group }: Command) =>
  !APART.includes(route.peek().pane) || group === 'go' || group === 'desk'

function means({ keys, listKeys }: Command, event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, target } = event
  if (ctrlKey || metaKey) return keys?.includes(`Mod+${key.toLowerCase()}`) ?? false
  const at = target instanceof Element ? target : document.body
  if (at.closest('input:not(.row-select), textarea, select, [contenteditable], [role=menu]')) return false
  if (keys?.includes(key))
    return key === 'Escape' || (preferences.peek().letterKeys && !at.closest('[role=alertdialog]'))
  // Arrows move in the list; in a thread they scroll, as everywhere.
  return (listKeys?.includes(key) ?? false) && (at === document.body || at.closest('[data-ticket]') !== null)
}

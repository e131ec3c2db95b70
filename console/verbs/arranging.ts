// Which tickets a dialog is about that changes them: those that were meant when its key was pressed.
// Partners: dialogs.ts, screens/arrange/.

import { batch, signal } from '@preact/signals'
import { dialog } from '../keyboard/dialogs.ts'

export const arranging = signal<readonly string[]>([])

export function arrangeIn(
  name: 'snooze' | 'tags' | 'priority' | 'assign' | 'link' | 'cause' | 'update' | 'merge' | 'split',
  ticketIds: readonly string[],
): void {
  if (ticketIds.length === 0) return
  batch(() => {
    arranging.value = ticketIds
    dialog.value = name
  })
}

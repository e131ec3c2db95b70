// Logging out deletes what was begun on this device: asked first where there is something to lose.
// Partner: screens/list/log-out-dialog.tsx.

import { logOutHere } from './desk.ts'
import { dialog } from './dialogs.ts'
import { drafts } from './drafts.ts'
import { outgoing } from './outgoing.ts'
import { strings } from './strings.ts'
import { tellTrouble } from './toasts.ts'

export function askToLogOut(): void {
  if (unsent() > 0) dialog.value = 'log-out'
  else void logOutNow()
}

export async function logOutNow(): Promise<void> {
  dialog.value = null
  try {
    await logOutHere()
  } catch (error) {
    tellTrouble(strings.trouble.logOut, error)
  }
}

/** Replies and notes that nobody would get. */
export function unsent(): number {
  const begun = [...drafts.value.values()].flatMap(({ reply, note }) => [reply, note])
  return begun.filter((text) => text.trim()).length + outgoing.value.length
}

// Logging out deletes what was begun and is on this device only: asked first where there is something to lose. Drafts are
// saved before, and are there again after the next log-in.
// Partner: screens/list/log-out-dialog.tsx.

import { logOutHere } from '../desk.ts'
import { closeDialog, dialog } from '../keyboard/dialogs.ts'
import { draftsInStep } from '../on-demand.tsx'
import { strings } from '../strings.ts'
import { tellTrouble } from '../toasts.ts'
import { unsaved } from '../unsaved.ts'
import { unsavedDrafts } from '../writing/drafts.ts'
import { outgoing } from '../writing/outgoing.ts'

/** Nobody waits longer for the way out: what is not saved by then is asked about. */
const SAVED_WITHIN_MS = 2_000

/** A form of the settings that is not saved is asked about before. */
export const askToLogOut = () => unsaved.leave(askAboutDrafts)

async function askAboutDrafts(): Promise<void> {
  const saved = draftsInStep().then(
    ({ saveAll }) => saveAll(),
    () => {},
  )
  await Promise.race([saved, new Promise((late) => setTimeout(late, SAVED_WITHIN_MS))])
  if (unsent() > 0) dialog.value = 'log-out'
  else void logOutNow()
}

export async function logOutNow(): Promise<void> {
  closeDialog()
  try {
    await logOutHere()
  } catch (error) {
    tellTrouble(strings.trouble.logOut, error)
  }
}

/** Replies and notes that nobody would get. */
export const unsent = (): number => unsavedDrafts() + outgoing.value.length

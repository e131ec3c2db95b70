// Logging out deletes what was begun on this device, so it asks first when there is something to lose.

import { Button } from '../../../ui/controls.tsx'
import { logOutHere } from '../../desk.ts'
import { dialog } from '../../dialogs.ts'
import { drafts } from '../../drafts.ts'
import { outgoing } from '../../outgoing.ts'
import { strings } from '../../strings.ts'
import { tellTrouble } from '../../toasts.ts'
import { Dialog } from '../parts/dialog.tsx'

const words = strings.account

export function askToLogOut(): void {
  if (unsent() > 0) dialog.value = 'log-out'
  else void logOutNow()
}

export function LogOutDialog() {
  if (dialog.value !== 'log-out') return null
  return (
    <Dialog
      title={words.logOutTitle}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="danger" onClick={logOutNow}>
            {words.logOutAnyway}
          </Button>
        </>
      }
    >
      <p>{words.logOutDrafts(unsent())}</p>
    </Dialog>
  )
}

function close() {
  dialog.value = null
}

async function logOutNow() {
  close()
  try {
    await logOutHere()
  } catch (error) {
    tellTrouble(strings.trouble.logOut, error)
  }
}

function unsent(): number {
  const begun = [...drafts.value.values()].flatMap(({ reply, note }) => [reply, note])
  return begun.filter((text) => text.trim()).length + outgoing.value.length
}

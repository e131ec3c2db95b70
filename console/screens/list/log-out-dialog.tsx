// Asks before a log-out that would delete something. Partner: leaving.ts.

import { Button } from '../../../ui/controls.tsx'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { logOut as words } from '../../strings/log-out.ts'
import { strings } from '../../strings.ts'
import { logOutNow, unsent } from '../../verbs/leaving.ts'
import { Dialog } from '../parts/dialog.tsx'

export function LogOutDialog() {
  if (dialog.value !== 'log-out') return null
  return (
    <Dialog
      title={words.title}
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={closeDialog}>{strings.cancel}</Button>
          <Button look="danger" onClick={logOutNow}>
            {words.anyway}
          </Button>
        </>
      }
    >
      <p>{words.drafts(unsent())}</p>
    </Dialog>
  )
}

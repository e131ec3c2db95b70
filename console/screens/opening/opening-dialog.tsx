// The dialog's frame, there at once; what stands in it is fetched when it is first opened.

import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { OpeningForm } from '../../on-demand.tsx'
import { strings } from '../../strings.ts'
import { Dialog } from '../parts/dialog.tsx'

export function OpeningDialog() {
  if (dialog.value !== 'open-ticket') return null
  return (
    <Dialog title={strings.newTicket} wide onClose={closeDialog}>
      <OpeningForm />
    </Dialog>
  )
}

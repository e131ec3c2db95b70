// All views in a dialog, where the pane of views has no room; and the way to a new one.

import { Button } from '../../../ui/controls.tsx'
import { AddIcon } from '../../../ui/icons.tsx'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { editView } from '../../list/saved-views.ts'
import { strings } from '../../strings.ts'
import { ViewLists } from '../list/views.tsx'
import { Dialog } from '../parts/dialog.tsx'

export function ViewsSheet() {
  if (dialog.value !== 'views') return null
  return (
    <Dialog
      title={strings.account.views}
      onClose={closeDialog}
      actions={
        <Button icon={<AddIcon size={16} />} onClick={() => editView(null)}>
          {strings.saved.add}
        </Button>
      }
    >
      <nav class="views-sheet" aria-label={strings.account.views}>
        <ViewLists />
      </nav>
    </Dialog>
  )
}

// A question about what is shown goes with that, and is not asked about what is shown next: the browser's Back leads on under it.

import { useLayoutEffect } from 'preact/hooks'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'

/** For what stands in a dialog, as long as it stands there. */
export function useOfPlace(): void {
  useLayoutEffect(() => {
    const mine = dialog.peek()
    return () => {
      if (dialog.peek() === mine) closeDialog()
    }
  }, [])
}

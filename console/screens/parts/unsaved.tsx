// What a form renders as long as something in it is not saved: it is asked before the page is left, by us within the console and by the
// browser before the page is closed. Partners: console/unsaved.ts; route.ts, which numbers what is in the history.

import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../../ui/controls.tsx'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { settings as words } from '../../strings/settings-parts.ts'
import { type Leave, unsaved } from '../../unsaved.ts'
import { Dialog } from './dialog.tsx'

const atOnce = unsaved.leave

/** Says so as well, beside the buttons of the form. */
export function Unsaved() {
  return (
    <>
      <span class="quiet" role="status">
        {words.unsaved}
      </span>
      <AskedFirst />
    </>
  )
}

/** @param onDiscard where what was typed would outlive the page */
export function AskedFirst({ onDiscard }: { onDiscard?: () => void }) {
  const [asked, setAsked] = useState<{ leave: () => void; release: () => void } | null>(null)
  useEffect(() => {
    const place: number = history.state ?? 0
    const ask: Leave = (leave, isThere) => {
      const steps = isThere ? (history.state ?? 0) - place : 0
      // Back at the page, for which we asked.
      if (isThere && steps === 0) return
      if (isThere) history.go(-steps)
      dialog.value = 'leave'
      setAsked({ leave: isThere ? () => history.go(steps) : leave, release })
    }
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault()
    unsaved.leave = ask
    addEventListener('beforeunload', onUnload)
    function release() {
      if (unsaved.leave === ask) unsaved.leave = atOnce
      removeEventListener('beforeunload', onUnload)
    }
    return () => {
      release()
      close()
    }
  }, [])
  if (!asked) return null
  const keep = () => {
    close()
    setAsked(null)
  }
  const discard = () => {
    keep()
    asked.release()
    onDiscard?.()
    asked.leave()
  }
  return (
    <Dialog
      title={words.leaveTitle}
      onClose={keep}
      actions={
        <>
          <Button autofocus onClick={keep}>
            {words.keepEditing}
          </Button>
          <Button look="danger" onClick={discard}>
            {words.discardChanges}
          </Button>
        </>
      }
    >
      <p>{words.leaveText}</p>
    </Dialog>
  )
}

/** Letters are commands again. */
function close(): void {
  if (dialog.peek() === 'leave') closeDialog()
}

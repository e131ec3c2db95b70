// A ticket can be erased under the dialog about it, and one of a later page is not known after the line was lost: it is asked for, and
// where it is gone the dialog goes, too, and says so. Without that no key would mean anything.

import { useEffect } from 'preact/hooks'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { lineStatus } from '../../line/line.ts'
import { Refused } from '../../line/socket.ts'
import { tickets } from '../../state.ts'
import { gone } from '../../strings/dialog-reasons.ts'
import { tellTrouble } from '../../toasts.ts'
import { readThread } from '../../verbs/actions.ts'
import { arranging } from '../../verbs/arranging.ts'
import { dialogOfNow } from '../parts/confirm.tsx'

/** The others are about what the route shows, or ask for it themselves. */
const ABOUT = /^(snooze|tags|priority|assign|link|cause|update|merge)$/

export function WhereGone() {
  const isLive = lineStatus.value.state === 'live'
  const [first = ''] = arranging.value
  const isMissing =
    isLive && ABOUT.test(dialog.value ?? '') && !arranging.value.some((id) => tickets.value.has(id))
  useEffect(() => {
    if (isMissing) void lookFor(first)
  }, [isMissing, first])
  return null
}

async function lookFor(ticketId: string): Promise<void> {
  const isOpen = dialogOfNow()
  await readThread(ticketId)
  if (!isOpen() || tickets.peek().has(ticketId) || lineStatus.peek().state !== 'live') return
  closeDialog()
  tellTrouble(gone, new Refused('not_found'))
}

// What dialogs share that do something: they close when it is done, and say in them what went wrong when not. Who has put one away
// meanwhile is elsewhere: nothing closes or moves there, and what went wrong is said beside it.

import { effect } from '@preact/signals'
import { useState } from 'preact/hooks'
import { Notice } from '../../../ui/controls.tsx'
import { AlertIcon } from '../../../ui/icons.tsx'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { type Denial, sentenceOfTried } from '../../strings/reasons.ts'
import { tellTrouble } from '../../toasts.ts'
import { useIsHere } from './is-here.ts'

let openings = 0
effect(() => {
  if (dialog.value) openings++
})

/** @returns whether the dialog of now is open: another one is not, nor the same once more. */
export function dialogOfNow(): () => boolean {
  const mine = openings
  return () => dialog.peek() !== null && openings === mine
}

export function useConfirm(prefix: Denial) {
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const isHere = useIsHere()
  /** @param then what follows for whoever has waited for it */
  async function run<Done>(work: () => Promise<Done>, then?: (done: Done) => void) {
    const isOpen = dialogOfNow()
    setBusy(true)
    setTrouble(null)
    try {
      const done = await work()
      if (!isOpen()) return
      then?.(done)
      closeDialog()
    } catch (error) {
      if (isHere()) setTrouble(sentenceOfTried(prefix, error))
      else tellTrouble(prefix, error)
    } finally {
      setBusy(false)
    }
  }
  return { busy, trouble, run }
}

export function Trouble({ text }: { text: string | null }) {
  if (!text) return null
  return (
    <Notice tone="danger" icon={<AlertIcon />} urgent>
      {text}
    </Notice>
  )
}

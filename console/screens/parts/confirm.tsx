// What dialogs share that do something: they close when it is done, and say in them what went wrong when not.

import { useState } from 'preact/hooks'
import { Notice } from '../../../ui/controls.tsx'
import { AlertIcon } from '../../../ui/icons.tsx'
import { closeDialog } from '../../keyboard/dialogs.ts'
import { sentenceOf } from '../../strings/reasons.ts'

/** Closes the dialog when it is done; says what went wrong in it when not. */
export function useConfirm(prefix: string) {
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  async function run(work: () => Promise<unknown>) {
    setBusy(true)
    setTrouble(null)
    try {
      await work()
      closeDialog()
    } catch (error) {
      setTrouble(`${prefix} ${sentenceOf(error)}`)
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

// What is asked before something is done that cannot be taken back, most of all before something goes for good, and what became of it. Whoever asks hands in its words and the deed.

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../../ui/controls.tsx'
import type { Denial } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { tellTrouble } from '../../toasts.ts'
import { Dialog } from './dialog.tsx'
import { useIsHere } from './is-here.ts'

export function Removal(props: {
  title: string
  /** On the button that does it. */
  label: string
  /** Before the reason why it was not done. */
  failed: Denial
  /** `primary` where nothing goes. */
  look?: 'danger' | 'primary'
  remove: () => Promise<void>
  /** For whoever has waited for it. */
  onRemoved?: () => void
  onClose: () => void
  children: ComponentChildren
}) {
  const [isBusy, setBusy] = useState(false)
  const isHere = useIsHere()
  const remove = async () => {
    setBusy(true)
    try {
      await props.remove()
      if (isHere()) props.onRemoved?.()
    } catch (error) {
      tellTrouble(props.failed, error)
      if (isHere()) props.onClose()
    }
  }
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{strings.cancel}</Button>
          <Button look={props.look ?? 'danger'} busy={isBusy} onClick={remove}>
            {props.label}
          </Button>
        </>
      }
    >
      <p>{props.children}</p>
    </Dialog>
  )
}

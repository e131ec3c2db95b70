// A modal question. The platform's <dialog> keeps the focus inside and gives it back afterwards.

import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { IconButton } from '../../../ui/controls.tsx'
import { CloseIcon } from '../../../ui/icons.tsx'
import { strings } from '../../strings.ts'

export function Dialog(props: {
  title: string
  onClose: () => void
  children: ComponentChildren
  actions?: ComponentChildren
  wide?: boolean
}) {
  const box = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const shown = box.current
    shown?.showModal()
    return () => shown?.close()
  }, [])
  return (
    <dialog
      ref={box}
      class={props.wide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        props.onClose()
      }}
    >
      <div class="dialog-body">
        <header>
          <h2 id={titleId}>{props.title}</h2>
          <IconButton label={strings.close} onClick={props.onClose}>
            <CloseIcon />
          </IconButton>
        </header>
        {props.children}
        {props.actions && <footer>{props.actions}</footer>}
      </div>
    </dialog>
  )
}

// A modal question. The platform's <dialog> keeps the focus inside; what goes away with its screen does not give it back,
// so that is ours to do.

import type { ComponentChildren, RefObject } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { IconButton } from '../../../ui/controls.tsx'
import { CloseIcon } from '../../../ui/icons.tsx'
import { keepFocus } from '../../list/cursor.ts'
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
  useModal(box)
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

/** Modal as long as it is there. Afterwards the focus is where it was, and then `then` is called. */
export function useModal(box: RefObject<HTMLDialogElement | null>, then?: () => void): void {
  useLayoutEffect(() => {
    const before = document.activeElement
    const shown = box.current
    shown?.showModal()
    return () => {
      shown?.close()
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
      // With what was decided the button that opened it may go, too, in this very commit.
      queueMicrotask(keepFocus)
      then?.()
    }
  }, [])
}

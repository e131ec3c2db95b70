// What is asked before something is done that cannot be taken back, most of all before something goes for good, and what became of it. Whoever asks hands in its words and the deed.

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../../ui/controls.tsx'
import { strings } from '../../strings.ts'
import { tell, tellTrouble } from '../../toasts.ts'
import { Dialog } from './dialog.tsx'

export function Removal(props: {
  title: string
  /** On the button that does it. */
  label: string
  /** Before the reason why it was not done. */
  failed: string
  /** `primary` where nothing goes. */
  look?: 'danger' | 'primary'
  remove: () => Promise<void>
  onClose: () => void
  children: ComponentChildren
}) {
  const [isBusy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    try {
      await props.remove()
    } catch (error) {
      tellTrouble(props.failed, error)
      props.onClose()
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

/** Of what has a name, in the words that its page has for it. */
export function RemovalOf(props: {
  name: string
  words: {
    removeTitle: (name: string) => string
    removeText: string
    remove: string
    removed: (name: string) => string
    notRemoved: string
  }
  remove: () => Promise<unknown>
  onRemoved: () => void
  onClose: () => void
}) {
  const { name, words } = props
  return (
    <Removal
      title={words.removeTitle(name)}
      label={words.remove}
      failed={words.notRemoved}
      onClose={props.onClose}
      remove={async () => {
        await props.remove()
        tell(words.removed(name))
        props.onRemoved()
      }}
    >
      {words.removeText}
    </Removal>
  )
}

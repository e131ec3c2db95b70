// What can be done with a message that is there: a row under it, then the field in which its writer changes it, or the
// question whether it shall go. Words and deeds are handed in. The look is message-actions.css.

import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { MESSAGE_MAX_CHARS } from '../protocol/limits.ts'
import { Button, TextArea } from './controls.tsx'
import { isComposed } from './keys.ts'

interface Words {
  actions: string
  quote: string
  edit: string
  delete: string
  copy: string
  save: string
  cancel: string
  keep: string
  sure: string
  text: string
}

export function MessageActions(props: {
  words: Words
  /** Empty where it is of files alone: nothing to edit or to copy. */
  text: string
  /** Absent where nobody can write: goes to the field. */
  onQuote?: ((root: Document | ShadowRoot) => void) | undefined
  /** Absent where it is too late, or somebody else's. @throws what `say` makes a sentence of */
  onRevise?: ((text: string | null) => Promise<void>) | undefined
  say: (error: unknown) => string
  /** In the press itself, as browsers want it. */
  copy: (text: string) => unknown
  /** What of a text counts as written; '' for nothing. */
  written: (text: string) => string
  onDone: () => void
  /** Goes to the field at once. */
  isEditing?: boolean
  /** What was typed into the field before, which stands in it again. */
  begun?: string
  /** What stands in the field: '' as long as it is what was there, and once it is saved or given up. */
  onType: (text: string) => void
  /** Nobody has asked for the field now: the focus stays where it is. */
  isResumed?: boolean
  /** What else can be done with it, at the end of the row. */
  children?: ComponentChildren
}) {
  const { words, onQuote, written, begun } = props
  // What has become too late since this was opened is tried, and told.
  const [{ onRevise }] = useState({ onRevise: props.onRevise })
  const [stage, to] = useState<'menu' | 'edit' | 'delete'>(props.isEditing || begun ? 'edit' : 'menu')
  const [text, write] = useState(begun || props.text)
  const [trouble, setTrouble] = useState('')
  const [busy, setBusy] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const done = () => {
    props.onType('')
    props.onDone()
  }
  const leave = useFocusInside(box, stage, done, props.isResumed)

  const revise = async (to: string | null) => {
    if (busy || !onRevise) return
    if (to === props.text) return leave()
    setBusy(true)
    try {
      await onRevise(to)
      leave()
    } catch (error) {
      setTrouble(props.say(error))
      setBusy(false)
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard from whatever has the focus inside.
    <div
      class="hd-actions"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || isComposed(event)) return
        event.stopPropagation()
        leave()
      }}
    >
      {stage === 'edit' && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (written(text)) revise(written(text))
          }}
        >
          <TextArea
            label={words.text}
            error={trouble}
            rows={Math.min(8, text.split('\n').length + 1)}
            maxLength={MESSAGE_MAX_CHARS}
            value={text}
            onInput={({ currentTarget: { value } }) => {
              write(value)
              props.onType(value === props.text ? '' : value)
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || isComposed(event)) return
              event.preventDefault()
              event.currentTarget.form?.requestSubmit()
            }}
          />
          <Button size="s" look="primary" type="submit" busy={busy} disabled={!written(text)}>
            {words.save}
          </Button>
          <Button size="s" look="quiet" onClick={leave}>
            {words.cancel}
          </Button>
        </form>
      )}
      {stage === 'delete' && (
        <>
          <p role="alert">{trouble || words.sure}</p>
          <Button size="s" look="danger" busy={busy} onClick={() => revise(null)}>
            {words.delete}
          </Button>
          <Button size="s" look="quiet" onClick={leave}>
            {words.keep}
          </Button>
        </>
      )}
      {stage === 'menu' && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form.
        <div role="group" aria-label={words.actions}>
          {onQuote && (
            <Button
              size="s"
              look="quiet"
              onClick={() => {
                const root = box.current?.getRootNode() as Document | ShadowRoot
                props.onDone()
                onQuote(root)
              }}
            >
              {words.quote}
            </Button>
          )}
          {onRevise && props.text && (
            <Button size="s" look="quiet" onClick={() => to('edit')}>
              {words.edit}
            </Button>
          )}
          {onRevise && (
            <Button size="s" look="quiet" onClick={() => to('delete')}>
              {words.delete}
            </Button>
          )}
          {props.text && (
            <Button
              size="s"
              look="quiet"
              onClick={() => {
                props.copy(props.text)
                leave()
              }}
            >
              {words.copy}
            </Button>
          )}
          {props.children}
        </div>
      )}
    </div>
  )
}

/** The keyboard stands in what was opened, and afterwards where it stood before. */
function useFocusInside(
  box: { current: HTMLElement | null },
  stage: string,
  onDone: () => void,
  isResumed = false,
) {
  const before = useRef<Element | null>(null)
  // Before the next key can be pressed: Escape and letters must fall into what was opened.
  useLayoutEffect(() => {
    const root = box.current?.getRootNode() as Document | ShadowRoot | undefined
    before.current ??= root?.activeElement ?? null
    if (isResumed) return
    const field = box.current?.querySelector('textarea')
    const first = field ?? box.current?.querySelector('button')
    first?.focus()
    field?.setSelectionRange(field.value.length, field.value.length)
    box.current?.scrollIntoView({ block: 'nearest' })
  }, [stage])
  return () => {
    onDone()
    if (before.current instanceof HTMLElement) before.current.focus()
  }
}

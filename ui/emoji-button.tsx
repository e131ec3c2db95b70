// The button beside a field that opens the list of emoji, and puts what was chosen where the cursor stood. The list itself
// is handed in as something to fetch. Partner: emoji-picker.tsx.

import type { ComponentType } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { IconButton } from './controls.tsx'
import type { EmojiPicker, PickerWords } from './emoji-picker.tsx'
import { SmileIcon } from './icons.tsx'

type Picker = ComponentType<Parameters<typeof EmojiPicker>[0]>

export function EmojiButton(props: {
  words: PickerWords
  fetch: () => Promise<Picker>
  field: (button: HTMLElement) => HTMLTextAreaElement | null | undefined
}) {
  const [picker, open] = useState<{ Picker: Picker } | null>(null)
  const [isFailed, fail] = useState(false)
  const box = useRef<HTMLSpanElement>(null)
  const field = () => box.current && props.field(box.current)
  const close = () => {
    open(null)
    field()?.focus()
  }
  useEffect(() => {
    if (!picker) return
    const root = box.current?.getRootNode()
    const onDown = (event: Event) => {
      if (!event.composedPath().includes(box.current as Node)) open(null)
    }
    root?.addEventListener('pointerdown', onDown)
    return () => root?.removeEventListener('pointerdown', onDown)
  }, [picker])
  return (
    <span class="hd-emoji-place" ref={box}>
      <IconButton
        label={props.words.emoji}
        aria-expanded={!!picker}
        onClick={() => {
          fail(false)
          if (picker) return close()
          props.fetch().then(
            (Picker) => open({ Picker }),
            () => fail(true),
          )
        }}
      >
        <SmileIcon />
      </IconButton>
      {isFailed && (
        <span class="hd-emoji-failed hd-field-error" role="alert">
          {props.words.failed}
        </span>
      )}
      {picker && (
        <picker.Picker
          words={props.words}
          onClose={close}
          onPick={(emoji) => {
            close()
            insert(field(), emoji)
          }}
        />
      )}
    </span>
  )
}

/** As if it had been typed. */
function insert(field: HTMLTextAreaElement | null | undefined, text: string): void {
  if (!field) return
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
}

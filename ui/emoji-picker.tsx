// A short list of emoji to choose from: by pointer, by arrows, by name. Words are handed in; the look is emoji.css.
// Partner: emoji-button.tsx, which opens it.

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { findEmoji } from './emoji.ts'
import { isComposed } from './keys.ts'

/** In a row; the style sheet's grid has as many. */
const COLUMNS = 8

export interface PickerWords {
  emoji: string
  find: string
  none: string
  /** Where the list cannot be fetched: what to do. */
  failed: string
}

export function EmojiPicker(props: {
  words: PickerWords
  onPick: (emoji: string) => void
  onClose: () => void
}) {
  const { words, onPick, onClose } = props
  const [query, ask] = useState('')
  const box = useRef<HTMLDivElement>(null)
  const found = findEmoji(query)
  // Before the next key can be pressed.
  useLayoutEffect(() => box.current?.querySelector('input')?.focus(), [])

  const onKey = (event: KeyboardEvent) => {
    if (isComposed(event)) return
    // The panel, or the desk, has keys of its own.
    event.stopPropagation()
    const buttons = [...(box.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(event.target as HTMLButtonElement)
    if (event.key === 'Escape') return onClose()
    if (at < 0 && event.key === 'Enter') {
      // It stands inside the composer's form, which would send.
      event.preventDefault()
      return buttons[0]?.click()
    }
    const step = { ArrowDown: COLUMNS, ArrowUp: -COLUMNS, ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step || (at < 0 && event.key !== 'ArrowDown')) return
    event.preventDefault()
    if (at >= 0 && at + step < 0) return box.current?.querySelector('input')?.focus()
    buttons[at < 0 ? 0 : Math.min(buttons.length - 1, at + step)]?.focus()
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form.
    <div class="hd-emoji" role="group" aria-label={words.emoji} ref={box} onKeyDown={onKey}>
      <input
        class="hd-input"
        type="search"
        aria-label={words.find}
        placeholder={words.find}
        value={query}
        onInput={(event) => {
          event.stopPropagation()
          ask(event.currentTarget.value)
        }}
      />
      <div class="hd-emoji-grid">
        {found.map(({ emoji, words }, at) => (
          <button
            key={emoji}
            type="button"
            title={words}
            aria-label={words}
            tabIndex={at === 0 ? 0 : -1}
            onClick={() => onPick(emoji)}
          >
            {emoji}
          </button>
        ))}
      </div>
      <p role="status">{found.length === 0 && words.none}</p>
    </div>
  )
}

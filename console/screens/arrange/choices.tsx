// A short list to choose from in a dialog: arrows and letters move, Enter chooses, the first one has the focus.

import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { CheckIcon } from '../../../ui/icons.tsx'

interface Choice {
  label: string
  /** At the end of its line: a time, a number. */
  hint?: string | undefined
  icon?: ComponentChildren
  isChosen?: boolean
  run: () => void
}

export function Choices({ label, choices }: { label: string; choices: readonly Choice[] }) {
  const box = useRef<HTMLFieldSetElement>(null)
  const buttons = () => [...(box.current?.querySelectorAll('button') ?? [])]
  const first = Math.max(
    0,
    choices.findIndex(({ isChosen }) => isChosen),
  )
  return (
    <fieldset
      class="choices"
      ref={box}
      aria-label={label}
      onKeyDown={(event) => {
        const all = buttons()
        const at = all.indexOf(document.activeElement as HTMLButtonElement)
        if (at < 0 || event.ctrlKey || event.metaKey) return
        const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
        if (to !== undefined) event.preventDefault()
        const begins = (one: HTMLElement) =>
          ` ${one.textContent}`.toLowerCase().includes(` ${event.key.toLowerCase()}`)
        // A letter leads to the next that has a word with it at its beginning.
        const next =
          to !== undefined
            ? all[(to + all.length) % all.length]
            : /^\S$/u.test(event.key) && [...all.slice(at + 1), ...all].find(begins)
        if (next) next.focus()
      }}
    >
      {choices.map((choice, index) => (
        <button
          key={choice.label}
          type="button"
          class="choice"
          // The dialog looks for it as it opens.
          autofocus={index === first}
          aria-pressed={choice.isChosen}
          onClick={choice.run}
        >
          {choice.icon}
          <span>{choice.label}</span>
          {choice.isChosen && <CheckIcon size={16} />}
          {choice.hint && <span class="choice-hint">{choice.hint}</span>}
        </button>
      ))}
    </fieldset>
  )
}

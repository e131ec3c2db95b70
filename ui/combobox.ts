// A field with a list under it, as the ARIA practices want it: the focus stays in the field, arrows move through
// the list, Enter picks. Only attributes and keys; what is active is the caller's to keep.

import { isComposed } from './keys.ts'

export interface Combobox {
  /** Unique in its document or shadow root. */
  id: string
  count: number
  /** The option that Enter would pick, or −1. */
  active: number
  onMove: (index: number) => void
  onPick: (index: number) => void
}

export function comboboxInput(box: Combobox) {
  return {
    role: 'combobox' as const,
    'aria-autocomplete': 'list' as const,
    'aria-expanded': box.count > 0,
    // Both name what is there only.
    'aria-controls': box.count > 0 ? box.id : undefined,
    'aria-activedescendant':
      box.active >= 0 && box.active < box.count ? optionId(box, box.active) : undefined,
    autocomplete: 'off' as const,
    list: undefined,
    onKeyDown: (event: KeyboardEvent) => {
      if (isComposed(event) || box.count === 0) return // Enter ends a composition, it does not pick
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step) {
        event.preventDefault()
        // One stop in the field itself (−1) between the last option and the first.
        const stops = box.count + 1
        box.onMove(((box.active + 1 + step + stops) % stops) - 1)
      }
      if (event.key === 'Enter') {
        event.preventDefault()
        box.onPick(Math.max(box.active, 0))
      }
    },
  }
}

export const comboboxList = (box: Combobox, label: string) => ({
  id: box.id,
  role: 'listbox' as const,
  'aria-label': label,
})

export const comboboxOption = (box: Combobox, index: number) => ({
  id: optionId(box, index),
  role: 'option' as const,
  'aria-selected': index === box.active,
  // The press must not take the focus from the field.
  onMouseDown: (event: MouseEvent) => event.preventDefault(),
  onClick: () => box.onPick(index),
})

const optionId = (box: Combobox, index: number) => `${box.id}-${index}`

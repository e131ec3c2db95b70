// A button with a menu under it, as the ARIA practices want it: arrows move, Escape and a click beside it close,
// the focus returns to the button.

import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { CheckIcon, DownIcon } from '../../../ui/icons.tsx'

export interface MenuItem {
  label: string
  icon?: ComponentChildren
  /** One of several that exclude each other; true for the one that holds. */
  checked?: boolean
  /** A switch of its own. */
  on?: boolean
  /** A line above it. */
  begins?: boolean
  run: () => void
}

export function Menu(props: {
  /** Read aloud for the button. */
  label: string
  /** Shown in the button. */
  children: ComponentChildren
  title: string
  items: readonly MenuItem[]
  from?: 'top' | 'bottom'
  class?: string
}) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (!open) return
    focusItem(
      box.current,
      Math.max(
        0,
        props.items.findIndex(({ checked }) => checked),
      ),
    )
    const closeBeside = (event: Event) => {
      if (!(event.target instanceof Node && box.current?.contains(event.target))) setOpen(false)
    }
    document.addEventListener('pointerdown', closeBeside)
    return () => document.removeEventListener('pointerdown', closeBeside)
  }, [open])

  function close() {
    setOpen(false)
    button.current?.focus()
  }

  function move(event: KeyboardEvent) {
    const items = itemsOf(box.current)
    const at = items.indexOf(document.activeElement as HTMLElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      focusItem(box.current, (to + items.length) % items.length)
    }
    // A letter leads to the next that begins with it.
    const letter = event.key.toLowerCase()
    if (letter.length === 1 && !event.ctrlKey && !event.metaKey) {
      const others = [...items.slice(at + 1), ...items]
      others.find((item) => item.textContent?.toLowerCase().startsWith(letter))?.focus()
    }
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.stopPropagation()
      if (event.key === 'Escape') event.preventDefault()
      close()
    }
  }

  return (
    <div class={`menu ${props.class ?? ''}`} ref={box}>
      <button
        type="button"
        class="menu-button"
        ref={button}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={props.label}
        title={props.label}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          setOpen(true)
        }}
      >
        {props.children}
        <DownIcon size={16} />
      </button>
      {open && (
        <div
          class={`menu-list menu-${props.from ?? 'top'}`}
          role="menu"
          aria-label={props.title}
          tabIndex={-1}
          onKeyDown={move}
        >
          {props.items.map((item) => (
            <button
              key={item.label}
              type="button"
              class={item.begins ? 'menu-item menu-begins' : 'menu-item'}
              {...roleOf(item)}
              tabIndex={-1}
              onClick={() => {
                close()
                item.run()
              }}
            >
              {item.icon}
              <span>{item.label}</span>
              {(item.checked || item.on) && <CheckIcon size={16} />}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

function roleOf({ checked, on }: MenuItem) {
  if (on !== undefined) return { role: 'menuitemcheckbox', 'aria-checked': on } as const
  if (checked !== undefined) return { role: 'menuitemradio', 'aria-checked': checked } as const
  return { role: 'menuitem' } as const
}

const itemsOf = (box: HTMLElement | null) => [
  ...(box?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? []),
]

function focusItem(box: HTMLElement | null, index: number): void {
  itemsOf(box)[index]?.focus()
}

// Keys that are pressed while what they are meant for is on its way: they are held back, and pressed once more when it stands there and has
// the focus. Nobody types into nothing, and no letter becomes a command. Partner: on-demand.tsx.

import { useLayoutEffect, useRef } from 'preact/hooks'
import { isComposed } from '../../ui/keys.ts'

/** What is not there yet. */
let awaited = 0
let held: KeyboardEvent[] = []

/** Until the returned function is called. Escape gives up what was held, and means what it means. */
export function holdKeys(): () => void {
  if (awaited++ === 0) addEventListener('keydown', hold, true)
  return () => {
    awaited--
    setTimeout(give)
  }
}

/** What goes away before it was there leaves nothing to others. */
export function useHeldKeys(isAwaited: boolean): void {
  const now = useRef(isAwaited)
  now.current = isAwaited
  useLayoutEffect(() => {
    if (!isAwaited) return
    const letGo = holdKeys()
    return () => {
      if (now.current) forgetKeys()
      letGo()
    }
  }, [isAwaited])
}

export function forgetKeys(): void {
  held = []
}

/** What such a field, or a list, would take; the rest is the browser's. */
const TAKEN = /^(.|Enter|Tab|Backspace|Home|End|Arrow.+)$/u

function hold(event: KeyboardEvent): void {
  const { key, altKey, ctrlKey, metaKey } = event
  if (!event.isTrusted || isComposed(event)) return
  if (key === 'Escape') forgetKeys()
  if (altKey || !TAKEN.test(key) || ((ctrlKey || metaKey) && key !== 'Enter')) return
  event.preventDefault()
  event.stopImmediatePropagation()
  held.push(event)
}

/** One after the other, each into what the one before has made of the page; what is pressed meanwhile waits behind them. */
function give(): void {
  if (awaited > 0) return
  const event = held.shift()
  if (!event) {
    removeEventListener('keydown', hold, true)
    return
  }
  const { key, shiftKey, ctrlKey, metaKey } = event
  const at = document.activeElement as HTMLInputElement
  const again = { key, shiftKey, ctrlKey, metaKey, bubbles: true, cancelable: true }
  if (at.dispatchEvent(new KeyboardEvent('keydown', again))) press(at, event)
  // Effects come after a frame.
  if (key.length > 1) requestAnimationFrame(() => setTimeout(give))
  else setTimeout(give)
}

/** What the browser does with a key that nobody took. */
function press(at: HTMLInputElement, { key, shiftKey }: KeyboardEvent): void {
  const isField = at.matches('input, textarea')
  if (key === 'Tab') {
    const stops = [
      ...(at.closest('dialog') ?? document).querySelectorAll<HTMLElement>(
        'a, button, input, select, textarea, [tabindex]',
      ),
    ].filter((one) => one.tabIndex >= 0 && one.checkVisibility())
    stops.at((stops.indexOf(at) + (shiftKey ? -1 : 1)) % stops.length)?.focus()
  } else if (key === 'Backspace') document.execCommand('delete')
  else if (!isField && /^( |Enter)$/.test(key)) at.click()
  else if (key === 'Enter' && at.form && at.type !== 'textarea')
    at.form.querySelector<HTMLElement>('[type=submit]')?.click()
  else if (key === 'Enter') document.execCommand('insertLineBreak')
  // As if it had been typed: what the field draws of it, and what it can take back.
  else if (key.length < 3) document.execCommand('insertText', false, key)
}

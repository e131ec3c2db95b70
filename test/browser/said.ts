// What is said for a second or two and then taken back: who looks for it only after the press comes too late on a busy machine.

import type { Locator } from 'playwright-core'
import { expect } from 'vitest'

/** Every text that the element has had since. Call it before what makes it say something. */
export async function listensTo(where: Locator): Promise<{ hears(text: string): Promise<void> }> {
  const texts = await where.evaluateHandle((element) => {
    const texts: string[] = []
    const listener = new MutationObserver(() => texts.push(element.textContent ?? ''))
    listener.observe(element, { childList: true, characterData: true, subtree: true })
    return texts
  })
  return {
    hears: (text) => expect.poll(() => texts.jsonValue()).toContainEqual(expect.stringContaining(text)),
  }
}

// What stood on the pages of a scene that failed: whoever reads of it knows which stage it hung in.

import type { BrowserContext, Page } from 'playwright-core'
import { onTestFailed } from 'vitest'

/** A thread, not a console of tickets. */
const SAID_CHARS = 2_000
/** A page that hangs says nothing. */
const WITHIN_MS = 5_000

/** Of contexts that a scene makes itself; those of a whole file are many scenes'. */
export function saysLastWords(context: BrowserContext): void {
  try {
    onTestFailed(async () => {
      for (const page of context.pages()) console.error(`${page.url().split('?')[0]}\n${await shownOn(page)}`)
    })
  } catch {
    // Made before any scene began.
  }
}

const shownOn = (page: Page) =>
  Promise.race([
    page.evaluate((chars) => {
      const within = document.querySelector('helpdock-panel')?.shadowRoot ?? document.body
      const shown = within.querySelector<HTMLElement>('[role=dialog]') ?? document.body
      const fields = shown.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')
      const typed = [...fields].map(({ value }) => value).filter(Boolean)
      // biome-ignore lint/performance/useDomNodeTextContent: as it stands on the screen, a line for each block
      return `${shown.innerText.slice(0, chars)}\nTyped: ${JSON.stringify(typed)}`
    }, SAID_CHARS),
    new Promise<string>((resolve) => setTimeout(resolve, WITHIN_MS, 'It does not answer.')),
  ]).catch((cause) => String(cause))

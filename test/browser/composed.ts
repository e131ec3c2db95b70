// An input method, played: Chromium has the order of most browsers, Safari another. Partner: ui/keys.ts.

import type { Locator } from 'playwright-core'

/** The Enter that takes what was proposed, as Safari tells of it: after the end of the composition, with the number that says whose key it is. */
export const endsComposition = (field: Locator) =>
  field.evaluate((box) => {
    const told = { key: 'Enter', keyCode: 229, bubbles: true, composed: true, cancelable: true }
    box.dispatchEvent(new KeyboardEvent('keydown', told))
  })

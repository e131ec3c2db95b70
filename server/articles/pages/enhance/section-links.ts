// The link at a heading also copies its whole address, and says so beside it.

import { element } from './elements.ts'
import { words } from './words.ts'

/** Long enough to be read. */
const SAID_MS = 2_000

export function copySectionLinks(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.section-link')) {
    link.addEventListener('click', (event) => {
      // In another tab or window it is a link like any other; without a clipboard too.
      if (event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) return
      navigator.clipboard.writeText(link.href).then(
        () => say(link),
        () => {},
      )
    })
  }
}

function say(link: HTMLAnchorElement): void {
  const said = element('span', { class: 'section-link-copied', role: 'status' })
  link.after(said)
  said.textContent = words.linkCopied
  setTimeout(() => said.remove(), SAID_MS)
}

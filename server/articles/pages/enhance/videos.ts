// A video of an article plays where it stands once somebody presses it; until then nothing is asked of the company
// that shows it, and without this script it is a link to its page.

import { element } from './elements.ts'

export function playVideosInPlace(): void {
  document.addEventListener('click', (event) => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-video] > a') : null
    const src = link?.parentElement?.dataset.video
    if (!link || !src || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const player = element('iframe', {
      src: `${src}${src.includes('?') ? '&' : '?'}autoplay=1`,
      title: link.textContent,
      allow: 'autoplay; fullscreen; picture-in-picture',
      referrerpolicy: 'strict-origin-when-cross-origin',
    })
    link.replaceWith(player)
    player.focus()
  })
}

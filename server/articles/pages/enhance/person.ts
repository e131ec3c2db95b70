// "Ask a person" opens the widget where one writes. The page's own words on how to get there stay as long as there
// is no widget to open.

type Widget = (verb: 'showNewMessage') => void

export function openWidgetOnAsk(): void {
  // The widget's script stands after this one: both have run when the page says that it is complete.
  if (document.readyState === 'complete') offer()
  else window.addEventListener('load', offer)
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-ask]') : null
    const open = widget()
    if (!button || !open) return
    // A link leads to the words on how to get there.
    event.preventDefault()
    open('showNewMessage')
  })
}

function offer(): void {
  if (!widget()) return
  for (const part of document.querySelectorAll<HTMLElement>('[data-with-script]')) part.hidden = false
  for (const part of document.querySelectorAll<HTMLElement>('[data-without-script]')) part.hidden = true
}

export const hasWidget = () => widget() !== undefined

const widget = () => (window as { Helpdock?: Widget }).Helpdock

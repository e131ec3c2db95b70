// Sends the page's own forms and puts the answering page's feedback where they stood: no sentence about a vote and
// no rule of its own.

import { words } from './words.ts'

export function sendFeedbackInPlace(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !form.closest('.feedback')) return
    event.preventDefault()
    const fields = [...new FormData(form, event.submitter)].map(([name, value]) => [name, String(value)])
    void replaceBy(form, () => fetch(form.action, { method: 'POST', body: new URLSearchParams(fields) }))
  })
  document.addEventListener('click', (event) => {
    const link =
      event.target instanceof Element && event.target.closest<HTMLAnchorElement>('a[data-in-place]')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    void replaceBy(link.closest('form') ?? link, () => fetch(link.href))
  })
}

async function replaceBy(part: HTMLElement, ask: () => Promise<Response>): Promise<void> {
  const buttons = part.querySelectorAll('button')
  for (const button of buttons) button.disabled = true
  try {
    const answer = await ask()
    if (!answer.ok) throw new Error(`The server answered ${answer.status}`)
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const before = document.getElementById('hd-feedback')
    const after = page.getElementById('hd-feedback')
    if (!before || !after) throw new Error('The answer has no feedback in it')
    // The place stays, and the focus goes to the words in it: of a place that is new or has a new name, no screen reader tells them.
    before.replaceChildren(...after.childNodes)
    const said = document.getElementById('hd-asked')
    said?.setAttribute('tabindex', '-1')
    said?.focus({ preventScroll: true })
  } catch {
    for (const button of buttons) button.disabled = false
    part.querySelector('[role=alert]')?.remove()
    const failure = document.createElement('p')
    failure.role = 'alert'
    failure.className = 'failure'
    failure.textContent = words.failed
    part.append(failure)
  }
}

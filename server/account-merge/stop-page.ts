// "Stop this merge", opened from a mail: first-party, no log-in, nothing from elsewhere. The token stands in the
// fragment, so that no log, no Referer and no link preview carries it; only the button sends it. It speaks the language of the mail.

import tokens from '../../ui/tokens.css'
import { html } from '../articles/pages/html.ts'
import type { Language } from '../email/language.ts'
import style from './stop-page.css'

export const STOP_PAGE_STYLE = tokens + style

export function stopPage({ locale, direction, words }: Language): string {
  const t = words.stopPage
  return html`<!doctype html>
<html lang="${locale}" dir="${direction}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${t.title}</title>
<link rel="stylesheet" href="/merges/stop.css">
<main>
  <h1 tabindex="-1">${t.ask}</h1>
  <p id="text">${t.means}</p>
  <noscript><p>${t.needsScript}</p></noscript>
  <button id="stop" type="button">${words.mergeApproved.stop}</button>
  <p id="status" role="status"></p>
</main>
<script src="/merges/stop.js?lang=${locale}"></script>
</html>
`.source
}

export const stopScript = ({ words: { stopPage } }: Language): string => `
const words = ${JSON.stringify(stopPage)}
const button = document.getElementById('stop')
const status = document.getElementById('status')
// An address is written from the left, in a sentence from the right, too.
const apart = (address) => '\u2068' + address + '\u2069'
button.addEventListener('click', async () => {
  button.disabled = true
  status.textContent = words.stopping
  try {
    const answer = await fetch('/api/merges/stop', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: location.hash.slice(1) }),
    })
    const body = await answer.json()
    if (answer.ok) {
      const title = document.querySelector('h1')
      title.textContent = words.stopped
      document.getElementById('text').textContent = words.stay
        .replace('{from}', () => apart(body.fromEmail))
        .replace('{into}', () => apart(body.intoEmail))
      button.remove()
      status.textContent = ''
      title.focus()
      return
    }
    status.textContent =
      body.code === 'merge.wrong_state'
        ? words.tooLate
        : ['not_found', 'request.malformed'].includes(body.code)
          ? words.notValid
          : words.failed
  } catch {
    status.textContent = words.offline
  }
  button.disabled = false
})
`

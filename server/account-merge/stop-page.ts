// "Stop this merge", opened from a mail: first-party, no log-in, nothing from elsewhere. The token stands in the
// fragment, so that no log, no Referer and no link preview carries it; only the button sends it.

import tokens from '../../ui/tokens.css'
import style from './stop-page.css'

export const STOP_PAGE_STYLE = tokens + style

export const STOP_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Stop the account merge</title>
<link rel="stylesheet" href="/merges/stop.css">
<main>
  <h1>Stop the account merge?</h1>
  <p id="text">Both accounts then stay as they are. Nobody can restart the request but its owner, from the beginning.</p>
  <noscript><p>This page needs JavaScript to send your answer. You can also reply to the mail.</p></noscript>
  <button id="stop" type="button">Stop the merge</button>
  <p id="status" role="status"></p>
</main>
<script src="/merges/stop.js"></script>
</html>
`

export const STOP_PAGE_SCRIPT = `
const button = document.getElementById('stop')
const status = document.getElementById('status')
button.addEventListener('click', async () => {
  button.disabled = true
  status.textContent = 'Stopping…'
  try {
    const answer = await fetch('/api/merges/stop', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: location.hash.slice(1) }),
    })
    const body = await answer.json()
    if (answer.ok) {
      document.querySelector('h1').textContent = 'The merge is stopped'
      document.getElementById('text').textContent =
        body.fromEmail + ' and ' + body.intoEmail + ' stay two accounts. Both addresses get a mail that says so.'
      button.remove()
      status.textContent = ''
      return
    }
    status.textContent =
      body.code === 'merge.wrong_state'
        ? 'This merge can no longer be stopped: it has ended or the accounts are being merged now. Reply to the mail if that is wrong.'
        : ['not_found', 'request.malformed'].includes(body.code)
          ? 'This link is not valid. Open it again from the mail, whole.'
          : 'That did not work. Try again in a minute.'
  } catch {
    status.textContent = 'There is no connection. Try again when you are online.'
  }
  button.disabled = false
})
`

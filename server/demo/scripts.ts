// The portal's two scripts, as they are served. embed.js is all that embedding Helpdock takes; portal.js is the
// portal's own: everything works without it, a little less comfortably.

export const EMBED = `// Wardway embeds Helpdock: /widget.js, and these lines.
window.Helpdock ||= function () {
  (Helpdock.q ||= []).push(arguments)
}

if (document.documentElement.hasAttribute('data-logged-in')) {
  Helpdock('boot', {
    // Signed by Wardway's server for whoever is logged in; asked for again whenever it runs out.
    identityToken: () =>
      // Where it fails it is asked again: only a 401 says that nobody is logged in.
      fetch('/demo/identity-token', { cache: 'no-store' }).then((answer) =>
        answer.ok ? answer.text() : answer.status === 401 ? undefined : Promise.reject(answer.status),
      ),
    // For a merge: whoever is here logs in to their other account, too.
    otherAccountToken: (merge) => import('/demo/other-account.js').then(({ logIn }) => logIn(merge)),
  })
} else {
  Helpdock('boot')
}

// The next one at this computer is somebody else.
document.addEventListener('submit', ({ target }) => {
  if (target.hasAttribute('data-log-out')) Helpdock('shutdown')
})
`

export const OTHER_ACCOUNT = `// A log-in to the other account of a merge, over the page: it proves that both are one person's, and changes nothing here.
// Gives the token that Wardway's server signed for this merge alone, or nothing where the person thinks better of it.
export function logIn({ id, email }) {
  const dialog = document.createElement('dialog')
  dialog.className = 'other-account'
  dialog.setAttribute('aria-labelledby', 'other-account')
  dialog.innerHTML = \`<form>
<h2 id="other-account">Log in to your other account</h2>
<p class="muted">It is the one that ends when the accounts are merged. You stay logged in here as you are.</p>
<label>Email address <input type="email" name="email" autocomplete="username" readonly></label>
<label>Password <input type="password" name="password" autocomplete="current-password" required autofocus></label>
<p class="wrong" role="alert"></p>
<p class="buttons"><button type="button" class="button quiet">Cancel</button><button class="button">Log in to it</button></p>
<p class="links"><a target="_blank">Never had a password? Set one</a></p>
</form>\`
  const form = dialog.querySelector('form')
  form.email.value = email
  dialog.querySelector('a').href = '/demo/forgot?email=' + encodeURIComponent(email)
  return new Promise((resolve) => {
    dialog.querySelector('.quiet').onclick = () => dialog.close()
    dialog.onclose = () => {
      dialog.remove()
      resolve()
    }
    form.onsubmit = async (event) => {
      event.preventDefault()
      const wrong = dialog.querySelector('.wrong')
      wrong.textContent = ''
      const body = new URLSearchParams({ merge: id, email, password: form.password.value })
      const answer = await fetch('/demo/identity-token', { method: 'POST', body }).catch(() => undefined)
      if (answer?.ok) {
        resolve(await answer.text())
        dialog.close()
      } else {
        wrong.textContent = answer ? 'Email address and password do not belong together.' : 'Wardway did not answer. Try again.'
        form.password.select()
      }
    }
    document.body.append(dialog)
    dialog.showModal()
  })
}
`

export const PORTAL = `// Wardway's own comforts.
document.addEventListener('click', ({ target }) => {
  const menu = document.querySelector('details.account[open]')
  if (menu && !menu.contains(target)) menu.open = false

  const button = target.closest('[data-copy]')
  if (button) {
    navigator.clipboard.writeText(button.dataset.copy).then(
      () => say(button, 'Copied'),
      () => getSelection().selectAllChildren(button.previousElementSibling),
    )
  }
})

document.addEventListener('keydown', ({ key }) => {
  const menu = document.querySelector('details.account[open]')
  if (key === 'Escape' && menu) {
    menu.open = false
    menu.querySelector('summary').focus()
  }
})

function say(button, word) {
  const before = button.dataset.before ??= button.textContent
  button.textContent = word
  setTimeout(() => (button.textContent = before), 1500)
}

document.querySelector('[data-filter] select')?.addEventListener('change', ({ target }) => target.form.submit())

// The mailbox: what is there stays as it is, read or folded; only what is new is put on top.
const mails = document.getElementById('mails')
if (mails) look()

async function look() {
  if (!document.hidden) {
    const answer = await fetch(mails.dataset.from).catch(() => undefined)
    if (answer?.ok) putOnTop(await answer.text())
  }
  setTimeout(look, 1500)
}

// The dashboard: a rotation that came meanwhile shows beside the chat that says so.
const rotations = document.getElementById('rotations')
if (rotations) setTimeout(lookAgain, 1500)

async function lookAgain() {
  if (!document.hidden) {
    const answer = await fetch(rotations.dataset.from).catch(() => undefined)
    if (answer?.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const now = page.getElementById('rotations')
      if (now && now.innerHTML !== rotations.innerHTML) rotations.replaceChildren(...now.childNodes)
    }
  }
  setTimeout(lookAgain, 1500)
}

function putOnTop(source) {
  const page = new DOMParser().parseFromString(source, 'text/html')
  const fresh = [...page.querySelectorAll('.mail')].filter(({ id }) => !document.getElementById(id))
  if (fresh.length === 0) return
  mails.querySelector('[data-nothing]')?.remove()
  for (const mail of fresh) mail.classList.add('fresh')
  mails.prepend(...fresh)
}
`

export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#6a2350"/><path d="M7 10l4.500 12L16 12l4.500 10L25 10" fill="none" stroke="#f6d9e8" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>`

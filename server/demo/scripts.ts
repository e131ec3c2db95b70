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
      fetch('/demo/identity-token').then((answer) => (answer.ok ? answer.text() : undefined)),
  })
} else {
  Helpdock('boot')
}

// The next one at this computer is somebody else.
document.addEventListener('submit', ({ target }) => {
  if (target.hasAttribute('data-log-out')) Helpdock('shutdown')
})
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

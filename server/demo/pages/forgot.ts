// A password that was forgotten, or never had: asked for by address, set by a mailed link.

import type { FastifyPluginAsync } from 'fastify'
import { html } from '../html.ts'
import { hashOf, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from '../passwords.ts'
import { type Account, findByEmail } from '../portal.ts'
import { field, logIn } from '../requests.ts'
import { accountOf, endedPage, linkMailer, takeLink, tokenOf } from './mailed-links.ts'
import { alert, type PortalParts, show } from './page.ts'

export function forgotRoutes(parts: PortalParts): FastifyPluginAsync {
  const { state, now } = parts
  const mailLink = linkMailer(parts)
  const secure = parts.publicUrl.startsWith('https:')
  return async (app) => {
    app.get('/forgot', (request, reply) => {
      const email = new URLSearchParams(request.url.split('?')[1]).get('email') ?? ''
      return show(parts, request, reply, forgotPage(email))
    })

    app.post('/forgot', async (request, reply) => {
      const email = field(request, 'email')
      const account = findByEmail(state.read(), email)
      if (account && !account.mergedInto) await mailLink(account, 'set-password')
      return show(parts, request, reply, mailedPage(email))
    })

    app.get('/set-password', (request, reply) => {
      const token = tokenOf(request.url)
      const account = accountOf(state.read(), token, 'set-password', now())
      return show(
        parts,
        request,
        reply,
        account ? setPasswordPage(account, token) : endedPage('/demo/forgot'),
      )
    })

    app.post('/set-password', async (request, reply) => {
      const token = field(request, 'token')
      const password = field(request, 'password', PASSWORD_MAX_CHARS)
      const known = accountOf(state.read(), token, 'set-password', now())
      if (!known) return show(parts, request, reply, { ...endedPage('/demo/forgot'), status: 410 })
      if (password.length < PASSWORD_MIN_CHARS) {
        const wrong = `A password has at least ${PASSWORD_MIN_CHARS} characters.`
        return show(parts, request, reply, { ...setPasswordPage(known, token, wrong), status: 422 })
      }
      const passwordHash = await hashOf(password)
      const at = now()
      const account = await state.change((data) => {
        const account = takeLink(data, token, 'set-password', at)
        // Whoever was logged in with the old one is not any more.
        if (account)
          Object.assign(account, { passwordHash, emailVerified: true, logInsFrom: at.toISOString() })
        return account
      })
      if (!account) return show(parts, request, reply, { ...endedPage('/demo/forgot'), status: 410 })
      logIn(reply, state.read(), account, at, secure)
      return reply.redirect('/demo', 303)
    })
  }
}

function forgotPage(email: string) {
  return {
    title: 'Forgot password',
    frame: 'bare' as const,
    body: html`<section class="card door">
<h1>Forgot password?</h1>
<p class="muted">Or never had one, because your school made the account: type the address, and we mail you a link to set it.</p>
<form method="post" action="/demo/forgot">
<label>Email address <input type="email" name="email" value="${email}" autocomplete="username" required></label>
<button class="button">Mail me a link</button>
</form>
<p class="links"><a href="/demo/login">Back to log-in</a></p>
</section>`,
  }
}

function mailedPage(email: string) {
  return {
    title: 'Look in your mail',
    frame: 'bare' as const,
    body: html`<section class="card door">
<h1>Look in your mail</h1>
<p>If there is an account for <strong>${email}</strong>, a link to set its password is on the way to it.</p>
<p class="muted">In this demo all mail ends in one mailbox.</p>
<p><a class="button" href="/demo/mailbox?to=${encodeURIComponent(email)}">Open the mailbox</a></p>
<p class="links"><a href="/demo/forgot">Another address</a><a href="/demo/login">Back to log-in</a></p>
</section>`,
  }
}

function setPasswordPage({ email }: Account, token: string, wrong?: string) {
  return {
    title: 'Set your password',
    frame: 'bare' as const,
    body: html`<section class="card door">
<h1>Set your password</h1>
${wrong && alert('error', html`${wrong}`)}
<form method="post" action="/demo/set-password">
<input type="hidden" name="token" value="${token}">
<label>Email address <input type="email" value="${email}" autocomplete="username" readonly></label>
<label>New password <input type="password" name="password" autocomplete="new-password" minlength="${PASSWORD_MIN_CHARS}" required><small>At least ${PASSWORD_MIN_CHARS} characters</small></label>
<button class="button">Set it and log in</button>
</form>
</section>`,
  }
}

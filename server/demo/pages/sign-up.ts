// Sign-up, and the three ways by which a mailed link changes an account: a password forgotten, a password never
// had, an address confirmed. Links work once, for an hour.

import { createHash, randomBytes } from 'node:crypto'
import type { FastifyPluginAsync } from 'fastify'
import { DISCIPLINES, SCHOOLS, YEARS } from '../cast.ts'
import { html } from '../html.ts'
import { sendMail } from '../mailbox.ts'
import { hashOf } from '../passwords.ts'
import { type Account, findAccount, findByEmail, type MailedLink, type PortalData } from '../portal.ts'
import { field, logIn } from '../requests.ts'
import { choices } from './forms.ts'
import { alert, type PortalParts, show } from './page.ts'

const LINK_TTL_MS = 60 * 60_000
const PASSWORD_MIN_CHARS = 10
const PASSWORD_MAX_CHARS = 200
/** Good enough for a pretend portal: something, an @, and a domain with a dot. */
const ADDRESS = /^[^\s@<>",;:]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i

export function signUpRoutes(parts: PortalParts): FastifyPluginAsync {
  const { state, now } = parts
  const secure = parts.publicUrl.startsWith('https:')
  return async (app) => {
    app.get('/sign-up', (request, reply) => show(parts, request, reply, signUpPage({})))

    app.post('/sign-up', async (request, reply) => {
      const typed = {
        name: field(request, 'name', 120),
        email: field(request, 'email').toLowerCase(),
        school: field(request, 'school'),
        discipline: field(request, 'discipline'),
        year: field(request, 'year'),
      }
      const password = field(request, 'password', PASSWORD_MAX_CHARS)
      const wrong = !typed.name
        ? 'Tell us your name.'
        : !ADDRESS.test(typed.email)
          ? 'This is not an email address.'
          : password.length < PASSWORD_MIN_CHARS
            ? `A password has at least ${PASSWORD_MIN_CHARS} characters.`
            : undefined
      if (wrong) return show(parts, request, reply, { ...signUpPage({ ...typed, wrong }), status: 422 })

      const passwordHash = await hashOf(password)
      const at = now()
      const account = await state.change((data): Account | undefined => {
        if (findByEmail(data, typed.email)) return undefined
        const account: Account = {
          ...typed,
          externalId: `ww-${randomBytes(6).toString('hex')}`,
          emailVerified: false,
          passwordHash,
          role: 'student',
          origin: 'sign-up',
          createdAt: at.toISOString(),
          logInsFrom: at.toISOString(),
          mergedInto: null,
        }
        data.accounts.push(account)
        return account
      })
      if (!account)
        return show(parts, request, reply, { ...signUpPage({ ...typed, exists: true }), status: 409 })
      await mailLink(account, 'confirm-address')
      logIn(reply, state.read(), account, at, secure)
      return reply.redirect('/demo', 303)
    })

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

    // Looking at the link changes nothing: mail scanners look too.
    app.get('/confirm', (request, reply) => {
      const token = tokenOf(request.url)
      const account = accountOf(state.read(), token, 'confirm-address', now())
      return show(parts, request, reply, account ? confirmPage(account, token) : endedPage('/demo'))
    })

    app.post('/confirm', async (request, reply) => {
      const account = await state.change((data) => {
        const account = takeLink(data, field(request, 'token'), 'confirm-address', now())
        if (account) account.emailVerified = true
        return account
      })
      if (!account) return show(parts, request, reply, { ...endedPage('/demo'), status: 410 })
      return reply.redirect('/demo', 303)
    })
  }

  async function mailLink(account: Account, purpose: MailedLink['purpose']): Promise<void> {
    const token = randomBytes(32).toString('base64url')
    await state.change((data) => {
      data.links = data.links.filter(
        (link) =>
          link.expiresAt > now().toISOString() &&
          !(link.accountId === account.externalId && link.purpose === purpose),
      )
      data.links.push({
        tokenHash: hashOfToken(token),
        purpose,
        accountId: account.externalId,
        expiresAt: new Date(now().getTime() + LINK_TTL_MS).toISOString(),
      })
    })
    await sendMail(parts.mailboxDir, { to: account.email, ...mailOf(account, purpose, token) }, now())
  }

  function mailOf({ name, passwordHash }: Account, purpose: MailedLink['purpose'], token: string) {
    const hello = `Hello ${name},\n\n`
    const end = '\n\nThe link works once, within the next hour. If you did not ask for it, do nothing.\n'
    if (purpose === 'confirm-address') {
      const url = `${parts.publicUrl}/demo/confirm?token=${token}`
      return {
        subject: 'Confirm your email address',
        text: `${hello}Welcome to Wardway. Please confirm that this address is yours:\n\n    ${url}${end}`,
      }
    }
    const url = `${parts.publicUrl}/demo/set-password?token=${token}`
    const first = passwordHash ? 'Set a new password' : 'Set your first password'
    return {
      subject: `${first} for Wardway`,
      text: `${hello}${first} for Wardway here:\n\n    ${url}${end}`,
    }
  }
}

const tokenOf = (url: string) => new URLSearchParams(url.split('?')[1]).get('token') ?? ''
const hashOfToken = (token: string) => createHash('sha256').update(token).digest('hex')

function accountOf(
  data: PortalData,
  token: string,
  purpose: MailedLink['purpose'],
  now: Date,
): Account | undefined {
  const link = data.links.find(
    (link) =>
      link.tokenHash === hashOfToken(token) && link.purpose === purpose && link.expiresAt > now.toISOString(),
  )
  const account = link && findAccount(data, link.accountId)
  return account?.mergedInto ? undefined : account
}

function takeLink(
  data: PortalData,
  token: string,
  purpose: MailedLink['purpose'],
  now: Date,
): Account | undefined {
  const account = accountOf(data, token, purpose, now)
  data.links = data.links.filter((link) => link.tokenHash !== hashOfToken(token))
  return account
}

interface SignUpForm extends Partial<Pick<Account, 'name' | 'email' | 'school' | 'discipline' | 'year'>> {
  wrong?: string
  exists?: boolean
}

function signUpPage({ name, email, school, discipline, year, wrong, exists }: SignUpForm) {
  return {
    title: 'Sign up',
    frame: 'bare' as const,
    body: html`<section class="card door">
<h1>Sign up</h1>
<p class="muted">Does your school schedule your rotations? Then it may have made an account for you already, with your school address.</p>
${wrong && alert('error', html`${wrong}`)}
${
  exists &&
  alert(
    'error',
    html`<strong>User already exists</strong>
<ul>
<li><a href="/demo/login?email=${encodeURIComponent(email ?? '')}">Log in</a> if you know its password.</li>
<li><a href="/demo/forgot?email=${encodeURIComponent(email ?? '')}">Set a password</a> if you do not, or never had one.</li>
<li><a href="/help/signing-in/user-already-exists">Why it says so</a>, and what to do.</li>
</ul>`,
  )
}
<form method="post" action="/demo/sign-up">
<label>Name <input name="name" value="${name}" autocomplete="name" maxlength="120" required></label>
<label>Email address <input type="email" name="email" value="${email}" autocomplete="username" required></label>
<label>Password <input type="password" name="password" autocomplete="new-password" minlength="${PASSWORD_MIN_CHARS}" required></label>
<label>School <select name="school">${choices(SCHOOLS, school)}</select></label>
<div class="pair">
<label>Discipline <select name="discipline">${choices(DISCIPLINES, discipline)}</select></label>
<label>Year of study <select name="year">${choices(YEARS, year)}</select></label>
</div>
<button class="button">Sign up</button>
</form>
<p class="links"><a href="/demo/login">Log in instead</a></p>
</section>`,
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

function confirmPage({ email }: Account, token: string) {
  return {
    title: 'Confirm your address',
    frame: 'bare' as const,
    body: html`<section class="card door">
<h1>Is this your address?</h1>
<p><strong>${email}</strong></p>
<form method="post" action="/demo/confirm"><input type="hidden" name="token" value="${token}"><button class="button">Yes, confirm it</button></form>
</section>`,
  }
}

function endedPage(next: string) {
  return {
    title: 'This link has ended',
    frame: 'bare' as const,
    status: 410,
    body: html`<section class="card door">
<h1>This link has ended</h1>
<p>It was used before, a newer one was mailed, or its hour is over.</p>
<p><a class="button" href="${next}">${next === '/demo' ? 'To the dashboard' : 'Ask for a new one'}</a></p>
</section>`,
  }
}

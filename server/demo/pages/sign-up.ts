// Sign-up: where somebody whose school made an account reads "User already exists", and is shown the way on.

import { randomBytes } from 'node:crypto'
import type { FastifyPluginAsync } from 'fastify'
import { DISCIPLINES, SCHOOLS, YEARS } from '../cast.ts'
import { html } from '../html.ts'
import { hashOf, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from '../passwords.ts'
import { type Account, findByEmail } from '../portal.ts'
import { field, logIn } from '../requests.ts'
import { choices } from './forms.ts'
import { accountOf, endedPage, linkMailer, takeLink, tokenOf } from './mailed-links.ts'
import { alert, type PortalParts, show } from './page.ts'

/** Good enough for a pretend portal: something, an @, and a domain with a dot. */
const ADDRESS = /^[^\s@<>",;:]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i

export function signUpRoutes(parts: PortalParts): FastifyPluginAsync {
  const { state, now } = parts
  const mailLink = linkMailer(parts)
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

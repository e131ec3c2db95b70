// Log-in and log-out. The page where "user already exists" leaves people, so it shows the way on.

import type { FastifyPluginAsync } from 'fastify'
import { cast } from '../cast.ts'
import { html } from '../html.ts'
import { isPassword } from '../passwords.ts'
import { type Account, findAccount, findByEmail, type PortalData } from '../portal.ts'
import { field, logIn, logOut } from '../requests.ts'
import { alert, type PortalParts, show } from './page.ts'
import { initials, masked } from './words.ts'

export function logInRoutes(parts: PortalParts): FastifyPluginAsync {
  const secure = parts.publicUrl.startsWith('https:')
  return async (app) => {
    app.get('/login', (request, reply) => {
      const query = new URLSearchParams(request.url.split('?')[1])
      return show(
        parts,
        request,
        reply,
        page(parts.state.read(), { email: query.get('email') ?? '', out: query.has('out') }),
      )
    })

    app.post('/login', async (request, reply) => {
      const data = parts.state.read()
      const email = field(request, 'email')
      const account = findByEmail(data, email)
      const right = await isPassword(field(request, 'password'), account?.passwordHash ?? null)
      if (account?.mergedInto || !account || !right) {
        const problem = account?.mergedInto ? movedTo(data, account) : 'wrong'
        return show(parts, request, reply, { ...page(data, { email, problem }), status: 401 })
      }
      logIn(reply, data, account, parts.now(), secure)
      return reply.redirect('/demo', 303)
    })

    app.post('/logout', (_request, reply) => {
      logOut(reply, secure)
      return reply.redirect('/demo/login?out', 303)
    })
  }
}

/** Where an account went, and where that went. */
function movedTo(data: PortalData, account: Account): Account {
  const next = account.mergedInto ? findAccount(data, account.mergedInto) : undefined
  return next ? movedTo(data, next) : account
}

function page(
  data: PortalData,
  { email, out, problem }: { email: string; out?: boolean; problem?: 'wrong' | Account },
) {
  return {
    title: 'Log in',
    frame: 'bare' as const,
    body: html`<div class="doors">
<section class="card door">
<h1>Log in</h1>
${out && alert('done', html`You are logged out.`)}
${problem === 'wrong' && alert('error', html`Email address and password do not belong together. Never had a password? <a href="/demo/forgot?email=${encodeURIComponent(email)}">Set one with “Forgot password?”</a>`)}
${typeof problem === 'object' && alert('note', html`This account became part of another one. Log in as <strong>${masked(problem.email)}</strong>; everything is there.`)}
<form method="post" action="/demo/login">
<label>Email address <input type="email" name="email" value="${email}" autocomplete="username" required></label>
<label>Password <input type="password" name="password" autocomplete="current-password" required></label>
<button class="button">Log in</button>
</form>
<p class="links"><a href="/demo/forgot">Forgot password?</a><a href="/demo/sign-up">Sign up</a></p>
</section>
<section class="demo-log-ins" aria-labelledby="try">
<h2 id="try">Log-ins to try</h2>
<p class="muted">This portal is pretend, and so are its students. Any password here is yours to use.</p>
<ul>${cast.map((member) => memberCard(data, member))}</ul>
</section>
</div>`,
  }
}

function memberCard(data: PortalData, { name, email, password, about }: (typeof cast)[number]) {
  const account = findByEmail(data, email)
  const gone = account?.mergedInto ? findAccount(data, account.mergedInto) : undefined
  const how = gone
    ? html`<p class="muted">Became part of ${gone.email}.</p>`
    : password === null
      ? html`<p class="muted">No password yet: <a href="/demo/forgot?email=${encodeURIComponent(email)}">set one with “Forgot password?”</a></p>`
      : html`<p class="muted">Password: <code>${password}</code></p>
<form method="post" action="/demo/login">
<input type="hidden" name="email" value="${email}"><input type="hidden" name="password" value="${password}">
<button class="button quiet" aria-label="Use this log-in: ${email}">Use this log-in</button>
</form>`
  return html`<li class="card member">
<span class="avatar" aria-hidden="true">${initials(name)}</span>
<div>
<h3>${name}</h3>
<p class="address">${email}</p>
<p>${gone ? 'This account has ended.' : about}</p>
${how}
</div>
</li>`
}

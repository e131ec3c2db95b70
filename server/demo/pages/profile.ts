// Who the student is to the portal. School, discipline and year decide what they can apply for.

import type { FastifyPluginAsync } from 'fastify'
import { DISCIPLINES, SCHOOLS, YEARS } from '../cast.ts'
import { html } from '../html.ts'
import { type Account, findAccount } from '../portal.ts'
import { field } from '../requests.ts'
import { choices } from './forms.ts'
import { accountOr401, alert, type PortalParts, show } from './page.ts'
import { initials } from './words.ts'

export function profileRoutes(parts: PortalParts): FastifyPluginAsync {
  return async (app) => {
    app.get('/profile', (request, reply) => {
      const account = accountOr401(parts, request, reply)
      if (!account) return reply
      return show(parts, request, reply, {
        title: 'Profile',
        body: profile(account, request.url.endsWith('?saved')),
      })
    })

    app.get('/profile/edit', (request, reply) => {
      const account = accountOr401(parts, request, reply)
      if (!account) return reply
      return show(parts, request, reply, { title: 'Edit my profile', body: editing(account) })
    })

    app.post('/profile', async (request, reply) => {
      const account = accountOr401(parts, request, reply)
      if (!account) return reply
      const name = field(request, 'name', 120)
      const known = (all: string[], value: string) => (all.includes(value) ? value : '')
      await parts.state.change((data) => {
        const kept = findAccount(data, account.externalId)
        if (!kept) return
        kept.name = name || kept.name
        kept.discipline = known(DISCIPLINES, field(request, 'discipline'))
        kept.year = known(YEARS, field(request, 'year'))
      })
      return reply.redirect('/demo/profile?saved', 303)
    })

    app.post('/profile/school', async (request, reply) => {
      const account = accountOr401(parts, request, reply)
      if (!account) return reply
      const school = field(request, 'school')
      await parts.state.change((data) => {
        const kept = findAccount(data, account.externalId)
        if (kept) kept.school = SCHOOLS.includes(school) ? school : ''
      })
      return reply.redirect('/demo/profile/edit', 303)
    })
  }
}

function profile(
  { name, email, emailVerified, school, discipline, year, externalId }: Account,
  saved: boolean,
) {
  const or = (value: string) => value || html`<span class="muted">Not set</span>`
  return html`<div class="head"><h1>Profile</h1><a class="button quiet" href="/demo/profile/edit">Edit my profile</a></div>
${saved && alert('done', html`Your profile is saved.`)}
<section class="card person">
<span class="avatar large" aria-hidden="true">${initials(name)}</span>
<div><h2>${name}</h2><p class="muted address">${email}${emailVerified ? '' : ' (not confirmed yet)'}</p></div>
</section>
<dl class="facts card">
<div><dt>School</dt><dd>${or(school)}</dd></div>
<div><dt>Discipline</dt><dd>${or(discipline)}</dd></div>
<div><dt>Year of study</dt><dd>${or(year)}</dd></div>
<div><dt>Student number</dt><dd>${externalId}</dd></div>
</dl>
<p class="muted">School, discipline and year decide which rotations you can apply for.</p>`
}

function editing({ name, school, discipline, year }: Account) {
  return html`<p class="back"><a href="/demo/profile">Profile</a></p>
<h1>Edit my profile</h1>
<section class="card">
<h2>About me</h2>
<form method="post" action="/demo/profile">
<label>Name <input name="name" value="${name}" autocomplete="name" maxlength="120" required></label>
<div class="pair">
<label>Discipline <select name="discipline">${choices(DISCIPLINES, discipline)}</select></label>
<label>Year of study <select name="year">${choices(YEARS, year)}</select></label>
</div>
<button class="button">Save changes</button>
</form>
</section>
<section class="card">
<h2>Roles</h2>
${
  school
    ? html`<form method="post" action="/demo/profile/school" class="role"><span>Student at <strong>${school}</strong></span><button class="bin" aria-label="Remove ${school}"><svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.600" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M4 6h12M8 6V4h4v2M5.500 6l.8 10.500h7.400L14.500 6M8.500 9v4.500M11.500 9v4.500"/></svg></button></form>`
    : html`<form method="post" action="/demo/profile/school" class="role"><label>School <select name="school" required>${choices(SCHOOLS)}</select></label><button class="button quiet">+ Add role</button></form>`
}
</section>`
}

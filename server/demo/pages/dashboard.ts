// The rotations of the one who is logged in, as cards; and the honest sentence when there are none. What comes
// meanwhile, as after a merge, shows without a reload: scripts.ts asks for this page again.

import type { FastifyPluginAsync } from 'fastify'
import { html } from '../html.ts'
import { type Account, type Rotation, rotationsOf, statusOf, urgencyOf } from '../portal.ts'
import { accountOr401, alert, type PortalParts, show } from './page.ts'
import { deadline, statusChip } from './steps.ts'
import { datesInWords } from './words.ts'

export function dashboardRoutes(parts: PortalParts): FastifyPluginAsync {
  return async (app) => {
    app.get('/', (request, reply) => {
      const account = accountOr401(parts, request, reply)
      if (!account) return reply
      const rotations = rotationsOf(parts.state.read(), account)
      return show(parts, request, reply, {
        title: 'Dashboard',
        body: html`<div class="head"><h1>Your rotations</h1><p class="muted">Logged in as ${account.email}</p></div>
${!account.emailVerified && alert('note', html`Please confirm your address: we mailed a link to ${account.email}. <a href="/demo/mailbox?to=${encodeURIComponent(account.email)}">Open the mailbox</a>`)}
<div id="rotations" data-from="/demo" aria-live="polite">${rotations.length === 0 ? nothingYet(account) : html`<div class="cards">${rotations.map((rotation) => card(rotation, parts.now()))}</div>`}</div>`,
      })
    })
  }
}

function card(rotation: Rotation, now: Date) {
  const { id, title, site, city, steps } = rotation
  const done = steps.filter((step) => step.done).length
  const next = steps.find((step) => !step.done)
  return html`<article class="card rotation">
<div class="row">${statusChip(statusOf(rotation, now))}<span class="muted">${datesInWords(rotation)}</span></div>
<h2><a href="/demo/rotations/${id}">${title}</a></h2>
<p>${site}<span class="muted">, ${city}</span></p>
<div class="progress"><progress max="${steps.length}" value="${done}" aria-label="Steps done"></progress><span class="muted">${done} of ${steps.length} steps</span></div>
${next && html`<p class="next ${urgencyOf(next, now)}">${deadline(next, now)}</p>`}
</article>`
}

function nothingYet({ email }: Account) {
  return html`<section class="card nothing">
<svg viewBox="0 0 120 80" width="120" height="80" fill="none" stroke="currentColor" stroke-width="2.500" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M16 70h88M28 70V28l32-14 32 14v42M60 30v14M53 37h14M50 70V56h20v14M38 44h6M38 56h6M76 44h6M76 56h6"/></svg>
<h2>No rotations yet</h2>
<p>What your school schedules for <strong>${email}</strong> shows up here. If you expected one, it may be scheduled under another address of yours.</p>
<p class="actions"><a class="button" href="/help/rotations/rotation-not-visible">I don't see my rotation</a><a class="button quiet" href="/demo/search">Search rotations</a></p>
</section>`
}

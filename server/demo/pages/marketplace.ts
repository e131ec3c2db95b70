// The Rotation Marketplace: what students look for themselves. Short, but an application started here is real.

import type { FastifyPluginAsync } from 'fastify'
import { applicationFor, DISCIPLINES, type Opportunity, opportunities } from '../cast.ts'
import { html } from '../html.ts'
import { type Account, dateOf } from '../portal.ts'
import { choices } from './forms.ts'
import { accountOr401, type PortalParts, show } from './page.ts'
import { datesInWords } from './words.ts'

export function marketplaceRoutes(parts: PortalParts): FastifyPluginAsync {
  const { state, now } = parts
  return async (app) => {
    app.get('/search', (request, reply) => {
      const account = accountOr401(parts, request, reply)
      if (!account) return reply
      const query = new URLSearchParams(request.url.split('?')[1])
      const wanted = { words: query.get('q')?.trim() ?? '', discipline: query.get('discipline') ?? '' }
      const found = opportunities.filter((opportunity) => fits(opportunity, wanted))
      const started = new Set(state.read().rotations.map(({ id }) => id))
      return show(parts, request, reply, {
        title: 'Rotation Marketplace',
        body: html`<h1>Rotation Marketplace</h1>
<form class="filters" method="get" action="/demo/search" role="search">
<label>Words <input type="search" name="q" value="${wanted.words}" placeholder="Title, site or city"></label>
<label>Discipline <select name="discipline">${choices(DISCIPLINES, wanted.discipline, 'All')}</select></label>
<button class="button">Search</button>
</form>
<p class="muted" role="status">${found.length} of ${opportunities.length} rotations</p>
${
  found.length === 0
    ? html`<p class="card quiet-card">Nothing fits. <a href="/demo/search">Take the filters off</a></p>`
    : html`<div class="cards">${found.map((one) => card(one, account, started.has(idOf(one, account)), now()))}</div>`
}`,
      })
    })

    app.post('/search/:id', async (request, reply) => {
      const account = accountOr401(parts, request, reply)
      if (!account) return reply
      const { id } = request.params as { id: string }
      const opportunity = opportunities.find((one) => one.id === id)
      if (!opportunity || whyNot(opportunity, account)) return reply.callNotFound()
      const rotationId = idOf(opportunity, account)
      await state.change((data) => {
        if (data.rotations.some((rotation) => rotation.id === rotationId)) return
        data.rotations.push(applicationFor(opportunity, account, now(), rotationId))
      })
      return reply.redirect(`/demo/rotations/${rotationId}`, 303)
    })
  }
}

/** One application for one account. */
const idOf = ({ id }: Opportunity, { externalId }: Account) => `${id}-${externalId}`

function fits(
  opportunity: Opportunity,
  { words, discipline }: { words: string; discipline: string },
): boolean {
  const text = [opportunity.title, opportunity.site, opportunity.city].join(' ').toLowerCase()
  return (!discipline || opportunity.discipline === discipline) && text.includes(words.toLowerCase())
}

function whyNot(opportunity: Opportunity, account: Account): string | undefined {
  if (!account.school || !account.discipline || !account.year) return 'Your profile is not complete.'
  if (account.discipline !== opportunity.discipline) return `For students of ${opportunity.discipline}.`
  return undefined
}

function card(opportunity: Opportunity, account: Account, started: boolean, now: Date) {
  const { id, title, site, city, discipline, places, startsInDays, days } = opportunity
  const reason = whyNot(opportunity, account)
  const dates = { startsOn: dateOf(now, startsInDays), endsOn: dateOf(now, startsInDays + days) }
  return html`<article class="card rotation">
<div class="row"><span class="chip rests">${discipline}</span><span class="muted">${places} ${places === 1 ? 'place' : 'places'}</span></div>
<h2>${title}</h2>
<p>${site}<span class="muted">, ${city}</span></p>
<p class="muted">${datesInWords(dates)}</p>
${
  started
    ? html`<p><a class="button quiet" href="/demo/rotations/${idOf(opportunity, account)}">Open application</a></p>`
    : reason
      ? html`<p class="muted">${reason} <a href="/help/rotations/why-cant-i-apply">Why can't I apply?</a></p>`
      : html`<form method="post" action="/demo/search/${id}"><button class="button" aria-label="Start application: ${title}">Start application</button></form>`
}
</article>`
}

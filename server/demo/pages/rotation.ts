// One rotation: when and where, whose step is next, and the comments that everybody on it sees.

import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { html } from '../html.ts'
import {
  type Account,
  type Comment,
  PHASES,
  type PortalData,
  type Rotation,
  type Step,
  statusOf,
} from '../portal.ts'
import { field } from '../requests.ts'
import { accountOr401, type PortalParts, show } from './page.ts'
import { dueWords, mark, owner, statusChip } from './steps.ts'
import { datesInWords, initials, momentInWords } from './words.ts'

const COMMENT_MAX_CHARS = 2_000

export function rotationRoutes(parts: PortalParts): FastifyPluginAsync {
  const { state, now } = parts
  return async (app) => {
    app.get('/rotations/:id', (request, reply) => {
      const account = accountOr401(parts, request, reply)
      if (!account) return reply
      const rotation = own(state.read(), account, request)
      if (!rotation) return reply.callNotFound()
      return show(parts, request, reply, { title: rotation.title, body: page(rotation, account, now()) })
    })

    app.post('/rotations/:id/comments', async (request, reply) => {
      const account = accountOr401(parts, request, reply)
      if (!account) return reply
      const text = field(request, 'text', COMMENT_MAX_CHARS)
      const found = await state.change((data) => {
        const rotation = own(data, account, request)
        if (rotation && text) rotation.comments.push(commentOf(account, text, now()))
        return rotation
      })
      return found ? reply.redirect(`/demo/rotations/${found.id}#activity`, 303) : reply.callNotFound()
    })

    app.post('/rotations/:id/steps/:stepId', async (request, reply) => {
      const account = accountOr401(parts, request, reply)
      if (!account) return reply
      const found = await state.change((data) => {
        const rotation = own(data, account, request)
        const step = rotation?.steps.find(({ id }) => id === param(request, 'stepId'))
        if (step?.owner === 'you') step.done = field(request, 'done') === 'yes'
        return rotation
      })
      return found ? reply.redirect(`/demo/rotations/${found.id}#steps`, 303) : reply.callNotFound()
    })
  }
}

/** Somebody else's rotation is as good as none. */
function own(data: PortalData, account: Account, request: FastifyRequest): Rotation | undefined {
  const id = param(request, 'id')
  return data.rotations.find((rotation) => rotation.id === id && rotation.accountId === account.externalId)
}

const param = (request: FastifyRequest, name: string) => (request.params as Record<string, string>)[name]

const commentOf = (account: Account, text: string, now: Date): Comment => ({
  id: randomUUID(),
  accountId: account.externalId,
  by: account.name,
  role: 'Student',
  text,
  at: now.toISOString(),
})

function page(rotation: Rotation, account: Account, now: Date) {
  const { id, title, site, city, preceptor, coordinator, comments, steps } = rotation
  const phases = PHASES.map((phase) => ({ phase, steps: steps.filter((step) => step.phase === phase) }))
  return html`<p class="back"><a href="/demo">Dashboard</a></p>
<div class="head"><h1>${title}</h1>${statusChip(statusOf(rotation, now))}</div>
<dl class="facts card">
<div><dt>Site</dt><dd>${site}, ${city}</dd></div>
<div><dt>Dates</dt><dd>${datesInWords(rotation)}</dd></div>
<div><dt>Preceptor</dt><dd>${preceptor}</dd></div>
<div><dt>Coordinator</dt><dd>${coordinator}</dd></div>
</dl>
<section id="steps" class="steps">
<h2>Steps</h2>
${phases
  .filter((phase) => phase.steps.length > 0)
  .map(
    (phase) => html`<h3>${phase.phase}</h3>
<ul class="card">${phase.steps.map((step) => stepLine(step, id, now))}</ul>`,
  )}
</section>
<section id="activity" class="activity">
<h2>Activity</h2>
<p class="muted">Everybody on this rotation sees these comments: you, the coordinators and the preceptor.</p>
${comments.length === 0 ? html`<p class="card quiet-card muted">No comments yet.</p>` : html`<ol class="card">${comments.map((comment) => commentLine(comment, account))}</ol>`}
<form method="post" action="/demo/rotations/${id}/comments" class="card write">
<label for="comment">Comment</label>
<textarea id="comment" name="text" rows="3" maxlength="${COMMENT_MAX_CHARS}" required></textarea>
<button class="button">Post comment</button>
</form>
</section>`
}

function stepLine(step: Step, rotationId: string, now: Date) {
  return html`<li>
${mark(step, now)}
<div><strong>${step.title}</strong><span class="muted">${owner(step)} · ${dueWords(step, now)}</span></div>
${
  step.owner === 'you' &&
  html`<form method="post" action="/demo/rotations/${rotationId}/steps/${step.id}"><input type="hidden" name="done" value="${step.done ? 'no' : 'yes'}"><button class="button quiet small" aria-label="${step.done ? 'Reopen' : 'Mark as done'}: ${step.title}">${step.done ? 'Reopen' : 'Mark as done'}</button></form>`
}
</li>`
}

function commentLine({ accountId, by, role, text, at }: Comment, account: Account) {
  return html`<li>
<span class="avatar" aria-hidden="true">${initials(by)}</span>
<div><p><strong>${by}</strong> <span class="muted">${accountId === account.externalId ? 'You' : role} · <time datetime="${at}">${momentInWords(at)}</time></span></p><p class="said">${text}</p></div>
</li>`
}

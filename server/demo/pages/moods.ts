// How Wardway answers merges at the moment: as it should, or in one of the ways in which a host can fail. For whoever tries
// out what Helpdock makes of it; a real host has no such page.

import type { FastifyPluginAsync } from 'fastify'
import { html } from '../html.ts'
import { MOODS, type Mood, type PortalData } from '../portal.ts'
import { field } from '../requests.ts'
import { alert, type PortalParts, show } from './page.ts'

const DOWN_FOR_MS = 60 * 60_000

const WORDS: Record<Mood, [name: string, what: string]> = {
  merges: ['As it should', 'Merges, says so, and can take it back.'],
  refuses: ['Refuses', 'Says that it did not merge.'],
  'too late': [
    'Too late',
    'Merges, but answers after Helpdock has given up on the attempt. Helpdock asks again.',
  ],
  twice: ['Twice', 'Says “completed”, and says it once more by itself.'],
  otherwise: [
    'Otherwise',
    'Says “completed”, and then “failed”. Helpdock keeps the first and shows the second.',
  ],
  down: ['Down for an hour', 'Answers nothing at all. Helpdock goes on trying.'],
}

/** A mood ends by itself where it has an end. */
export function moodOf({ mood }: Readonly<PortalData>, now: Date): Mood {
  if (!mood || (mood.until !== null && mood.until <= now.toISOString())) return 'merges'
  return mood.name
}

export function moodRoutes(parts: PortalParts): FastifyPluginAsync {
  return async (app) => {
    app.get('/merges', (request, reply) => {
      const current = moodOf(parts.state.read(), parts.now())
      return show(parts, request, reply, {
        title: 'How merges are answered',
        body: html`<div class="head"><h1>How merges are answered</h1><p class="muted">Wardway is a pretend host. Choose how it behaves, and see in the console what Helpdock makes of it.</p></div>
${request.url.endsWith('?saved') && alert('done', html`From now on: ${WORDS[current][0].toLowerCase()}.`)}
<form class="card moods" method="post" action="/demo/merges">
${MOODS.map(
  (mood) =>
    html`<label><input type="radio" name="mood" value="${mood}"${mood === current ? html` checked` : ''}><span><strong>${WORDS[mood][0]}</strong><span class="muted">${WORDS[mood][1]}</span></span></label>`,
)}
<p><button class="button">Behave like this</button></p>
</form>`,
      })
    })

    app.post('/merges', async (request, reply) => {
      const name = MOODS.find((mood) => mood === field(request, 'mood')) ?? 'merges'
      const until = name === 'down' ? new Date(parts.now().getTime() + DOWN_FOR_MS).toISOString() : null
      await parts.state.change((data) => {
        data.mood = { name, until }
      })
      return reply.redirect('/demo/merges?saved', 303)
    })
  }
}

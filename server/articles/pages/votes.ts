// "Did this answer your question?" as pages' forms send it, with a script and without: kept, then told on the page.

import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type, { type Static } from 'typebox'
import { FeedbackAnswer } from '../../../protocol/articles.ts'
import { FEEDBACK_COMMENT_MAX_CHARS } from '../../../protocol/limits.ts'
import { Refusal } from '../../errors.ts'
import { originCheck } from '../../http/origins.ts'
import type { Feedback } from '../feedback.ts'
import type { Answered } from './article.ts'
import { articleFor, pathOf, type Visit } from './visit.ts'

/** Set when somebody votes, never before: a changed mind replaces the earlier vote. */
const READER_COOKIE = 'helpdock_reader'
/** Of one network, as over the widget's address (../routes.ts). */
const VOTES_PER_HOUR = 300

const Place = Type.Object({ collection: Type.String(), slug: Type.String() })
const PlaceInLocale = Type.Object({ locale: Type.String(), ...Place.properties })
const FeedbackForm = Type.Object({
  answer: FeedbackAnswer,
  version: Type.String({ minLength: 1, maxLength: 80 }),
  comment: Type.Optional(Type.String({ maxLength: FEEDBACK_COMMENT_MAX_CHARS })),
})

export function votes(parts: {
  feedback: Feedback
  publicUrl: string
  visit(locale?: string): Visit
}): FastifyPluginAsyncTypebox {
  const cookie = {
    path: '/help',
    httpOnly: true,
    sameSite: 'lax',
    secure: parts.publicUrl.startsWith('https:'),
  } as const
  const { mayComeFrom } = originCheck({ publicUrl: parts.publicUrl, allowedOrigins: [] })

  return async (app) => {
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => {
        // Browsers send a line's end as two characters; the field's limit counts it as one.
        done(null, Object.fromEntries(new URLSearchParams(String(body).replaceAll('%0D%0A', '%0A'))))
      },
    )
    const config = { rateLimit: { max: VOTES_PER_HOUR, timeWindow: '1 hour' } }

    app.post(
      '/help/:collection/:slug/feedback',
      { config, schema: { hide: true, params: Place, body: FeedbackForm } },
      async (request, reply) => {
        if (!mayComeFrom(request, 'own page')) throw new Refusal('caller.forbidden')
        const kept = await keep(parts.visit(), request.params.slug, request.body, request.cookies)
        return reply.setCookie(READER_COOKIE, kept.readerId, cookie).redirect(kept.to, 303)
      },
    )
    app.post(
      '/help/:locale/:collection/:slug/feedback',
      { config, schema: { hide: true, params: PlaceInLocale, body: FeedbackForm } },
      async (request, reply) => {
        if (!mayComeFrom(request, 'own page')) throw new Refusal('caller.forbidden')
        const { locale, slug } = request.params
        const kept = await keep(parts.visit(locale), slug, request.body, request.cookies)
        return reply.setCookie(READER_COOKIE, kept.readerId, cookie).redirect(kept.to, 303)
      },
    )
  }

  async function keep(
    visit: Visit,
    slug: string,
    { answer, version, comment }: Static<typeof FeedbackForm>,
    cookies: Record<string, string | undefined>,
  ): Promise<{ readerId: string; to: string }> {
    const article = articleFor(visit, slug)
    if (!article) throw new Refusal('not_found')
    const readerId = cookies[READER_COOKIE] ?? randomUUID()
    const told = comment !== undefined && comment.trim() !== ''
    await parts.feedback.answer({
      slug: article.slug,
      locale: article.locale,
      version,
      readerId,
      // Pages know no session.
      contactId: null,
      answer,
      comment: told ? comment : undefined,
    })
    const page = encodeURI(visit.to(pathOf(article)))
    return { readerId, to: `${page}?answered=${answer}${told ? '&told=1' : ''}#hd-feedback` }
  }
}

export function answeredOf({ answered, told }: Record<string, unknown>): Answered | null {
  const answer = FeedbackAnswer.enum.find((one) => one === answered)
  return answer ? { answer, told: told === '1' } : null
}

// The public help center: every article as a page of its own, complete without a script. What the pages look like
// is beside this file; here is only who gets which. Partner in the browser: enhance.ts.

import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { FeedbackAnswer } from '../../../protocol/entities.ts'
import { REFUSALS, type RefusalCode } from '../../../protocol/errors.ts'
import { FEEDBACK_COMMENT_MAX_CHARS, QUERY_MAX_CHARS } from '../../../protocol/limits.ts'
import { Refusal } from '../../errors.ts'
import { sha256 } from '../../hashes.ts'
import { originCheck } from '../../origins.ts'
import type { Feedback } from '../feedback.ts'
import type { Library } from '../library.ts'
import { failedPage, missingPage } from './apart.ts'
import { type Answered, articlePage } from './article.ts'
import { homePage } from './home.ts'
import { resultsPage } from './results.ts'
import { documentOf, type Page, type Site } from './shell.ts'
import { sitemap } from './sitemap.ts'
import { STYLE, STYLE_HASH } from './style.ts'

/** Set when somebody votes, never before: a changed mind replaces the earlier vote. */
const READER_COOKIE = 'helpdock_reader'
/** Votes of one network address. */
const VOTES_PER_MINUTE = 60
const FOR_EVER = 'public, max-age=31536000, immutable'

const Place = Type.Object({ collection: Type.String(), slug: Type.String() })
const FeedbackForm = Type.Object({
  answer: FeedbackAnswer,
  version: Type.String({ minLength: 1, maxLength: 80 }),
  comment: Type.Optional(Type.String({ maxLength: FEEDBACK_COMMENT_MAX_CHARS })),
})

export function helpCenterPages({
  library,
  feedback,
  publicUrl,
  assets,
}: {
  library: Library
  feedback: Feedback
  publicUrl: string
  /** Programs for browsers by their names; `help-center` is enhance.ts. */
  assets: Record<string, string>
}): FastifyPluginAsyncTypebox {
  const script = assets['help-center']
  const site: Site = { publicUrl, script: script && `/assets/${script}` }
  const { mayComeFrom } = originCheck({ publicUrl, allowedOrigins: [] })
  const locale = () => library.home(undefined).locale
  const hidden = { schema: { hide: true } }

  function send(request: FastifyRequest, reply: FastifyReply, page: Page) {
    return sendFresh(request, asPage(reply), documentOf(page, site).source)
  }
  function sendMissing(reply: FastifyReply, meant: string) {
    const page = missingPage(library, locale(), meant.slice(0, QUERY_MAX_CHARS))
    return asPage(reply).code(404).send(documentOf(page, site).source)
  }

  return async (app) => {
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => {
        // Browsers send a line's end as two characters; the field's limit counts it as one.
        done(null, Object.fromEntries(new URLSearchParams(String(body).replaceAll('%0D%0A', '%0A'))))
      },
    )

    // Here a person reads the answer, so it is a page; the code behind it is the same.
    app.setErrorHandler<FastifyError | Refusal>((cause, request, reply) => {
      const code = codeOf(cause)
      if (code === 'server.bug')
        request.log.error({ err: cause, url: request.url }, 'a page failed in a way that is a bug')
      return asPage(reply)
        .code(REFUSALS[code][0])
        .header('cache-control', 'no-store')
        .send(documentOf(failedPage(locale(), code), site).source)
    })

    app.get('/help', hidden, (request, reply) =>
      send(request, reply, homePage(locale(), library.collections())),
    )

    app.get(
      '/help/search',
      { schema: { hide: true, querystring: Type.Object({ q: Type.Optional(Type.Unknown()) }) } },
      (request, reply) => {
        const { q } = request.query
        const query = typeof q === 'string' ? q.slice(0, QUERY_MAX_CHARS) : ''
        return send(request, reply, resultsPage(library, locale(), query))
      },
    )

    app.get(
      '/help/:collection/:slug',
      { schema: { hide: true, params: Place, querystring: Type.Record(Type.String(), Type.Unknown()) } },
      (request, reply) => {
        const { collection, slug } = request.params
        const article = library.article(slug) ?? library.article(library.resolve(slug) ?? '')
        if (!article) return sendMissing(reply, slug)
        if (article.collection !== collection || article.slug !== slug) return moved(reply, article.url)
        return send(request, reply, articlePage(article, library.collections(), answeredOf(request.query)))
      },
    )

    app.post(
      '/help/:collection/:slug/feedback',
      {
        config: { rateLimit: { max: VOTES_PER_MINUTE, timeWindow: '1 minute' } },
        schema: { hide: true, params: Place, body: FeedbackForm },
      },
      async (request, reply) => {
        if (!mayComeFrom(request, 'own page')) throw new Refusal('caller.forbidden')
        const { slug } = request.params
        const article = library.article(slug) ?? library.article(library.resolve(slug) ?? '')
        if (!article) return sendMissing(reply, slug)
        const { answer, version, comment } = request.body
        const readerId = request.cookies[READER_COOKIE] ?? randomUUID()
        const told = comment !== undefined && comment.trim() !== ''
        await feedback.answer({
          slug: article.slug,
          locale: article.locale,
          version,
          readerId,
          answer,
          comment: told ? comment : undefined,
        })
        return reply
          .setCookie(READER_COOKIE, readerId, {
            path: '/help',
            httpOnly: true,
            sameSite: 'lax',
            secure: publicUrl.startsWith('https:'),
          })
          .redirect(`${encodeURI(article.url)}?answered=${answer}${told ? '&told=1' : ''}#hd-feedback`, 303)
      },
    )

    app.get('/help/style.css', hidden, (request, reply) => {
      const isThis = (request.query as { v?: unknown }).v === STYLE_HASH
      return reply
        .type('text/css; charset=utf-8')
        .header('cache-control', isThis ? FOR_EVER : 'no-cache')
        .send(STYLE)
    })

    app.get('/sitemap.xml', hidden, (request, reply) =>
      sendFresh(request, reply.type('application/xml; charset=utf-8'), sitemap(library, publicUrl).source),
    )

    // ---- addresses that people shorten or mistype
    app.get(
      '/help/:name',
      { schema: { hide: true, params: Type.Object({ name: Type.String() }) } },
      (request, reply) => {
        const { name } = request.params
        if (name === '') return moved(reply, '/help')
        const article = library.article(name) ?? library.article(library.resolve(name) ?? '')
        if (article) return moved(reply, article.url)
        const collection = library.collections().find(({ slug }) => slug === name)
        // Not for ever: a collection may have a page of its own one day.
        return collection
          ? reply.redirect(encodeURI(`/help#${collection.slug}`), 302)
          : sendMissing(reply, name)
      },
    )
    app.get('/help/*', hidden, (request, reply) => {
      const { '*': rest = '' } = request.params as { '*'?: string }
      const [path = ''] = request.url.split('?')
      if (path.endsWith('/')) return reply.redirect(path.replace(/\/+$/, ''), 308)
      return sendMissing(reply, rest.split('/').at(-1) ?? '')
    })
  }
}

/** For good; the address as a header may carry it, whatever letters the file's name has. */
function moved(reply: FastifyReply, url: string): FastifyReply {
  return reply.redirect(encodeURI(url), 308)
}

function asPage(reply: FastifyReply): FastifyReply {
  return (
    reply
      .type('text/html; charset=utf-8')
      // With no referrer at all, browsers would send the forms' Origin as "null".
      .header('referrer-policy', 'same-origin')
  )
}

/** By its content, so that a new version of the articles and a new version of the program both count. */
function sendFresh(request: FastifyRequest, reply: FastifyReply, body: string): FastifyReply {
  // Weak: the same text, whatever the compression.
  const etag = `W/"${sha256(body).slice(0, 16)}"`
  reply.header('etag', etag).header('cache-control', 'no-cache')
  const known = request.headers['if-none-match']?.split(',').some((one) => one.trim() === etag)
  return known ? reply.code(304).send() : reply.send(body)
}

function answeredOf({ answered, told }: Record<string, unknown>): Answered | null {
  const answer = FeedbackAnswer.enum.find((one) => one === answered)
  return answer ? { answer, told: told === '1' } : null
}

function codeOf(cause: FastifyError | Refusal): RefusalCode {
  if (cause instanceof Refusal) return cause.code
  if (cause.statusCode === 413) return 'request.too_large'
  if (cause.statusCode === 415) return 'request.unsupported_type'
  if (cause.validation || (cause.statusCode && cause.statusCode < 500)) return 'request.malformed'
  return 'server.bug'
}

// The public help center: every article as a page of its own, complete without a script. What the pages look like
// is beside this file; here is only who gets which. Partner in the browser: enhance.ts.
// Every address may have a locale in front (addresses.ts). Where a collection has the name of one, the locale wins.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { REFUSALS, type RefusalCode } from '../../../protocol/errors.ts'
import { QUERY_MAX_CHARS } from '../../../protocol/limits.ts'
import { Refusal } from '../../errors.ts'
import type { Feedback } from '../feedback.ts'
import type { Library } from '../library.ts'
import { failedPage, missingPage } from './apart.ts'
import { articlePage } from './article.ts'
import { collectionPage } from './collection.ts'
import { feed } from './feed.ts'
import { homePage } from './home.ts'
import { resultsPage } from './results.ts'
import { asPage, FOR_EVER, moved, sendFresh } from './sending.ts'
import { documentOf, type Page } from './shell.ts'
import type { Site } from './site.ts'
import { sitemap } from './sitemap.ts'
import { STYLE, STYLE_HASH } from './style.ts'
import { articleFor, pathOf, type Visit, visitOf } from './visit.ts'
import { answeredOf, votes } from './votes.ts'

const Anything = Type.Record(Type.String(), Type.Unknown())
const One = Type.Object({ first: Type.String() })
const Two = Type.Object({ first: Type.String(), second: Type.String() })
const Three = Type.Object({ locale: Type.String(), collection: Type.String(), slug: Type.String() })

export function helpCenterPages({
  library,
  feedback,
  publicUrl,
  site,
}: {
  library: Library
  feedback: Feedback
  publicUrl: string
  site: Site
}): FastifyPluginAsyncTypebox {
  const visit = (locale?: string) => visitOf(library, site, locale)
  const isLocale = (name: string) => name !== visit().standard && library.locales().includes(name)
  const hidden = { schema: { hide: true, querystring: Anything } }

  return async (app) => {
    // Here a person reads the answer, so it is a page; the code behind it is the same.
    app.setErrorHandler<FastifyError | Refusal>((cause, request, reply) => {
      const code = codeOf(cause)
      if (code === 'server.bug') {
        // Never the whole address: what people search for stands in it.
        const { url: route } = request.routeOptions
        request.log.error({ err: cause, route }, 'a page failed in a way that is a bug')
      }
      if (code === 'not_found') return sendMissing(reply, visit(), '')
      return asPage(reply)
        .code(REFUSALS[code][0])
        .header('cache-control', 'no-store')
        .send(documentOf(visit(), failedPage(visit(), code, request.id)).source)
    })
    // `?locale=` on any address leads to the address of that locale.
    app.addHook('onRequest', async (request, reply) => {
      const { locale, ...rest } = request.query as Record<string, unknown>
      if (request.method !== 'GET' || typeof locale !== 'string') return
      const [path = ''] = request.url.split('?')
      const others = new URLSearchParams(Object.entries(rest).map(([key, value]) => [key, String(value)]))
      const [, named = ''] = /^\/help\/([^/]+)/.exec(path) ?? []
      const plain = isLocale(named) ? path.replace(`/${named}`, '') : path
      const asked = library.locales().includes(locale) ? visit(locale).to('') : '/help'
      return reply.redirect(`${plain.replace('/help', asked)}${others.size > 0 ? `?${others}` : ''}`, 302)
    })
    await app.register(votes({ feedback, publicUrl, visit }))

    app.get('/help', hidden, (request, reply) => send(request, reply, visit(), homePage(visit())))
    app.get('/help/search', hidden, (request, reply) => sendResults(request, reply, visit()))
    app.get('/help/feed.xml', hidden, (request, reply) => sendFeed(request, reply, visit()))
    app.get('/help/style.css', hidden, (request, reply) => {
      const isThis = (request.query as { v?: unknown }).v === STYLE_HASH
      return reply
        .type('text/css; charset=utf-8')
        .header('cache-control', isThis ? FOR_EVER : 'no-cache')
        .send(STYLE)
    })
    app.get('/help/:first', { schema: { ...hidden.schema, params: One } }, (request, reply) => {
      const { first } = request.params
      if (first === '') return moved(reply, '/help')
      if (!isLocale(first)) return sendNamed(request, reply, visit(), first)
      return send(request, reply, visit(first), homePage(visit(first)))
    })
    app.get('/help/:first/:second', { schema: { ...hidden.schema, params: Two } }, (request, reply) => {
      const { first, second } = request.params
      if (!isLocale(first)) return sendArticle(request, reply, visit(), `${first}/${second}`)
      if (second === '') return moved(reply, visit(first).to(''))
      if (second === 'search') return sendResults(request, reply, visit(first))
      if (second === 'feed.xml') return sendFeed(request, reply, visit(first))
      return sendNamed(request, reply, visit(first), second)
    })
    app.get(
      '/help/:locale/:collection/:slug',
      { schema: { ...hidden.schema, params: Three } },
      (request, reply) => {
        const { locale, collection, slug } = request.params
        if (!isLocale(locale)) return sendLost(request, reply, slug)
        return sendArticle(request, reply, visit(locale), `${collection}/${slug}`)
      },
    )
    app.get('/help/*', hidden, (request, reply) => {
      const { '*': rest = '' } = request.params as { '*'?: string }
      return sendLost(request, reply, rest.split('/').at(-1) ?? '')
    })

    app.get('/sitemap.xml', hidden, (request, reply) =>
      sendFresh(request, reply.type('application/xml; charset=utf-8'), sitemap(library, site).source),
    )
    app.get('/robots.txt', hidden, (request, reply) =>
      sendFresh(
        request,
        reply.type('text/plain; charset=utf-8'),
        `User-agent: *\nAllow: /\n\nSitemap: ${site.absolute('/sitemap.xml')}\n`,
      ),
    )
  }

  function send(request: FastifyRequest, reply: FastifyReply, of: Visit, page: Page) {
    return sendFresh(request, asPage(reply), documentOf(of, page).source)
  }

  function sendMissing(reply: FastifyReply, of: Visit, meant: string) {
    const page = missingPage(of, meant)
    return asPage(reply).code(404).send(documentOf(of, page).source)
  }

  function sendResults(request: FastifyRequest, reply: FastifyReply, of: Visit) {
    const { q } = request.query as { q?: unknown }
    return send(request, reply, of, resultsPage(of, typeof q === 'string' ? q.slice(0, QUERY_MAX_CHARS) : ''))
  }

  function sendFeed(request: FastifyRequest, reply: FastifyReply, of: Visit) {
    return sendFresh(request, reply.type('application/atom+xml; charset=utf-8'), feed(of).source)
  }

  /** A collection; or an article by its slug alone, as people shorten addresses. */
  function sendNamed(request: FastifyRequest, reply: FastifyReply, of: Visit, name: string) {
    const page = collectionPage(of, name)
    if (page) return send(request, reply, of, page)
    const article = articleFor(of, name)
    return article ? moved(reply, of.to(pathOf(article))) : sendMissing(reply, of, name)
  }

  function sendArticle(request: FastifyRequest, reply: FastifyReply, of: Visit, path: string) {
    const [, slug = ''] = path.split('/')
    // /help/signing-in/
    if (slug === '') return moved(reply, of.to(path.slice(0, -1)))
    const article = articleFor(of, slug)
    if (!article) return sendMissing(reply, of, slug)
    if (pathOf(article) !== path) return moved(reply, of.to(pathOf(article)))
    const answered = answeredOf(request.query as Record<string, unknown>)
    return send(request, reply, of, articlePage(of, article, answered))
  }

  /** No address of ours; with a slash too many at its end, perhaps another one. */
  function sendLost(request: FastifyRequest, reply: FastifyReply, meant: string) {
    const [path = ''] = request.url.split('?')
    // From the first of them only: a search from each would take the square of their number.
    if (path.endsWith('/')) return reply.redirect(path.replace(/(?<!\/)\/+$/, ''), 308)
    return sendMissing(reply, visit(), meant)
  }
}

function codeOf(cause: FastifyError | Refusal): RefusalCode {
  if (cause instanceof Refusal) return cause.code
  if (cause.statusCode === 413) return 'request.too_large'
  if (cause.statusCode === 415) return 'request.unsupported_type'
  if (cause.validation || (cause.statusCode && cause.statusCode < 500)) return 'request.malformed'
  return 'server.bug'
}

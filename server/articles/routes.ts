// Articles and their search, for the widget and for anybody. With a contact's session the answers are what that
// contact may read, and nobody else's cache keeps them; without one, what everybody may.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import {
  ArticleAnswer,
  FeedbackCounts,
  FeedbackReport,
  FeedbackRequest,
  GapsRequest,
  HelpHome,
  SearchAnswer,
  SearchQuery,
} from '../../protocol/http.ts'
import { bearer, contactCaller } from '../caller.ts'
import { Refusal } from '../errors.ts'
import type { Parts } from '../parts.ts'
import { type Brand, helpVersion, PLAIN } from '../settings/brand.ts'
import type { Store } from '../store/store.ts'
import type { TicketTypes } from '../ticket-types/types.ts'
import type { DeskHours } from '../tickets/availability.ts'
import { FILES } from './attached.ts'
import { readerOf } from './audience.ts'
import { type Feedback, feedbackReport } from './feedback.ts'
import { countFinds } from './finds.ts'
import { gapsOf } from './gaps.ts'
import type { Help } from './help.ts'
import type { Library } from './library.ts'

const DEFAULT_RESULTS = 8
/** Votes and gaps of one network, each: what anybody may write here is kept, so a machine that goes on must not fill the store. */
const WRITES_PER_HOUR = 300
/** Widgets that one address may open: as many as may sign in there (contacts/routes.ts). */
const OPENINGS_PER_MINUTE = 3_000

const Locale = Type.Object({ locale: Type.Optional(Type.String({ maxLength: 20 })) })
const Slug = Type.Object({ slug: Type.String({ maxLength: 200 }) })

export function articleRoutes(
  parts: {
    library: Library
    feedback: Feedback
    store: Store
    publicUrl: string
    hours: () => Promise<DeskHours>
    types: TicketTypes
    brand?: () => Brand
  } & Pick<Parts, 'now' | 'newId'>,
): FastifyPluginAsyncTypebox {
  const { library } = parts
  const rateLimit = { max: WRITES_PER_HOUR, timeWindow: '1 hour' }
  // Each is asked for once by a widget that opens, so each is counted apart.
  const opening = { rateLimit: { max: OPENINGS_PER_MINUTE, timeWindow: '1 minute' } }

  async function helpFor(request: FastifyRequest, reply: FastifyReply): Promise<Help> {
    return (await readerFor(request, reply)).help
  }

  /** @throws Refusal('session.ended') */
  async function readerFor(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<{ help: Help; contactId: string | null }> {
    reply.header('vary', 'accept-encoding, authorization, origin')
    if (!isSomebodys(request)) return { help: library, contactId: null }
    const token = bearer(request.headers.authorization)
    const { contact } = await contactCaller(parts.store.read, token, parts.now())
    return { help: await library.forReader(readerOf(contact)), contactId: contact.id }
  }

  /** “Not there” and “not for you” answer alike. */
  function articleOf(help: Help, slug: string, locale: string | undefined) {
    const article = help.article(slug, locale)
    if (!article) throw new Refusal('not_found', { detail: `There is no article “${slug}”.` })
    // In the widget a path would lead to the host.
    return { ...article, html: article.html.replaceAll(`="${FILES}/`, `="${parts.publicUrl}${FILES}/`) }
  }

  return async (app) => {
    app.get(
      '/api/help/home',
      {
        config: opening,
        schema: {
          querystring: Type.Object({
            ...Locale.properties,
            page: Type.Optional(Type.String({ maxLength: 2_000, description: "Path of the host's page" })),
          }),
          response: { 200: HelpHome },
        },
      },
      async (request, reply) => {
        const help = await helpFor(request, reply)
        const home = help.home(request.query.locale, request.query.page)
        const hours = await parts.hours()
        const brand = parts.brand?.() ?? PLAIN
        // As those are told it who have this one open.
        const version = helpVersion(home.version, brand)
        const tag = [
          version,
          ...home.suggested.map(({ slug }) => slug),
          home.meaning ? 'm' : '',
          hours.version,
          hours.availability.from,
          hours.availability.unmailed?.join() ?? '',
          parts.types.version,
        ]
        const { availability } = hours
        const types = parts.types.offered(request.query.locale)
        // Said in the one language that everything is written in first.
        const { greeting } = brand
        const says = greeting && home.locale === library.sourceLocale() ? { greeting } : {}
        return fresh(request, reply, tag.join('.')) ?? { ...home, version, ...says, availability, types }
      },
    )

    app.get(
      '/api/help/index',
      {
        config: opening,
        schema: {
          querystring: Type.Object({
            ...Locale.properties,
            hash: Type.Optional(Type.String({ maxLength: 64 })),
            part: Type.Optional(
              Type.Integer({
                minimum: 0,
                maximum: 9,
                description: 'Of a large index: those after the first',
              }),
            ),
          }),
        },
      },
      async (request, reply) => {
        const help = await helpFor(request, reply)
        const index = help.index(request.query.locale)
        const part = request.query.part ?? 0
        const file = index.files[part]
        if (!file) throw new Refusal('not_found', { detail: `The index has no part ${part}.` })
        const cached = fresh(request, reply, part === 0 ? index.hash : `${index.hash}-${part}`)
        if (cached) return cached
        if (request.query.hash === index.hash) {
          const whose = isSomebodys(request) ? 'private' : 'public'
          reply.header('cache-control', `${whose}, max-age=31536000, immutable`)
        }
        reply.type('application/octet-stream')
        // Compressed once, when it was built.
        if (takes(request, 'br')) return reply.header('content-encoding', 'br').send(file.brotli())
        if (takes(request, 'gzip')) return reply.header('content-encoding', 'gzip').send(await file.gzip())
        return reply.send(file.plain)
      },
    )

    app.get(
      '/api/help/search',
      { schema: { querystring: SearchQuery, response: { 200: SearchAnswer } } },
      async (request, reply) => {
        const { q, locale, limit } = request.query
        const help = await helpFor(request, reply)
        const version = helpVersion(help.version, parts.brand?.() ?? PLAIN)
        return { ...help.answer(q, locale, limit ?? DEFAULT_RESULTS), version }
      },
    )

    app.get(
      '/api/help/articles/:slug',
      { schema: { params: Slug, querystring: Locale, response: { 200: ArticleAnswer } } },
      async (request, reply) => {
        const help = await helpFor(request, reply)
        const article = articleOf(help, request.params.slug, request.query.locale)
        return fresh(request, reply, article.version) ?? article
      },
    )

    app.post(
      '/api/help/articles/:slug/feedback',
      {
        config: { rateLimit },
        schema: {
          params: Slug,
          querystring: Locale,
          body: FeedbackRequest,
          response: { 200: FeedbackCounts },
        },
      },
      async (request, reply) => {
        const { help, contactId } = await readerFor(request, reply)
        const { slug, locale } = articleOf(help, request.params.slug, request.query.locale)
        const { answer, version, readerId, comment } = request.body
        return parts.feedback.answer({ slug, locale, answer, version, readerId, contactId, comment })
      },
    )

    app.get(
      '/api/help/articles/:slug/feedback',
      { schema: { params: Slug, querystring: Locale, response: { 200: FeedbackReport } } },
      async (request) => {
        const { slug } = request.params
        const locale = request.query.locale ?? library.sourceLocale()
        return feedbackReport(parts.store.read, library.resolve(slug) ?? slug, locale)
      },
    )

    app.post(
      '/api/help/gaps',
      { config: { rateLimit }, schema: { body: GapsRequest } },
      async (request, reply) => {
        const { locale, queries, found = [] } = request.body
        const opened = found.flatMap(({ query, slug }) => {
          const article = library.article(slug, locale)
          return article ? [{ query, slug: article.slug, locale: article.locale }] : []
        })
        await parts.store.commit(async (tx) => {
          await countFinds(tx, opened, parts.now().toISOString())
          for (const gap of gapsOf(queries, { ...parts, locale })) await tx.searchGaps.put(gap)
        })
        return reply.code(204).send()
      },
    )
  }
}

const isSomebodys = ({ headers }: FastifyRequest) => headers.authorization !== undefined

/** Sets the ETag; answers 304 where the client has this version already. */
function fresh(request: FastifyRequest, reply: FastifyReply, version: string): FastifyReply | undefined {
  // Weak: the same content, whatever its compression.
  const etag = `W/"${version}"`
  const caches = isSomebodys(request) ? 'private, no-cache' : 'no-cache'
  reply.header('etag', etag).header('cache-control', caches)
  const known = request.headers['if-none-match']?.split(',').some((one) => one.trim() === etag)
  return known ? reply.code(304).send() : undefined
}

/** Does the client take this encoding? `;q=0` says no. */
function takes(request: FastifyRequest, encoding: string): boolean {
  return String(request.headers['accept-encoding'] ?? '')
    .split(',')
    .some((one) => one.trim().startsWith(encoding) && !/;\s*q=0(\.0*)?\s*$/.test(one))
}

// The host's result, and the page behind the links in the mails: a GET changes nothing, only its button does.

import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { AccountChanged, MergeResult } from '../../protocol/webhooks.ts'
import { acceptedIn, type LanguageFor, localeIn } from '../email/language.ts'
import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import type { ReadTables } from '../store/store.ts'
import { exportTrail } from './audit.ts'
import { getMerge } from './ledger.ts'
import type { Merges } from './merges.ts'
import { STOP_PAGE_STYLE, stopPage, stopScript } from './stop-page.ts'

export function mergeRoutes(parts: {
  commit: Commit
  merges: Merges
  read: ReadTables
  languageFor: LanguageFor
}): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/api/host/merge-results',
      {
        schema: {
          body: MergeResult,
          response: { 200: Type.Object({ mergeId: Type.String(), state: Type.String() }) },
        },
      },
      async (request) => {
        const merge = await parts.commit((tx) => parts.merges.settle(tx, request.body))
        if (merge instanceof Refusal) throw merge
        return { mergeId: merge.id, state: merge.state }
      },
    )

    app.post(
      '/api/host/account-changes',
      {
        schema: {
          body: AccountChanged,
          response: {
            200: Type.Object({
              stopped: Type.Integer({ description: 'Running merges that named the account' }),
            }),
          },
        },
      },
      async (request) => {
        return { stopped: await parts.commit((tx) => parts.merges.accountChanged(tx, request.body.data)) }
      },
    )

    app.get(
      '/api/console/merges/:mergeId/trail',
      { schema: { hide: true, params: Type.Object({ mergeId: Type.String({ maxLength: 64 }) }) } },
      async (request, reply) => {
        const merge = await getMerge(parts.read, request.params.mergeId)
        return reply
          .type('application/json; charset=utf-8')
          .header('content-disposition', `attachment; filename="merge-${merge.id}.json"`)
          .send(JSON.stringify(await exportTrail(parts.read, merge), null, 2))
      },
    )

    app.post(
      '/api/merges/stop',
      {
        schema: {
          body: Type.Object(
            { token: Type.String({ minLength: 20, maxLength: 100 }) },
            { additionalProperties: false },
          ),
          response: { 200: Type.Object({ fromEmail: Type.String(), intoEmail: Type.String() }) },
        },
      },
      async (request) => {
        const merge = await parts.commit((tx) => parts.merges.cancelByLink(tx, request.body.token))
        return { fromEmail: merge.from.email, intoEmail: merge.into.email }
      },
    )

    /** The mail's own, which its link names; else what the browser would rather read. */
    const languageOf = ({ query, headers }: { query: { lang?: unknown }; headers: IncomingHttpHeaders }) =>
      parts.languageFor({ locale: localeIn(query.lang) ?? acceptedIn(headers['accept-language']) })
    const ofPage = {
      schema: { hide: true, querystring: Type.Object({ lang: Type.Optional(Type.Unknown()) }) },
    }

    app.get('/merges/stop', ofPage, (request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .headers({ 'referrer-policy': 'no-referrer', vary: 'accept-language' })
        .send(stopPage(languageOf(request))),
    )
    app.get('/merges/stop.js', ofPage, (request, reply) =>
      reply.type('text/javascript; charset=utf-8').send(stopScript(languageOf(request))),
    )
    app.get('/merges/stop.css', { schema: { hide: true } }, (_request, reply) =>
      reply.type('text/css; charset=utf-8').send(STOP_PAGE_STYLE),
    )
  }
}

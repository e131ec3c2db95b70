// The host's result, and the page behind the links in the mails: a GET changes nothing, only its button does.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { MergeResult } from '../../protocol/webhooks.ts'
import { requireHost } from '../caller.ts'
import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import type { Merges } from './merges.ts'
import { STOP_PAGE, STOP_PAGE_SCRIPT, STOP_PAGE_STYLE } from './stop-page.ts'

export function mergeRoutes(parts: {
  commit: Commit
  merges: Merges
  hostApiKey: string | null
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
        requireHost(request.headers.authorization, parts.hostApiKey)
        const merge = await parts.commit((tx) => parts.merges.settle(tx, request.body))
        if (merge instanceof Refusal) throw merge
        return { mergeId: merge.id, state: merge.state }
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

    app.get('/merges/stop', { schema: { hide: true } }, (_request, reply) =>
      reply.type('text/html; charset=utf-8').header('referrer-policy', 'no-referrer').send(STOP_PAGE),
    )
    app.get('/merges/stop.js', { schema: { hide: true } }, (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').send(STOP_PAGE_SCRIPT),
    )
    app.get('/merges/stop.css', { schema: { hide: true } }, (_request, reply) =>
      reply.type('text/css; charset=utf-8').send(STOP_PAGE_STYLE),
    )
  }
}

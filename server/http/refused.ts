// How a refusal leaves over HTTP: a problem document for programs, a small page for people who opened an address in
// a browser. Fastify's own errors are expected ones too; anything else is a bug, logged here and nowhere told.

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { BODY_MAX_BYTES } from '../../protocol/limits.ts'
import type { Library } from '../articles/library.ts'
import { failedPage, missingPage } from '../articles/pages/apart.ts'
import { documentOf } from '../articles/pages/shell.ts'
import type { Site } from '../articles/pages/site.ts'
import { visitOf } from '../articles/pages/visit.ts'
import { loggedBug, problemOf, Refusal } from '../errors.ts'
import { faultIn } from './malformed.ts'

export function refusedAnswers({ library, site }: { library: Library; site: Site }) {
  return {
    onError(cause: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): void {
      const refusal = refusalOf(cause, request)
      if (refusal.code === 'server.bug') {
        // Never the whole address: what people search for stands in it.
        const { url: route } = request.routeOptions
        request.log.error(
          { err: cause, method: request.method, route },
          'a request failed in a way that is a bug',
        )
      }
      send(refusal, request, reply)
    },

    onNotFound(request: FastifyRequest, reply: FastifyReply): void {
      const detail = `${request.method} ${pathOf(request)}`
      send(new Refusal('not_found', { detail }), request, reply)
    },
  }

  function send(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): void {
    const problem = problemOf(refusal)
    const { retryAfterMs } = problem
    if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1000))
    reply.code(problem.status).header('cache-control', 'no-store').header('vary', 'accept, origin')
    if (!isOpenedByAPerson(request)) reply.type('application/problem+json').send(problem)
    else reply.type('text/html; charset=utf-8').send(pageOf(refusal, request))
  }

  function pageOf({ code }: Refusal, request: FastifyRequest): string {
    const visit = visitOf(library, site)
    const meant = pathOf(request).split('/').at(-1) ?? ''
    const page = code === 'not_found' ? missingPage(visit, meant) : failedPage(visit, code, request.id)
    return documentOf(visit, page).source
  }
}

const pathOf = (request: FastifyRequest) => request.url.split('?')[0] ?? ''

/** Browsers ask for HTML when somebody opens an address, and for anything when a program fetches. */
function isOpenedByAPerson({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html')
}

function refusalOf(cause: FastifyError | Refusal, request: FastifyRequest): Refusal {
  const { bodyLimit = BODY_MAX_BYTES } = request.routeOptions
  if (cause instanceof Refusal) return cause
  if (cause.validation) return malformed(cause, request)
  if (cause.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new Refusal('request.too_large', { detail: `At most ${bodyLimit} bytes.` })
  }
  if (cause.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Refusal('request.unsupported_type')
  if (cause.statusCode && cause.statusCode >= 400 && cause.statusCode < 500) {
    return new Refusal(cause.statusCode === 404 ? 'not_found' : 'request.malformed', {
      detail: cause.message,
    })
  }
  return loggedBug(request.id)
}

function malformed(
  { validation, validationContext: part = 'body' }: FastifyError,
  request: FastifyRequest,
): Refusal {
  const schema = request.routeOptions.schema?.[part as 'body' | 'querystring' | 'params' | 'headers']
  const [first] = validation ?? []
  const ofLibrary = { field: first?.instancePath || '/', says: first?.message ?? 'does not fit' }
  const given = part === 'querystring' ? request.query : request[part as 'body' | 'params' | 'headers']
  // As the check read it: what is in an address is text, whatever it stands for.
  const read = schema && part !== 'body' ? Value.Convert(schema as TSchema, given) : given
  const { field, says } = schema ? faultIn(schema as TSchema, read) : ofLibrary
  return new Refusal('request.malformed', { field, detail: `${part}${field === '/' ? '' : field} ${says}` })
}

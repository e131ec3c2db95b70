// How a page leaves: as HTML or what else it is, with an ETag by its content, and 304 where it is known already.

import type { FastifyReply, FastifyRequest } from 'fastify'
import { sha256 } from '../../hashes.ts'

export const FOR_EVER = 'public, max-age=31536000, immutable'

export function asPage(reply: FastifyReply): FastifyReply {
  return (
    reply
      .type('text/html; charset=utf-8')
      // With no referrer at all, browsers would send the forms' Origin as "null".
      .header('referrer-policy', 'same-origin')
  )
}

/** By its content, so that a new version of the articles and a new version of the program both count. */
export function sendFresh(request: FastifyRequest, reply: FastifyReply, body: string): FastifyReply {
  // Weak: the same text, whatever the compression.
  const etag = `W/"${sha256(body).slice(0, 16)}"`
  reply.header('etag', etag).header('cache-control', 'no-cache')
  const known = request.headers['if-none-match']?.split(',').some((one) => one.trim() === etag)
  return known ? reply.code(304).send() : reply.send(body)
}

/** For good; the address as a header may carry it, whatever letters the file's name has. */
export function moved(reply: FastifyReply, url: string): FastifyReply {
  return reply.redirect(encodeURI(url), 308)
}

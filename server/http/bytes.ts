// A body of bytes, for routes that take a file. They are registered apart: no other route takes a body of this kind.

import type { FastifyInstance } from 'fastify'
import { Refusal } from '../errors.ts'

export function takesBytes(app: FastifyInstance, maxBytes: number): void {
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: maxBytes },
    (_request, body, done) => done(null, body),
  )
}

/** @throws Refusal('request.malformed') */
export function bytesOf({ body }: { body: unknown }, what: string): Buffer {
  if (Buffer.isBuffer(body) && body.length > 0) return body
  throw new Refusal('request.malformed', { detail: `${what} is a body of bytes, application/octet-stream.` })
}

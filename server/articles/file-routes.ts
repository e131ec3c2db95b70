// Files beside the articles: images in place, everything else as a download, never as a page of ours.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import Type from 'typebox'
import { Refusal } from '../errors.ts'
import { FILES } from './attached.ts'
import type { Library } from './library.ts'

const Place = Type.Object({
  hash: Type.String({ maxLength: 64 }),
  name: Type.String({ maxLength: 200, description: 'For people; the hash alone says which' }),
})
/** An SVG may want to be a page; it is a picture, with its own colours at most. */
const PICTURES_ONLY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

export function fileRoutes({ library }: { library: Library }): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      `${FILES}/:hash/:name`,
      { schema: { hide: true, params: Place } },
      async ({ params: { hash } }, reply) => {
        const found = await library.file(hash)
        return sendFile(
          reply,
          found,
          `${found?.isPublic ? 'public' : 'private'}, max-age=31536000, immutable`,
        )
      },
    )
  }
}

/** @throws Refusal('not_found') */
export function sendFile(
  reply: FastifyReply,
  found: Awaited<ReturnType<Library['file']>>,
  caches: string,
): FastifyReply {
  if (!found) throw new Refusal('not_found', { detail: 'No article has such a file.' })
  const { attached, content } = found
  const name = attached.url.slice(attached.url.lastIndexOf('/') + 1)
  const where = attached.kind === 'download' ? 'attachment' : 'inline'
  return reply
    .type(attached.mime)
    .header('content-disposition', `${where}; filename*=UTF-8''${name.replace(/['()*]/g, escaped)}`)
    .header('content-security-policy', PICTURES_ONLY)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', caches)
    .send(content)
}

/** What encodeURIComponent leaves and a header's value may not have. */
const escaped = (of: string) => `%${of.charCodeAt(0).toString(16).toUpperCase()}`

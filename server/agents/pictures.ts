// The picture of an agent, beside what they write: small, square, made anew from its pixels, and kept with the agent, for
// it is no larger than a long message. Anybody may see it, as anybody who is answered sees the name. Partner: attachments/images.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { LoginAnswer } from '../../protocol/http.ts'
import { PICTURE_MAX_BYTES } from '../../protocol/limits.ts'
import { squareOf } from '../attachments/images.ts'
import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import { agentOf } from '../gate.ts'
import { sha256 } from '../hashes.ts'
import { bytesOf, takesBytes } from '../http/bytes.ts'
import type { AgentRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { agentView } from './agents.ts'

const YEAR_SECONDS = 365 * 24 * 60 * 60
/** Of the hash, in the address: another picture has another address. */
const VERSION_CHARS = 12

export function pictureRoutes(parts: { read: ReadTables; commit: Commit }): FastifyPluginAsyncTypebox {
  const { read, commit } = parts

  /** @throws Refusal('attachment.kind' | 'attachment.damaged') */
  async function change(request: FastifyRequest, bytes: Buffer | null) {
    const { agent } = agentOf(request)
    const portrait = bytes && (await squareOf(bytes)).toString('base64')
    const changed = await commit(async (tx) => {
      const { portrait: _old, picture: _former, ...rest } = (await tx.agents.find(agent.id)) ?? agent
      const record: AgentRecord = portrait
        ? { ...rest, portrait, picture: addressOf(rest.id, portrait) }
        : rest
      await tx.agents.put(record)
      return record
    })
    return { agent: agentView(changed) }
  }

  return async (app) => {
    app.get(
      '/api/agents/:id/picture',
      {
        schema: {
          params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
          querystring: Type.Object({ v: Type.Optional(Type.String({ maxLength: 64 })) }),
        },
      },
      async ({ params: { id } }, reply) => {
        const agent = await read.agents.find(id)
        if (!agent?.portrait) throw new Refusal('not_found')
        return reply
          .type('image/webp')
          .header('cache-control', `public, max-age=${YEAR_SECONDS}, immutable`)
          .header('content-security-policy', "default-src 'none'; sandbox")
          .header('x-content-type-options', 'nosniff')
          .send(Buffer.from(agent.portrait, 'base64'))
      },
    )
    app.delete('/api/console/me/picture', { schema: { response: { 200: LoginAnswer } } }, async (request) =>
      change(request, null),
    )
    await app.register(async (plain) => {
      takesBytes(plain, PICTURE_MAX_BYTES)
      plain.put('/api/console/me/picture', { bodyLimit: PICTURE_MAX_BYTES }, async (request) =>
        change(request, bytesOf(request, 'A picture')),
      )
    })
  }
}

const addressOf = (id: string, portrait: string) =>
  `/api/agents/${id}/picture?v=${sha256('picture', portrait).slice(0, VERSION_CHARS)}`

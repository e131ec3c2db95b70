// Files in and out over HTTP: caller, rule, answer. A contact comes with a session, an agent with the cookie, from our
// own pages only. What goes out is never a page: a download that no browser runs. Partner: protocol/attachments.ts.

import type { FastifyPluginAsyncTypebox, TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { AddressAnswer, UploadAnswer, UploadRequest } from '../../protocol/attachments.ts'
import { ATTACHMENT_PIECE_BYTES } from '../../protocol/limits.ts'
import { Refusal } from '../errors.ts'
import { agentOf } from '../gate.ts'
import { bytesOf, takesBytes } from '../http/bytes.ts'
import { addressSigner } from './addresses.ts'
import { attachmentView, readable, type Uploader } from './attachments.ts'
import { guarded } from './guarded.ts'
import { roomForPieces } from './room.ts'
import { type Progress, type UploadParts, uploads } from './uploads.ts'

const Place = Type.Object({ id: Type.String({ maxLength: 64 }) })

export function attachmentRoutes(
  parts: UploadParts & {
    now: () => Date
    /** Signs addresses. */
    addressKey: Uint8Array
  },
): FastifyPluginAsyncTypebox {
  const { read, now } = parts
  const incoming = uploads(parts)
  const room = roomForPieces()
  const addresses = addressSigner({ key: parts.addressKey, now })

  function whoIs(request: FastifyRequest): Uploader {
    const { caller } = request
    if (caller !== null && caller !== 'host' && caller.kind === 'contact')
      return { kind: 'contact', id: caller.contact.id }
    return { kind: 'agent', id: agentOf(request).agent.id }
  }

  return async (app) => {
    app.post(
      '/api/attachments',
      { schema: { body: UploadRequest, response: { 200: UploadAnswer } } },
      async (request) => answerOf(await incoming.begin(whoIs(request), request.body)),
    )

    app.get(
      '/api/attachments/:id',
      { schema: { params: Place, response: { 200: UploadAnswer } } },
      async (request) => answerOf(await incoming.progress(whoIs(request), request.params.id)),
    )

    app.delete('/api/attachments/:id', { schema: { params: Place } }, async (request, reply) => {
      await incoming.remove(whoIs(request), request.params.id)
      return reply.code(204).send()
    })

    app.get(
      '/api/attachments/:id/address',
      { schema: { params: Place, response: { 200: AddressAnswer } } },
      async (request) => addresses.addressOf((await readable(read, whoIs(request), request.params.id)).id),
    )

    app.get(
      '/api/attachments/:id/file',
      {
        schema: {
          params: Place,
          querystring: Type.Object({
            until: Type.Integer({ minimum: 0 }),
            signature: Type.String({ pattern: '^[0-9a-f]{64}$' }),
          }),
        },
      },
      async ({ params: { id }, query: { until, signature } }, reply) => {
        addresses.check(id, until, signature)
        const record = await read.attachments.find(id)
        if (!record?.type) throw new Refusal('not_found')
        const { size, stream } = await guarded(parts.attachmentFiles, parts.log).read(id)
        return reply
          .type(record.type === 'text/plain' ? 'text/plain; charset=utf-8' : record.type)
          .header('content-length', size)
          .header('content-disposition', `attachment; filename*=UTF-8''${escaped(record.name)}`)
          .header('content-security-policy', "default-src 'none'; sandbox")
          .header('x-content-type-options', 'nosniff')
          .header('referrer-policy', 'no-referrer')
          .header('cache-control', 'private, no-store')
          .send(stream)
      },
    )

    await app.register(async (plain) => {
      takesBytes(plain, ATTACHMENT_PIECE_BYTES)
      plain.addHook('preParsing', async (request, reply) => {
        const { kind, id } = whoIs(request)
        const leave = room.enter(`${kind}:${id}`)
        // Answered, or broken off.
        reply.raw.once('finish', leave).once('close', leave)
      })
      plain.withTypeProvider<TypeBoxTypeProvider>().put(
        '/api/attachments/:id',
        {
          bodyLimit: ATTACHMENT_PIECE_BYTES,
          schema: {
            params: Place,
            querystring: Type.Object({ from: Type.Integer({ minimum: 0 }) }),
            response: { 200: UploadAnswer },
          },
        },
        async (request) => {
          // One without a byte has judged what arrived.
          const piece = Buffer.isBuffer(request.body) ? request.body : bytesOf(request, 'A piece')
          const { id } = request.params
          return answerOf(await incoming.takePiece(whoIs(request), id, request.query.from, piece))
        },
      )
    })
  }
}

function answerOf({ record, received }: Progress): UploadAnswer {
  return { id: record.id, received, attachment: record.type ? attachmentView(record) : null }
}

/** As RFC 8187 wants it: what encodeURIComponent leaves and a header's value may not have, too. */
const escaped = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (of) => `%${of.charCodeAt(0).toString(16).toUpperCase()}`)

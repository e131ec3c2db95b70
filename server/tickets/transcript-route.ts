// A transcript as a download: caller, rule, answer. Never a page: what people wrote is shown by no browser as ours.

import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { ZONE_MAX_CHARS } from '../../protocol/limits.ts'
import type { LanguageFor } from '../email/language.ts'
import { contactOf } from '../gate.ts'
import type { ReadTables } from '../store/store.ts'
import { ownTicket } from './tickets.ts'
import { asFile, transcriptOf } from './transcript.ts'

/** Of one contact: each may be a thread of ten thousand messages. */
const TRANSCRIPTS_PER_MINUTE = 20

export function transcriptRoute(parts: {
  read: ReadTables
  languageFor: LanguageFor
}): FastifyPluginAsyncTypebox {
  const { read } = parts
  return async (app) => {
    app.get(
      '/api/chat/transcripts/:ticketId',
      {
        config: {
          rateLimit: { max: TRANSCRIPTS_PER_MINUTE, timeWindow: '1 minute' },
        },
        schema: {
          params: Type.Object({ ticketId: Type.String({ maxLength: 64 }) }),
          querystring: Type.Object({
            zone: Type.Optional(
              Type.String({ maxLength: ZONE_MAX_CHARS, description: 'Whose clock its times are of' }),
            ),
          }),
        },
      },
      async (request, reply) => {
        const { contact } = contactOf(request)
        const ticket = await ownTicket(read, contact, request.params.ticketId)
        const transcript = await transcriptOf(read, parts, contact, ticket, request.query.zone)
        return reply
          .type('text/plain; charset=utf-8')
          .header('content-language', transcript.language.locale)
          .header('content-disposition', `attachment; filename="ticket-${ticket.number}.txt"`)
          .header('content-security-policy', "default-src 'none'; sandbox")
          .header('x-content-type-options', 'nosniff')
          .header('cache-control', 'private, no-store')
          .send(Readable.from(asFile(transcript)))
      },
    )
  }
}

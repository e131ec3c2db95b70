// The socket doors and the same commands over plain HTTP, for networks that block sockets.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { CommandFrame, ContactSnapshot } from '../../protocol/socket.ts'
import type { Bus } from '../bus/bus.ts'
import { AGENT_COOKIE, bearer, contactCaller } from '../caller.ts'
import { Refusal } from '../errors.ts'
import { topics } from './audience.ts'
import { contactSnapshot } from './snapshots.ts'
import { type SocketParts, serveContactSocket, serveDeskSocket } from './sockets.ts'

/** The longest a poll waits for news: below what proxies cut. */
const POLL_MAX_MS = 25_000

export function chatRoutes(
  parts: SocketParts & {
    bus: Bus
    mayComeFrom: (request: FastifyRequest, from: 'host page' | 'own page') => boolean
  },
): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/api/chat', { websocket: true }, (socket, request) => {
      if (!parts.mayComeFrom(request, 'host page')) return socket.close(1008, 'origin not allowed')
      serveContactSocket(socket, parts)
    })

    app.get('/api/console', { websocket: true }, (socket, request) => {
      // The cookie travels with any page's socket: only our own pages may use it.
      if (!parts.mayComeFrom(request, 'own page')) return socket.close(1008, 'origin not allowed')
      serveDeskSocket(socket, parts, request.cookies[AGENT_COOKIE])
    })

    app.post('/api/chat/send', { schema: { body: CommandFrame } }, async (request) => {
      const caller = await contactCaller(parts.read, bearer(request.headers.authorization), parts.now())
      return parts.gateway.contactCommand(caller, request.body)
    })

    app.get(
      '/api/chat/poll',
      {
        schema: {
          querystring: Type.Object({
            marks: Type.Optional(
              Type.String({ maxLength: 16_384, description: 'JSON: ticket id → sequence' }),
            ),
            wait: Type.Optional(Type.Integer({ minimum: 0, maximum: POLL_MAX_MS })),
          }),
          response: { 200: ContactSnapshot },
        },
      },
      async (request, reply) => {
        const caller = await contactCaller(parts.read, bearer(request.headers.authorization), parts.now())
        reply.header('cache-control', 'no-store')
        const news = firstNews(parts.bus, topics.contact(caller.contact.id), request.query.wait ?? 0, request)
        const marks = marksOf(request.query.marks)
        const snapshot = await contactSnapshot(parts, caller.contact, marks)
        if (snapshot.missed.length > 0 || snapshot.gaps.length > 0) return snapshot
        await news
        return contactSnapshot(parts, caller.contact, marks)
      },
    )
  }
}

/** Resolves at the first event of the topic, when the time is over, or when the client is gone. */
function firstNews(bus: Bus, topic: string, waitMs: number, request: FastifyRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stop()
      clearTimeout(timer)
      resolve()
    }
    const stop = bus.subscribe(topic, done)
    const timer = setTimeout(done, waitMs)
    request.raw.once('close', done)
  })
}

function marksOf(json: string | undefined): Record<string, number> {
  try {
    const marks: unknown = JSON.parse(json ?? '{}')
    if (typeof marks === 'object' && marks !== null && Object.values(marks).every(Number.isInteger)) {
      return marks as Record<string, number>
    }
  } catch {
    // falls through to the refusal
  }
  throw new Refusal('request.malformed', {
    field: '/marks',
    detail: 'marks must be JSON: ticket id → sequence.',
  })
}

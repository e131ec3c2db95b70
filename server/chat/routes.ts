// The socket doors and the same commands over plain HTTP, for networks that block sockets.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { HELLO_MARKS } from '../../protocol/limits.ts'
import { type AnswerFrame, CommandFrame, ContactSnapshot, DeskSnapshot } from '../../protocol/socket.ts'
import type { Bus, BusEvent } from '../bus/bus.ts'
import { AGENT_COOKIE, bearer, contactCaller } from '../caller.ts'
import { Refusal } from '../errors.ts'
import { agentOf, contactOf, deskCaller } from '../gate.ts'
import { bySource } from '../http/source.ts'
import type { Store } from '../store/store.ts'
import { topics } from './audience.ts'
import { contactSnapshot, deskSnapshot, hasChangedSince } from './snapshots.ts'
import { type SocketParts, serveContactSocket, serveDeskSocket } from './sockets.ts'
import { keepAnswer, letGoOfRequest } from './upgraded.ts'

type Typing = NonNullable<ContactSnapshot['typing']>[number]

/** The longest a poll waits for news: below what proxies cut. */
const POLL_MAX_MS = 25_000
/** A database that was away so long is not back at once. */
const ASK_AGAIN_MS = 2_000
/** Sockets that one address may open: a large school after a restart, some tries each. */
const SOCKETS_PER_MINUTE = 6_000

export function chatRoutes(
  parts: SocketParts & {
    store: Pick<Store, 'isAway'>
    mayComeFrom: (request: FastifyRequest, from: 'host page' | 'own page') => boolean
  },
): FastifyPluginAsyncTypebox {
  return async (app) => {
    const socketsOnly = () => {
      throw new Refusal('request.malformed', {
        detail: 'This address speaks WebSocket; see docs/protocol.md.',
      })
    }
    /** A balancer takes a socket that opens for one that is served: said before, it asks another copy. */
    const unlessAway = async () => {
      if (parts.store.isAway?.()) throw new Refusal('store.failed', { retryAfterMs: ASK_AGAIN_MS })
    }
    app.route({
      method: 'GET',
      url: '/api/chat',
      schema: { hide: true },
      onRequest: unlessAway,
      preHandler: keepAnswer,
      // Counted apart: who asks for pages too often keeps nobody beside them from a socket.
      config: {
        rateLimit: { max: SOCKETS_PER_MINUTE, timeWindow: '1 minute', keyGenerator: bySource },
      },
      handler: socketsOnly,
      wsHandler(socket, request) {
        if (!parts.mayComeFrom(request, 'host page')) return socket.close(1008, 'origin not allowed')
        letGoOfRequest(socket, request)
        serveContactSocket(socket, parts, { address: request.ip, wire: request.raw.socket })
      },
    })
    app.route({
      method: 'GET',
      url: '/api/console',
      schema: { hide: true },
      onRequest: unlessAway,
      preHandler: keepAnswer,
      handler: socketsOnly,
      wsHandler(socket, request) {
        // The cookie travels with any page's socket: only our own pages may use it.
        if (!parts.mayComeFrom(request, 'own page')) return socket.close(1008, 'origin not allowed')
        letGoOfRequest(socket, request)
        serveDeskSocket(socket, parts, {
          cookie: request.cookies[AGENT_COOKIE],
          address: request.ip,
          wire: request.raw.socket,
        })
      },
    })

    /** One that waits costs what a socket does. @throws Refusal('request.too_many') */
    function aPlace(id: string, waitMs: number, ip: string): () => void {
      if (waitMs === 0) return () => {}
      const ofAddress = parts.socketLimits.ofAddress(ip)
      try {
        // Beside their sockets: who has too many of those may still poll.
        const ofOne = parts.socketLimits.ofOne(`polls of ${id}`)
        return () => {
          ofOne()
          ofAddress()
        }
      } catch (cause) {
        ofAddress()
        throw cause
      }
    }

    app.post('/api/chat/send', { schema: { body: CommandFrame } }, async (request) => {
      return parts.gateway.contactCommand(contactOf(request), request.body, request.ip)
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
        const whoAmI = () => contactCaller(parts.read, bearer(request.headers.authorization), parts.now())
        const caller = contactOf(request)
        const marks = marksOf(request.query.marks)
        // Listening begins before the snapshot is read, as on a socket.
        const { contact, sessionId } = caller
        const heard = [topics.contact(contact.id), topics.session(sessionId), topics.everyone]
        const { wait = 0 } = request.query
        const news = firstNews(parts, heard, wait, reply, aPlace(contact.id, wait, request.ip))
        await parts.bus.heard()
        const snapshot = await contactSnapshot(parts, caller.contact, marks)
        parts.contactIsHere(contact, snapshot.tickets.length > 0)
        if (snapshot.missed.length > 0 || snapshot.gaps.length > 0) {
          news.stop()
          return snapshot
        }
        const event = await news.came
        // The news may be that the session has ended.
        const current = await contactSnapshot(parts, (await whoAmI()).contact, marks)
        // Nothing stored tells of it.
        return event?.name === 'typing.started' ? { ...current, typing: [event.body as Typing] } : current
      },
    )

    app.post(
      '/api/console/send',
      { schema: { body: Type.Union([CommandFrame, Type.Array(CommandFrame)]) } },
      async (request) => {
        const { body, ip, cookies } = request
        if (!Array.isArray(body)) return parts.gateway.deskCommand(agentOf(request), body, ip)
        // Asked anew for each, as on a socket.
        return inOrder(body, async (frame) => {
          const caller = await deskCaller(parts.read, cookies[AGENT_COOKIE], parts.now())
          return parts.gateway.deskCommand(caller, frame, ip)
        })
      },
    )

    app.get(
      '/api/console/poll',
      {
        schema: {
          querystring: Type.Object({
            known: Type.Optional(Type.String({ maxLength: 40, description: '`at` of the last answer' })),
            wait: Type.Optional(Type.Integer({ minimum: 0, maximum: POLL_MAX_MS })),
          }),
          response: { 200: DeskSnapshot },
        },
      },
      async (request, reply) => {
        const { agent, sessionId } = agentOf(request)
        const { known = '', wait = 0 } = request.query
        const heard = [
          ...[topics.desk, topics.deskNotes, topics.agent(agent.id)],
          ...[topics.session(sessionId), topics.everyone],
        ]
        const news = firstNews(parts, heard, wait, reply, aPlace(agent.id, wait, request.ip))
        await parts.bus.heard()
        if (await hasChangedSince(parts.read, agent, known)) news.stop()
        else await news.came
        // They may have lost their rights while they waited.
        const caller = await deskCaller(parts.read, request.cookies[AGENT_COOKIE], parts.now())
        return deskSnapshot(parts, caller.agent)
      },
    )
  }
}

/** One after the other, up to the first that has to wait: nothing that was behind it is done before it. */
async function inOrder(
  frames: CommandFrame[],
  answerTo: (frame: CommandFrame) => Promise<AnswerFrame>,
): Promise<AnswerFrame[]> {
  const answers: AnswerFrame[] = []
  for (const frame of frames) {
    const answer = await answerTo(frame)
    answers.push(answer)
    if (answer.kind === 'refusal' && answer.problem.retryAfterMs) break
  }
  return answers
}

/** Comes at the first event, when the time is over, when the server drains, or when the client is gone. */
function firstNews(
  { bus, hub }: { bus: Bus; hub: SocketParts['hub'] },
  heard: string[],
  waitMs: number,
  reply: FastifyReply,
  letGo: () => void,
): { came: Promise<BusEvent | undefined>; stop(): void } {
  const stops = [letGo]
  const came = new Promise<BusEvent | undefined>((resolve) => {
    for (const topic of heard) stops.push(bus.subscribe(topic, resolve))
    const nothing = () => resolve(undefined)
    stops.push(hub.onDraining(nothing))
    const timer = setTimeout(nothing, waitMs)
    stops.push(() => clearTimeout(timer))
    reply.raw.once('close', nothing)
  })
  const stop = () => {
    for (const one of stops.splice(0)) one()
  }
  return { came: came.finally(stop), stop }
}

function marksOf(json: string | undefined): Record<string, number> {
  try {
    const marks: unknown = JSON.parse(json ?? '{}')
    // As many as in a hello: each is a question to the store.
    const areMarks = (all: unknown[]) => all.length <= HELLO_MARKS && all.every(Number.isInteger)
    if (typeof marks === 'object' && marks !== null && areMarks(Object.values(marks)))
      return marks as Record<string, number>
  } catch {
    // falls through to the refusal
  }
  throw new Refusal('request.malformed', {
    field: '/marks',
    detail: `marks must be JSON: ticket id → sequence, of at most ${HELLO_MARKS} tickets.`,
  })
}

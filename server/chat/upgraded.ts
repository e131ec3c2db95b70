// An open socket needs nothing of the request that asked for it, and both the plugin and the TCP socket hold request and
// answer as long as it is open: four kilobytes each, ten thousand times. Partner: routes.ts, where sockets come in.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { WebSocket } from '@fastify/websocket'
import type { FastifyReply, FastifyRequest } from 'fastify'

const answers = new WeakMap<IncomingMessage, ServerResponse>()

/** The plugin hands on the request alone. */
export async function keepAnswer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  answers.set(request.raw, reply.raw)
}

/** Whoever serves the socket listens to its errors from here on: chat/connection.ts. */
export function letGoOfRequest(socket: WebSocket, { raw }: FastifyRequest): void {
  socket.removeAllListeners('error')
  answers.get(raw)?.detachSocket(raw.socket)
}

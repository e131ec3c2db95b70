// What everybody may hear, for pages without a socket: the widget of somebody who is not signed in, and the help center. Each
// holds one answer open while it is looked at (protocol/news.ts), and hears of a save as sockets do; nothing of anybody's own goes over it.

import type { ServerResponse } from 'node:http'
import type { FastifyPluginAsync } from 'fastify'
import { HEARTBEAT_MS } from '../../protocol/limits.ts'
import type { Bus, BusEvent } from '../bus/bus.ts'
import { topics } from '../chat/audience.ts'
import type { Hub } from '../chat/hub.ts'
import type { SocketLimits } from '../chat/limits.ts'

/** Who hears of a save asks for the home and for the index: so many of them in a tenth of a second, the others in their turn. */
const TOLD_AT_ONCE = 100
const TURN_MS = 100
/** After a restart they come back spread over so long. */
const RETURN_MIN_MS = 1_000
const RETURN_MAX_MS = 10_000

export function newsRoutes({
  bus,
  hub,
  socketLimits,
  articlesVersion,
  now,
}: {
  bus: Bus
  hub: Hub
  socketLimits: SocketLimits
  articlesVersion: () => string
  now: () => Date
}): FastifyPluginAsync {
  return async (app) => {
    const listening = new Set<ServerResponse>()
    const stops = [
      bus.subscribe(topics.everyone, (event) => tellInTurns(frameOf(event))),
      // A reader that has gone without a word is found out by it, and proxies take no line for idle.
      repeated(HEARTBEAT_MS, () => tellInTurns(':\n\n')),
      hub.onDraining(endAll),
    ]
    app.addHook('preClose', async () => {
      for (const stop of stops) stop()
      endAll()
    })

    app.get('/api/help/news', { schema: { hide: true }, exposeHeadRoute: false }, (request, reply) => {
      const answer = reply.raw
      // Gone before its turn came: it will not say so again.
      if (answer.destroyed) return void reply.hijack()
      const letGo = socketLimits.ofAddress(request.ip)
      reply.hijack()
      answer.once('close', () => {
        listening.delete(answer)
        letGo()
      })
      answer.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      const returnMs = RETURN_MIN_MS + Math.random() * (RETURN_MAX_MS - RETURN_MIN_MS)
      // Whoever was away, or read the home a moment ago, hears at once what is true now.
      const first = frameOf({
        name: 'articles.changed',
        body: { version: articlesVersion() },
        at: now().toISOString(),
      })
      answer.write(`retry: ${Math.round(returnMs)}\n${first}`)
      listening.add(answer)
    })

    function tellInTurns(text: string): void {
      const all = [...listening]
      const next = () => {
        for (const answer of all.splice(0, TOLD_AT_ONCE)) {
          if (!listening.has(answer)) continue
          // What it did not read for so long is no news any more; it comes back and is told what is.
          if (answer.writableNeedDrain) answer.destroy()
          else answer.write(text)
        }
        if (all.length > 0) setTimeout(next, TURN_MS).unref()
      }
      next()
    }

    function endAll(): void {
      for (const answer of listening) answer.end()
      listening.clear()
    }
  }
}

const frameOf = ({ name, body, at }: BusEvent & { at?: string }) =>
  `data: ${JSON.stringify({ name, body, at })}\n\n`

function repeated(everyMs: number, work: () => void): () => void {
  const timer = setInterval(work, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

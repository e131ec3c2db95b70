// GET /metrics: what an operator watches. Labels are bounded: no ids, no addresses, no paths with ids.

import type { FastifyPluginAsync } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { BusState } from './bus/bus.ts'

export function metricsRoute({
  openSockets,
  bus,
  caughtUp,
}: {
  openSockets: () => number
  bus: () => BusState
  caughtUp: () => number
}): FastifyPluginAsync {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'helpdock_open_sockets',
    help: 'Sockets of contacts and agents that are open now',
    registers: [registry],
    collect() {
      this.set(openSockets())
    },
  })
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value())
      },
    })
  gauge('helpdock_bus_connected', '1 while events reach the other copies of the server', () =>
    Number(bus().isConnected),
  )
  gauge('helpdock_bus_whole', '1 while no event is known to be lost between copies', () =>
    Number(bus().isWhole),
  )
  gauge('helpdock_copies', 'Copies of the server that this one knows of, itself included', () => bus().copies)
  gauge(
    'helpdock_bus_round_trip_seconds',
    'From this copy to the bus and back, when it was measured last',
    () => bus().roundTripMs / 1000,
  )
  new Counter({
    name: 'helpdock_bus_events_total',
    help: 'Events to and from other copies, and those not sent because the bus was away',
    labelNames: ['way'] as const,
    registers: [registry],
    collect() {
      const { sent, received, dropped } = bus()
      this.reset()
      for (const [way, count] of Object.entries({ sent, received, dropped })) this.inc({ way }, count)
    },
  })
  new Counter({
    name: 'helpdock_caught_up_tickets_total',
    help: 'Tickets found in the store because the bus had not told of them',
    registers: [registry],
    collect() {
      this.reset()
      this.inc(caughtUp())
    },
  })
  const requests = new Histogram({
    name: 'helpdock_http_request_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  const plugin: FastifyPluginAsync = async (app) => {
    app.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'none'
      requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    })
    app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
      reply.type(registry.contentType).send(await registry.metrics()),
    )
  }
  // Not encapsulated: it measures every route.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true })
}

// GET /metrics: what an operator watches. Labels are bounded: no ids, no addresses, no paths with ids.

import type { FastifyPluginAsync } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export function metricsRoute({ openSockets }: { openSockets: () => number }): FastifyPluginAsync {
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

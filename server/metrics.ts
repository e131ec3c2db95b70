// GET /metrics: what an operator watches. Labels are bounded: no ids, no addresses, no paths with ids, and of commands only
// those that there are. Partners: deploy/grafana.json and deploy/alerts.yaml, which ask for these names.

import { statfs } from 'node:fs/promises'
import type { FastifyPluginAsync } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { RefusalCode } from '../protocol/errors.ts'
import type { BusState } from './bus/bus.ts'
import type { OutsideCount } from './outside.ts'

/**
 * How often it is looked how late the event loop is; one that is not late says this. Each time wakes the process: every 10 ms, as
 * the library does, that is one percent of a processor that has nothing to do.
 */
const LOOK_AT_LOOP_MS = 50
/** Well below the ten seconds for which Prometheus waits: while the store is away, this copy is not. */
const STORE_WITHIN_MS = 3_000
/** Counted apart: a flood from behind the same address must not look like a copy that is down. */
const rateLimit = { max: 240, timeWindow: '1 minute' }

export type Metrics = ReturnType<typeof makeMetrics>

export function makeMetrics({
  openSockets,
  bus,
  caughtUp,
  nextDueAt,
  outside,
  errors,
  dataDir,
  now,
}: {
  openSockets: () => number
  bus: () => BusState
  caughtUp: () => number
  nextDueAt: () => Promise<string | undefined>
  outside: () => readonly OutsideCount[]
  errors: () => number
  dataDir: string
  now: () => Date
}) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOK_AT_LOOP_MS })
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value())
      },
    })
  gauge('helpdock_open_sockets', 'Sockets of contacts and agents that are open now', openSockets)
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
  const counter = (name: string, help: string, value: () => number) =>
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset()
        this.inc(value())
      },
    })
  counter(
    'helpdock_caught_up_tickets_total',
    'Tickets found in the store because the bus had not told of them',
    caughtUp,
  )
  // There from the start: of a count that begins with its first event, Prometheus sees no rise.
  counter('helpdock_errors_logged_total', 'Lines of the log that somebody has to look at', errors)
  new Counter({
    name: 'helpdock_outside_total',
    help: 'What mail servers, endpoints and hosts did with what they were handed or asked',
    labelNames: ['to', 'outcome'] as const,
    registers: [registry],
    collect() {
      this.reset()
      for (const { count, ...labels } of outside()) this.inc(labels, count)
    },
  })
  const work = asked(nextDueAt)
  new Gauge({
    name: 'helpdock_store_answers',
    help: '1 while the store answers',
    registers: [registry],
    async collect() {
      this.set(Number((await work()).isKnown))
    },
  })
  new Gauge({
    name: 'helpdock_due_work_late_seconds',
    help: 'How late the work is that is due first: mails, webhooks, merges',
    registers: [registry],
    async collect() {
      const { at } = await work()
      this.set(at === undefined ? 0 : Math.max(0, (now().getTime() - Date.parse(at)) / 1000))
    },
  })
  new Gauge({
    name: 'helpdock_data_free_bytes',
    help: 'What is left for this account on the disk of DATA_DIR',
    registers: [registry],
    async collect() {
      // Where all lies in a database and a bucket, there need be no such folder: no number, which is less than none.
      const disk = await statfs(dataDir).catch(() => undefined)
      this.set(disk ? disk.bavail * disk.bsize : Number.NaN)
    },
  })
  const commands = new Histogram({
    name: 'helpdock_command_seconds',
    help: 'Time from a command to its answer, over sockets and over HTTP',
    labelNames: ['command'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  /** Made once for each command: the library puts a name together for each time, else. */
  const ofCommand = new Map<string, { observe(seconds: number): void }>()
  const refusals = new Counter({
    name: 'helpdock_refusals_total',
    help: 'Commands that were refused, by why',
    labelNames: ['code'] as const,
    registers: [registry],
  })
  // An alert waits for its first one, too.
  refusals.inc({ code: 'store.failed' satisfies RefusalCode }, 0)
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
      const facts = { method: request.method, route, status: reply.statusCode }
      requests.observe(facts, reply.elapsedTime / 1000)
      request.log.debug({ ...facts, tookMs: Math.round(reply.elapsedTime) }, 'a request was answered')
    })
    app.get('/metrics', { config: { rateLimit }, schema: { hide: true } }, async (_request, reply) =>
      reply.type(registry.contentType).send(await registry.metrics()),
    )
  }
  return {
    // Not encapsulated: it measures every route.
    plugin: Object.assign(plugin, { [Symbol.for('skip-override')]: true }),
    /** @param command one that there is, or null */
    command(command: string | null, tookMs: number, refused: string | null): void {
      const name = command ?? 'unknown'
      const histogram = ofCommand.get(name) ?? commands.labels(name)
      ofCommand.set(name, histogram)
      histogram.observe(tookMs / 1000)
      if (refused) refusals.inc({ code: refused })
    },
  }
}

/** One question to the store for all that a scrape makes of it, and no answer where that takes too long. */
function asked(nextDueAt: () => Promise<string | undefined>) {
  let asking: Promise<{ isKnown: boolean; at?: string | undefined }> | undefined
  return () => {
    asking ??= new Promise<{ isKnown: boolean; at?: string | undefined }>((resolve) => {
      const silent = setTimeout(() => resolve({ isKnown: false }), STORE_WITHIN_MS)
      nextDueAt()
        .then(
          (at) => resolve({ isKnown: true, at }),
          () => resolve({ isKnown: false }),
        )
        .finally(() => clearTimeout(silent))
    }).finally(() => {
      asking = undefined
    })
    return asking
  }
}

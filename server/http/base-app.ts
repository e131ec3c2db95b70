// The server under every capability: what holds for each request and each answer, whatever is asked. Partner: app.ts, which
// registers what there is to ask.

import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import websocket from '@fastify/websocket'
import fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify'
import { BODY_MAX_BYTES, FRAME_MAX_BYTES } from '../../protocol/limits.ts'
import { bearer, contactCaller } from '../caller.ts'
import { carried } from '../carried.ts'
import type { Config } from '../config.ts'
import { Refusal } from '../errors.ts'
import { standAtTheGate } from '../gate.ts'
import type { CountingLog } from '../log.ts'
import type { Parts } from '../parts.ts'
import type { Store } from '../store/store.ts'
import type { Tracing } from '../tracing.ts'
import { cutsWhoRunAhead } from './ahead.ts'
import type { originCheck } from './origins.ts'
import type { refusedAnswers } from './refused.ts'
import type { requestCounts } from './request-counts.ts'
import { sourceOf } from './source.ts'
import { cutsWhenIdle } from './under-way.ts'

interface BaseParts extends Pick<Parts, 'now' | 'newCode'> {
  config: Config
  log: CountingLog
  store: Pick<Store, 'read'>
  isDraining: () => boolean
  tracing: Tracing | null
  origins: ReturnType<typeof originCheck>
  refused: ReturnType<typeof refusedAnswers>
  counts: Pick<ReturnType<typeof requestCounts>, 'Store'>
}

/** A request must be whole within this time, headers within the next, and it is looked at this often. */
const REQUEST_TIMEOUT_MS = 15_000
const HEADERS_TIMEOUT_MS = 10_000
const CONNECTIONS_CHECK_MS = 2_000
const SOCKETS = {
  maxPayload: FRAME_MAX_BYTES,
  // Ten times the memory and twice the work for a tenth of the bytes: docs/decisions/0016-sockets-are-not-compressed.md.
  perMessageDeflate: false,
  // The hub knows who is there.
  clientTracking: false,
  // A reader that is behind, or a line that is dead, does not answer a close: after these milliseconds it is cut off.
  closeTimeout: 5_000,
  // A frame comes in some dozen pieces of the network, whole: each piece that is held costs a hundred bytes beside its own.
  maxFragments: 256,
  maxBufferedChunks: 1_024,
}
/** The longest id or slug, with room. */
const PARAM_MAX_CHARS = 200
/** A restart is over by then. */
const DRAINING_RETRY_MS = 3_000
/** Requests of one contact, or of one network address of those without a session: a ward behind it, not a machine. */
const REQUESTS_PER_MINUTE = 1_200
/**
 * A program costs less than a refusal, and a page that is refused the loader has no help at all. Who asks whether this
 * copy lives hears it, whatever was asked from the same address: otherwise a flood would take the copy away.
 */
const UNCOUNTED = new Set(['/widget.js', '/assets/*', '/healthz', '/readyz'])

export async function baseApp(parts: BaseParts) {
  const { config, log, store, now, newCode, isDraining, tracing, origins, refused, counts } = parts
  const app = fastify({
    loggerInstance: log,
    // Short, for people read it to each other; never the caller's own, which could be anything.
    genReqId: newCode,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A machine that is busy is no reason to end: after its ten seconds Fastify would take a slow start for one that hangs.
    pluginTimeout: 0,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: CONNECTIONS_CHECK_MS },
    routerOptions: { maxParamLength: PARAM_MAX_CHARS },
    // What is refused before there is a route: an address that cannot be decoded, a part that is too long.
    frameworkErrors: refused.onError,
    // Ours says when to come back; Fastify's own answer is in no form that clients know.
    return503OnClosing: false,
    // A proxy on this machine, or one that is named, may say who its client is; from anywhere else that is only a claim.
    trustProxy: config.trustedProxies,
  })
    .withTypeProvider<TypeBoxTypeProvider>()
    .setValidatorCompiler(TypeBoxValidatorCompiler)

  cutsWhoRunAhead(app.server)
  const cutConnections = cutsWhenIdle(app.server)
  app.addHook('preClose', async () => cutConnections())

  // JSON and sockets are what we speak; text/plain would slip through as a string.
  app.removeContentTypeParser('text/plain')

  app.setErrorHandler<FastifyError | Refusal>(refused.onError)
  app.setNotFoundHandler(refused.onNotFound)

  if (tracing) await app.register(tracing.plugin)

  // ---- who may come in
  standAtTheGate(app as unknown as FastifyInstance, {
    ...{ read: store.read, now, hostApiKey: config.hostApiKey, mayComeFrom: origins.mayComeFrom },
  })

  // ---- what comes in
  app.addHook('preValidation', async (request) => {
    for (const part of [request.params, request.query, request.body]) carried(part)
  })

  // ---- what every answer has
  app.addHook('onRequest', async () => {
    if (!isDraining()) return
    throw new Refusal('server.draining', { retryAfterMs: DRAINING_RETRY_MS })
  })
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
    // What says nothing about caches is somebody's own.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    // An answer that was under way must not leave a connection behind that nobody closes.
    if (isDraining()) reply.header('connection', 'close')
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // What is not sent yet is shown from the device (blob).
        imgSrc: ["'self'", 'data:', 'blob:', 'https:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        // Letters in the settings; videos of articles, once somebody asked for one (server/articles/media.ts).
        frameSrc: ["'self'", 'https://www.youtube-nocookie.com', 'https://player.vimeo.com'],
      },
    },
    // The widget and its API are made for other sites' pages; what is private needs a session.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: config.publicUrl.startsWith('https:'),
  })
  await app.register(cors, {
    origin: (origin, decide) => decide(null, origin !== undefined && origins.allowed(origin)),
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    maxAge: 86_400,
  })
  await app.register(cookie)
  await app.register(compress, { encodings: ['br', 'gzip'], threshold: 1024 })
  await app.register(rateLimit, {
    store: counts.Store,
    max: REQUESTS_PER_MINUTE,
    timeWindow: '1 minute',
    allowList: ({ routeOptions }) => UNCOUNTED.has(routeOptions.url ?? ''),
    keyGenerator: async ({ ip, headers }) => {
      const caller = contactCaller(store.read, bearer(headers.authorization), now())
      return caller.then(({ contact }) => contact.id).catch(() => sourceOf(ip))
    },
    errorResponseBuilder: (_request, { ttl }) => new Refusal('request.too_many', { retryAfterMs: ttl }),
  })
  await app.register(websocket, {
    options: SOCKETS,
    // The hub says goodbye with a code; the plugin's own way closes without one.
    preClose: (done) => done(),
  })
  await app.register(swagger, {
    openapi: {
      info: {
        title: 'Helpdock',
        version: HELPDOCK_VERSION,
        description: 'The HTTP interface. The sockets are described in docs/protocol.md.',
      },
    },
  })
  return app
}

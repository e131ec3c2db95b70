// Every capability, registered by hand, in order: this list is the map. main.ts hands in the concrete parts.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import files from '@fastify/static'
import swagger from '@fastify/swagger'
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import websocket from '@fastify/websocket'
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyPluginAsync,
  LogController,
} from 'fastify'
import type { SlaPolicies } from '../protocol/desk/sla-policies.ts'
import { BODY_MAX_BYTES, FRAME_MAX_BYTES } from '../protocol/limits.ts'
import type { KeptTypes } from '../protocol/settings/type-entries.ts'
import type { AskPreview } from './account-merge/host-side.ts'
import type { Merges } from './account-merge/merges.ts'
import { mergeRoutes } from './account-merge/routes.ts'
import type { Agents } from './agents/agents.ts'
import { sessionIsUsed } from './agents/last-used.ts'
import { logInLimits } from './agents/log-in-limits.ts'
import { ownAccessRoutes } from './agents/own-routes.ts'
import { consolePages } from './agents/pages.ts'
import { pictureRoutes } from './agents/pictures.ts'
import { rosterRules } from './agents/roster.ts'
import { rosterRoutes } from './agents/roster-routes.ts'
import { agentRoutes, logInAnswers } from './agents/routes.ts'
import { schoolRoutes } from './agents/school-routes.ts'
import { feedbackRules } from './articles/feedback.ts'
import { fileRoutes } from './articles/file-routes.ts'
import type { Library } from './articles/library.ts'
import { newsRoutes } from './articles/news.ts'
import { helpCenterPages } from './articles/pages/pages.ts'
import { servedSite } from './articles/pages/site.ts'
import { previewPages } from './articles/preview/pages.ts'
import { articleRoutes } from './articles/routes.ts'
import type { Attachments } from './attachments/attachments.ts'
import type { AttachmentFiles } from './attachments/files.ts'
import { attachmentRoutes } from './attachments/routes.ts'
import type { Bus } from './bus/bus.ts'
import { share } from './bus/shared.ts'
import { bearer, contactCaller } from './caller.ts'
import { carried } from './carried.ts'
import { makeGateway } from './chat/gateway.ts'
import type { Hub } from './chat/hub.ts'
import { commandLimits, socketLimits } from './chat/limits.ts'
import { chatRoutes } from './chat/routes.ts'
import type { Config } from './config.ts'
import type { AddressProofs } from './contacts/address-proofs.ts'
import type { Contacts } from './contacts/contacts.ts'
import { deskContactRoutes } from './contacts/desk-routes.ts'
import { identityVerifier } from './contacts/identity.ts'
import { contactIsHere } from './contacts/last-seen.ts'
import { contactRoutes } from './contacts/routes.ts'
import type { AnswersByMail } from './email/answers.ts'
import { mailRoutes } from './email/desk-routes.ts'
import type { LanguageFor } from './email/language.ts'
import type { Mailer } from './email/mailer.ts'
import { Refusal } from './errors.ts'
import type { Commit } from './events.ts'
import { standAtTheGate } from './gate.ts'
import { originCheck } from './http/origins.ts'
import { refusedAnswers } from './http/refused.ts'
import { requestCounts } from './http/request-counts.ts'
import { sourceOf } from './http/source.ts'
import { cutsWhenIdle } from './http/under-way.ts'
import { keptSecret } from './kept-secret.ts'
import type { CountingLog } from './log.ts'
import { makeMetrics } from './metrics.ts'
import type { Heard, OutsideCount } from './outside.ts'
import type { Parts } from './parts.ts'
import { reportRoutes } from './reports/routes.ts'
import { retentionRoutes } from './retention/routes.ts'
import { accentForLoader, helpVersion } from './settings/brand.ts'
import type { SettingsInForce } from './settings/in-force.ts'
import { settingsRoutes } from './settings/routes.ts'
import type { Policies } from './sla/policy.ts'
import { slaRoutes } from './sla/routes.ts'
import type { Store } from './store/store.ts'
import { deskTypeRoutes } from './ticket-types/desk-routes.ts'
import type { LookUps } from './ticket-types/look-ups.ts'
import { ticketTypeRoutes } from './ticket-types/routes.ts'
import type { TicketTypes } from './ticket-types/types.ts'
import type { DeskHours } from './tickets/availability.ts'
import type { Tickets } from './tickets/tickets.ts'
import { transcriptRoute } from './tickets/transcript-route.ts'
import type { Tracing } from './tracing.ts'
import { endpointRoutes } from './webhooks/endpoint-routes.ts'
import { isTrial } from './webhooks/endpoints.ts'
import { deliveryRoutes } from './webhooks/routes.ts'

interface AppParts extends Parts {
  config: Config
  log: CountingLog
  store: Store
  bus: Bus
  hub: Hub
  library: Library
  commit: Commit
  tickets: Tickets
  contacts: Contacts
  proofs: AddressProofs
  merges: Merges
  askPreview: AskPreview
  agents: Agents
  attachments: Attachments
  attachmentFiles: AttachmentFiles
  types: TicketTypes
  policies: Policies
  /** What ticket-types.yaml promises. */
  slaInFile: SlaPolicies
  typesInFile: KeptTypes
  /** Tickets that were found in the store because the bus had not told of them. */
  caughtUp: () => number
  /** What the world outside took, and did not. */
  outside: { heard: Heard; counts(): readonly OutsideCount[] }
  lookUps: LookUps
  hours: () => Promise<DeskHours>
  mailer: Mailer
  languageFor: LanguageFor
  /** Absent where nobody reads answers by mail. */
  answers?: AnswersByMail | undefined
  settings: SettingsInForce
  /** The folder of built programs for browsers, and their hashed names. */
  publicDir: string
  assets: Record<string, string>
  /** Where an operator named a collector. */
  tracing: Tracing | null
  /** The demo host, when it is wanted. */
  demo: FastifyPluginAsync | null
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

export async function makeApp(parts: AppParts): Promise<FastifyInstance> {
  const { config, store, log, now } = parts
  const { settings } = parts
  const origins = originCheck(config, settings.origins)
  const site = servedSite(config.publicUrl, parts.assets, settings.brand)
  const refused = refusedAnswers({ library: parts.library, site })
  const app = fastify({
    loggerInstance: log,
    // Short, for people read it to each other; never the caller's own, which could be anything.
    genReqId: parts.newCode,
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

  const cutConnections = cutsWhenIdle(app.server)
  app.addHook('preClose', async () => cutConnections())

  // JSON and sockets are what we speak; text/plain would slip through as a string.
  app.removeContentTypeParser('text/plain')

  app.setErrorHandler<FastifyError | Refusal>(refused.onError)
  app.setNotFoundHandler(refused.onNotFound)

  if (parts.tracing) await app.register(parts.tracing.plugin)

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
    if (!parts.hub.isDraining()) return
    throw new Refusal('server.draining', { retryAfterMs: DRAINING_RETRY_MS })
  })
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
    // What says nothing about caches is somebody's own.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    // An answer that was under way must not leave a connection behind that nobody closes.
    if (parts.hub.isDraining()) reply.header('connection', 'close')
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
  const counts = requestCounts()
  const limits = commandLimits()
  const stopSharing = [
    share(parts.bus, 'counts.requests', counts.shared),
    share(parts.bus, 'counts.commands', limits.shared),
    share(parts.bus, 'counts.look_ups', parts.lookUps.shared),
  ]
  app.addHook('onClose', async () => {
    for (const stop of stopSharing) stop()
  })
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
  const metrics = makeMetrics({
    openSockets: parts.hub.count,
    bus: parts.bus.state,
    caughtUp: parts.caughtUp,
    nextDueAt: () => store.read.dueWork.nextDueAt(),
    outside: parts.outside.counts,
    errors: log.errors,
    dataDir: config.dataDir,
    now,
  })
  await app.register(metrics.plugin)

  // ---- programs for browsers
  await app.register(files, {
    root: join(parts.publicDir, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    decorateReply: true,
    wildcard: true,
  })
  app.get('/widget.js', { schema: { hide: true } }, async (_request, reply) => {
    // The one address that a host writes down: short-lived, so that a new version arrives within minutes. For a day
    // the old one stands in meanwhile, and where this server is out of reach: it makes what was read readable.
    reply.header('cache-control', 'public, max-age=300, stale-while-revalidate=86400')
    const { accent } = settings.brand()
    if (!accent) return reply.sendFile('widget.js', parts.publicDir, { cacheControl: false })
    const loader = await readFile(join(parts.publicDir, 'widget.js'), 'utf8')
    return reply.type('text/javascript; charset=utf-8').send(accentForLoader(accent) + loader)
  })

  // ---- capabilities
  const feedback = feedbackRules({ store, now })
  const held = socketLimits()
  const snapshots = {
    read: store.read,
    now,
    articlesVersion: () => helpVersion(parts.library.version, settings.brand()),
    brand: settings.brand,
    hours: parts.hours,
    types: parts.types,
    endpointsOff: settings.endpointsOff,
  }
  const verifyIdentity = identityVerifier(config.identity, now, log, parts.outside.heard)
  const bare = makeGateway({ ...parts, verifyIdentity, limits, measure: metrics.command })
  const gateway = parts.tracing?.gateway(bare) ?? bare
  const isUsed = sessionIsUsed(parts)
  const guesses = logInLimits(counts)
  const answers = logInAnswers({ secureCookies: config.publicUrl.startsWith('https:') })

  await app.register(
    articleRoutes({
      ...parts,
      ...snapshots,
      feedback,
      publicUrl: config.publicUrl,
    }),
  )
  await app.register(newsRoutes({ ...parts, ...snapshots, socketLimits: held }))
  await app.register(fileRoutes({ library: parts.library }))
  await app.register(helpCenterPages({ library: parts.library, feedback, publicUrl: config.publicUrl, site }))
  await app.register(ticketTypeRoutes({ ...parts, read: store.read }))
  await app.register(contactRoutes({ ...parts, ...snapshots, verifyIdentity, limits }))
  await app.register(
    chatRoutes({
      ...parts,
      ...snapshots,
      gateway,
      socketLimits: held,
      contactIsHere: contactIsHere(parts),
      sessionIsUsed: isUsed,
      mayComeFrom: origins.mayComeFrom,
    }),
  )
  await app.register(transcriptRoute({ ...parts, read: store.read }))
  await app.register(
    attachmentRoutes({
      ...parts,
      read: store.read,
      addressKey: await keptSecret(store, 'attachment-addresses'),
    }),
  )
  await app.register(
    agentRoutes({
      ...parts,
      limits: guesses,
      answers,
      sessionIsUsed: isUsed,
      elsewhere: config.schoolLogIn?.name ?? null,
    }),
  )
  await app.register(ownAccessRoutes({ ...parts, read: store.read, limits: guesses }))
  const { schoolLogIn, publicUrl } = config
  if (schoolLogIn) await app.register(schoolRoutes({ ...parts, settings: schoolLogIn, publicUrl, answers }))
  const roster = rosterRules({ ...parts, publicUrl: config.publicUrl })
  await app.register(rosterRoutes({ ...parts, roster, read: store.read, answers }))
  const webhookUrl = config.webhook?.url ?? null
  await app.register(deliveryRoutes({ ...parts, read: store.read, webhookUrl }))
  await app.register(
    endpointRoutes({ ...parts, read: store.read, fixed: webhookUrl, mayBeHere: isTrial(config) }),
  )
  await app.register(settingsRoutes({ ...parts, read: store.read, settings, fixedOrigins: origins.fixed }))
  await app.register(mailRoutes({ ...parts, read: store.read }))
  await app.register(slaRoutes({ ...parts, read: store.read }))
  await app.register(deskTypeRoutes({ ...parts, read: store.read }))
  await app.register(retentionRoutes({ ...parts, read: store.read }))
  await app.register(deskContactRoutes({ ...parts, read: store.read }))
  await app.register(pictureRoutes({ ...parts, read: store.read }))
  await app.register(mergeRoutes({ ...parts, read: store.read }))
  await app.register(previewPages({ library: parts.library, site, now }))
  await app.register(reportRoutes({ read: store.read, library: parts.library, now }))
  await app.register(consolePages({ assets: parts.assets }))

  // ---- for operators
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }))
  let look: Promise<unknown> | undefined
  app.get('/readyz', { schema: { hide: true } }, async () => {
    // A database that is away: whoever balances sends people elsewhere. However many ask, it is asked once at a time.
    look ??= parts.store.read.openingHours.find().finally(() => {
      look = undefined
    })
    await look
    const { kind, isConnected, isWhole, copies } = parts.bus.state()
    // Without Redis a copy still serves: nobody is to be sent away from it.
    const bus =
      kind === 'in_process' ? kind : !isConnected ? 'away' : isWhole ? 'connected' : 'a_copy_is_missing'
    return { status: 'ready', articleProblems: parts.library.problems().length, bus, copies }
  })
  let description: string | undefined
  app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => {
    description ??= JSON.stringify(app.swagger())
    return reply.type('application/json; charset=utf-8').send(description)
  })

  if (parts.demo) await app.register(parts.demo)
  app.get('/', { schema: { hide: true } }, (_request, reply) =>
    reply.redirect(parts.demo ? '/demo' : '/help'),
  )
  return app as unknown as FastifyInstance
}

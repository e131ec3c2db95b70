// Every capability, registered by hand, in order: this list is the map. main.ts hands in the concrete parts.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import files from '@fastify/static'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { SlaPolicies } from '../protocol/desk/sla-policies.ts'
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
import { writingRoutes } from './articles/preview/writing-routes.ts'
import { articleRoutes } from './articles/routes.ts'
import { articleWriting } from './articles/writing.ts'
import type { Attachments } from './attachments/attachments.ts'
import type { AttachmentFiles } from './attachments/files.ts'
import { attachmentRoutes } from './attachments/routes.ts'
import type { Bus } from './bus/bus.ts'
import { share } from './bus/shared.ts'
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
import type { Commit } from './events.ts'
import { baseApp } from './http/base-app.ts'
import { operatorRoutes } from './http/operator-routes.ts'
import { originCheck } from './http/origins.ts'
import { refusedAnswers } from './http/refused.ts'
import { requestCounts } from './http/request-counts.ts'
import { historyOf, keptSecret } from './kept-secret.ts'
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

export async function makeApp(parts: AppParts): Promise<FastifyInstance> {
  const { config, store, log, now, settings } = parts
  const origins = originCheck(config, settings.origins)
  const site = servedSite(config.publicUrl, parts.assets, settings.brand)
  const refused = refusedAnswers({ library: parts.library, site })
  const counts = requestCounts()
  const limits = commandLimits()
  const app = await baseApp({ ...parts, isDraining: parts.hub.isDraining, origins, refused, counts })
  const stopSharing = [
    share(parts.bus, 'counts.requests', counts.shared),
    share(parts.bus, 'counts.commands', limits.shared),
    share(parts.bus, 'counts.look_ups', parts.lookUps.shared),
  ]
  app.addHook('onClose', async () => {
    for (const stop of stopSharing) stop()
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
    history: await historyOf(store),
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
  const writing = articleWriting(parts.library)
  await app.register(previewPages({ library: parts.library, writing, site, now }))
  await app.register(writingRoutes({ library: parts.library, writing }))
  await app.register(reportRoutes({ read: store.read, library: parts.library, now }))
  await app.register(consolePages({ assets: parts.assets }))

  // ---- for operators
  await app.register(operatorRoutes(parts))

  if (parts.demo) await app.register(parts.demo)
  app.get('/', { schema: { hide: true } }, (_request, reply) =>
    reply.redirect(parts.demo ? '/demo' : '/help'),
  )
  return app as unknown as FastifyInstance
}

// The only place that names concrete parts: configuration → store, bus, mailer → rules → app → listen → drain.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mergeWork } from './account-merge/due.ts'
import { mergeDeliveryAnswered, mergeDeliveryAttempted, previewAsker } from './account-merge/host-side.ts'
import { mergeMails } from './account-merge/mails.ts'
import { MERGE_MARKS } from './account-merge/mark.ts'
import { mergeRules } from './account-merge/merges.ts'
import { type Agents, agentRules } from './agents/agents.ts'
import { makeApp } from './app.ts'
import { openLibrary } from './articles/library.ts'
import { openMeanings } from './articles/meaning/meaning.ts'
import { attachmentRules } from './attachments/attachments.ts'
import { openBucket } from './attachments/bucket.ts'
import { attachmentBucket, checkBucket } from './attachments/bucket-files.ts'
import { type AttachmentFiles, attachmentFolder } from './attachments/files.ts'
import { ATTACHMENTS_SWEEP, sweepAttachments } from './attachments/sweep.ts'
import { uploads } from './attachments/uploads.ts'
import { automation } from './automation/automation.ts'
import type { Bus } from './bus/bus.ts'
import { inProcessBus } from './bus/in-process.ts'
import { topics } from './chat/audience.ts'
import { catchUp } from './chat/catch-up.ts'
import { makeHub } from './chat/hub.ts'
import { makeCommit } from './commit.ts'
import type { Config } from './config.ts'
import { addressProofRules } from './contacts/address-proofs.ts'
import { contactRules } from './contacts/contacts.ts'
import { noteLastSeen } from './contacts/last-seen.ts'
import { DEMO_PASSWORD_COST, demoAgents } from './demo/agents.ts'
import { demoHost } from './demo/demo.ts'
import { dueWorker, scheduleOnce } from './due-work.ts'
import { fileMailer } from './email/file-mailer.ts'
import { lookIntoMailbox, MAILBOX_LOOK, mailboxState, scheduleLooks } from './email/inbound/imap-mailbox.ts'
import { inboundMail } from './email/inbound/inbound.ts'
import { mailReader } from './email/inbound/reader.ts'
import { openSmtpDoor } from './email/inbound/smtp-door.ts'
import { lettersIn } from './email/language.ts'
import { smtpMailer } from './email/mailer.ts'
import { mailSender } from './email/outgoing.ts'
import { CannotStart } from './errors.ts'
import type { Commit } from './events.ts'
import { sha256 } from './hashes.ts'
import { keptSecret } from './kept-secret.ts'
import { type Log, makeLog } from './log.ts'
import { outsideCounts } from './outside.ts'
import { realParts } from './parts.ts'
import { expireSessions, SESSIONS_EXPIRE } from './retention/expired-sessions.ts'
import { FORGETTING, forgetOld } from './retention/forgetting.ts'
import { nextNight, REMOVALS, removeOldTickets, scheduleRemovals } from './retention/nights.ts'
import { seedDemoDesk } from './seed/seed.ts'
import { somebodyWrites } from './seed/seed-tickets.ts'
import { helpVersion } from './settings/brand.ts'
import { settingsInForce } from './settings/in-force.ts'
import { isOff, senderOf } from './settings/mail.ts'
import { tellBreaches } from './sla/breaches.ts'
import { SLA_DUE, slaClocks, windOnArranged } from './sla/keeping.ts'
import { livePolicies, policiesInFile } from './sla/policy.ts'
import { recount, recountOnHours, SLA_RECOUNT } from './sla/recount.ts'
import { openLowdbStore } from './store/lowdb/store.ts'
import type { Store } from './store/store.ts'
import { HAND_OUT, handOut, wakeHandingOut } from './teams/handing-out.ts'
import { hostLookUps } from './ticket-types/look-ups.ts'
import { readTicketTypes } from './ticket-types/read.ts'
import { liveTicketTypes, typesChanged } from './ticket-types/types.ts'
import { rememberedHours, tellPromises } from './tickets/availability.ts'
import { dropDraftsOfDisabled } from './tickets/drafts.ts'
import { mailUnseenReplies, UNSEEN_REPLIES, watchUnseenReplies } from './tickets/offline-replies.ts'
import { endSnooze, SNOOZE_ENDS } from './tickets/snooze.ts'
import { ticketRules } from './tickets/tickets.ts'
import { sendUpdates, TRACKER_UPDATE } from './tickets/updates.ts'
import { openTracing } from './tracing.ts'
import { deliverySender } from './webhooks/deliveries.ts'
import { endpointFinder, isTrial } from './webhooks/endpoints.ts'
import { endpointsOff, endpointWatch } from './webhooks/failing.ts'
import { tellEndpoints } from './webhooks/telling.ts'

/** Draining ends within this time, whatever still hangs. */
const DRAIN_WITHIN_MS = 10_000
/** After the demo's first start: its addresses are read by then, and a console may be open. */
const VISIT_AFTER_MS = 90_000

interface Running {
  url: string
  /** Says goodbye, finishes what was begun, lets the data go. */
  stop(): Promise<void>
}

interface StartOptions {
  publicDir: string
  demo: boolean
  /** The demo's desk begins without tickets that are under way. */
  emptyDesk?: boolean
}

/** @throws CannotStart with a message for the operator; the data folder is let go */
export async function start(config: Config, options: StartOptions): Promise<Running> {
  const log = makeLog(config.logLevel)
  const store = await openStore(config, log)
  try {
    return await startWith({ store, log }, config, options)
  } catch (cause) {
    await store.close()
    throw cause
  }
}

/**
 * Where everything is kept, for the server and for each command. What an embedded server does not need (PostgreSQL here, Redis
 * below) it does not read: that is a tenth of its start.
 * @throws CannotStart
 */
export async function openStore(
  { dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>,
  log: Log,
): Promise<Store> {
  if (!databaseUrl) return openLowdbStore({ dir: dataDir, log })
  const { openPostgresStore } = await import('./store/postgres/store.ts')
  return openPostgresStore({ url: databaseUrl, log })
}

async function startWith(
  { store, log }: { store: Store; log: ReturnType<typeof makeLog> },
  config: Config,
  options: StartOptions,
): Promise<Running> {
  const parts = realParts()
  const { now } = parts
  const assets: Record<string, string> = JSON.parse(
    await readFile(join(options.publicDir, '..', 'assets.json'), 'utf8'),
  )

  const bus = await openBus(config, store, log)
  const hub = makeHub({ bus, log })
  const meanings = config.searchMeaning ? await openMeanings() : undefined
  const typesFile = await readTicketTypes(config.articlesDir)
  const slaInFile = policiesInFile(typesFile)
  const settings = await settingsInForce({ read: store.read, bus, log })
  const types = liveTicketTypes(() => settings.ticketTypes() ?? typesFile)
  settings.onTypes(() => bus.publish(topics.desk, typesChanged(types), 'here'))
  settings.onEndpointsOff(() => bus.publish(topics.deskAdmins, endpointsOff(settings), 'here'))
  const policies = livePolicies(() => settings.sla() ?? slaInFile)
  const clocks = slaClocks({ now, policies })
  const library = await openLibrary({ dir: config.articlesDir, log, watch: true, meanings })
  // Each copy reads its own folder, and its own readers come to it.
  const tellReaders = () =>
    bus.publish(
      topics.everyone,
      { name: 'articles.changed', body: { version: helpVersion(library.version, settings.brand()) } },
      'here',
    )
  library.onChange(tellReaders)
  settings.onBrand(tellReaders)
  const hours = rememberedHours({ read: store.read, now })
  settings.onMail(() => tellPromises({ bus, hours, log }))
  const languageFor = lettersIn(library.sourceLocale)
  const letterhead = { sender: () => senderOf(config.mailFrom, settings.mail()), brand: settings.brand }
  // On the disk it has the name of the demo's page; the mailbox of IMAP_URL is another thing.
  const mailsDir = join(config.dataDir, 'mailbox')
  const mailer = config.smtpUrl
    ? smtpMailer({ url: config.smtpUrl, ...letterhead })
    : fileMailer({ dir: mailsDir, ...letterhead })

  const tracing = config.traces ? await openTracing(config.traces, log) : null
  const automated = automation({ ...parts, bus })
  let wake = () => {}
  const bareCommit = makeCommit({
    store,
    bus,
    // What follows from an event, durable with it, in this order.
    reactions: [
      watchUnseenReplies({ now, afterMs: config.unseenMailAfterMs }),
      noteLastSeen({ now }),
      windOnArranged({ clocks }),
      recountOnHours({ now }),
      dropDraftsOfDisabled,
      wakeHandingOut({ now }),
      tellEndpoints({ ...parts, endpoints: settings.endpoints }),
      ...automated.reactions,
    ],
    wake: () => wake(),
  })
  const commit = tracing?.commit(bareCommit) ?? bareCommit
  const lookUps = hostLookUps({ ...parts, ...config, sealKey: await keptSecret(store, 'form-objects') })
  const tickets = ticketRules({ ...parts, clocks, forms: { types, isSealed: lookUps.isSealed } })
  const contacts = contactRules(parts)
  const proofs = addressProofRules(parts)
  const mails = mergeMails({ ...config, languageFor })
  const merges = mergeRules({
    ...parts,
    proofs,
    tickets,
    contacts,
    mails,
    webhookUrl: config.webhook?.url ?? null,
    coolingOffMs: config.mergeCoolingOffMs,
    secondApproval: config.mergeSecondApproval,
    undoMs: config.mergeUndoMs,
  })
  const askPreview = previewAsker({ ...config, ...parts })
  const agents = agentRules({ ...parts, store })
  const attachments = attachmentRules(parts)
  const attachmentFiles = await filesFor(config, log)

  const isRead = config.inbound.port !== null || config.inbound.mailboxUrl !== null
  const inbound = isRead
    ? inboundMail({
        key: await keptSecret(store, 'mail-marks'),
        addresses: () => ({ from: config.mailFrom.address, answers: settings.mail().replyTo }),
      })
    : null
  const reader = mailReader({ log })
  const letterBox = inbound?.door({
    ...{ read: store.read, commit, tickets, languageFor, now, log },
    uploads: uploads({ read: store.read, commit, attachments, attachmentFiles, log }),
    readMail: reader.read,
  })

  const outside = outsideCounts()
  const worker = dueWorker({
    store,
    now,
    log,
    kinds: {
      'mail.send': mailSender({
        ...{ store, mailer, now, log, heard: outside.heard },
        isOff: (letter) => isOff(settings.mail(), letter),
      }),
      'webhook.deliver': deliverySender({
        store,
        now,
        secret: config.webhook?.secret ?? '',
        // The operator named the endpoint: it may well be on a private network.
        allowPrivateAddresses: true,
        findEndpoint: endpointFinder({ read: store.read, now, mayBeHere: isTrial(config) }),
        watch: endpointWatch({ ...parts, ...config }),
        onSwitchedOff: settings.changed,
        ...{ log, heard: outside.heard },
        onAttempt: mergeDeliveryAttempted({ commit }),
        onAnswer: mergeDeliveryAnswered({ commit, merges }),
      }),
      [UNSEEN_REPLIES]: mailUnseenReplies({
        ...{ commit, now, hostUrl: config.hostUrl, languageFor, answers: inbound?.answers },
      }),
      [MAILBOX_LOOK]: lookIntoMailbox({
        ...{ url: config.inbound.mailboxUrl, door: letterBox, commit: store.commit, now, log },
        heard: outside.heard,
        onTrouble: (isIn) => bus.publish(topics.deskAdmins, mailboxState(isIn)),
      }),
      [SLA_DUE]: tellBreaches({
        commit,
        clocks,
        webhook: config.webhook,
        endpoints: settings.endpoints,
        ...parts,
      }),
      [SLA_RECOUNT]: recount({ read: store.read, commit, clocks, settings }),
      [SESSIONS_EXPIRE]: expireSessions({ store, now }),
      [SNOOZE_ENDS]: endSnooze({ commit, tickets, ...parts }),
      [TRACKER_UPDATE]: sendUpdates({ read: store.read, commit, tickets, ...parts }),
      [HAND_OUT]: handOut({ read: store.read, commit: automated.byItself(commit), tickets, ...parts }),
      [ATTACHMENTS_SWEEP]: sweepAttachments({ store, now, attachmentFiles }),
      [REMOVALS]: removeOldTickets({ read: store.read, commit, ...parts }),
      [FORGETTING]: forgetOld({ store, now }),
      ...mergeWork({ read: store.read, commit, merges, askPreview, now }),
      ...automated.work({ read: store.read, commit, tickets, types }),
    },
    around: tracing?.work,
  })
  wake = worker.poke
  await scheduleFirst(commit, now(), config)

  let visit: NodeJS.Timeout | undefined
  if (options.demo) {
    await addDemoAgents(store, agents, log)
    // Who is told of here lives nowhere: no letter may leave the house.
    const underWay = options.emptyDesk || config.smtpUrl ? null : { policies, mails }
    const isFirstDay = await seedDemoDesk({ read: store.read, commit, contacts, types, now }, underWay)
    const writes = () =>
      somebodyWrites(commit, { contacts, tickets }).catch((err) =>
        log.error({ err }, 'nobody wrote to the demo'),
      )
    if (isFirstDay && underWay) visit = setTimeout(writes, VISIT_AFTER_MS)
  }
  const demo = options.demo ? demoFor(config, mailsDir, now) : null

  const { touched } = store
  const catching = touched
    ? catchUp({
        ...{ ...parts, store, touched, bus, hours, log },
        checkCallers: hub.checkCallers,
        readSettings: settings.readAnew,
      })
    : null
  const app = await makeApp({
    ...parts,
    caughtUp: () => catching?.found() ?? 0,
    outside,
    config,
    log,
    store,
    bus,
    hub,
    library,
    commit,
    tickets,
    contacts,
    proofs,
    merges,
    askPreview,
    agents,
    attachments,
    attachmentFiles,
    types,
    policies,
    slaInFile,
    typesInFile: typesFile,
    lookUps,
    hours,
    mailer,
    languageFor,
    answers: inbound?.answers,
    settings,
    publicDir: options.publicDir,
    assets,
    tracing,
    demo,
  })
  await app.listen({ host: config.host, port: config.port }).catch((cause: NodeJS.ErrnoException) => {
    throw new CannotStart(notListening(cause, config), { cause })
  })
  const smtpDoor =
    config.inbound.port !== null && letterBox
      ? await openSmtpDoor({ host: config.host, port: config.inbound.port, door: letterBox, log })
      : null
  // Nobody waits for it: letters do, where it is away. Else the first to hear of a slip in SMTP_URL waits for a code.
  void mailer
    .trouble()
    .then((err) => err && log.warn({ err }, 'the mail server of SMTP_URL takes no letters yet; they wait'))
  worker.start()
  store.search.begin()
  catching?.start()

  async function stop(): Promise<void> {
    clearTimeout(visit)
    const late = setTimeout(() => {
      log.error(
        { afterMs: DRAIN_WITHIN_MS },
        'draining took too long; leaving with work undone, none of it lost',
      )
      process.exit(1)
    }, DRAIN_WITHIN_MS)
    await Promise.all([hub.drain(), app.close(), smtpDoor?.close()])
    await worker.stop()
    await reader.end()
    await catching?.stop()
    settings.close()
    await library.close()
    await mailer.close()
    await bus.close()
    await store.close()
    await tracing?.close()
    clearTimeout(late)
  }
  return { url: config.publicUrl, stop }
}

/** Work that no event brings about. */
async function scheduleFirst(commit: Commit, now: Date, { inbound }: Config): Promise<void> {
  await commit(async (tx) => {
    for (const kind of [SESSIONS_EXPIRE, ATTACHMENTS_SWEEP, MERGE_MARKS])
      await scheduleOnce(tx, kind, now.toISOString())
    await scheduleOnce(tx, FORGETTING, await nextNight(tx, now))
    await scheduleRemovals(tx, now)
    if (inbound.mailboxUrl) await scheduleLooks(tx, now)
  })
}

async function addDemoAgents({ read }: Store, agents: Agents, log: Log): Promise<void> {
  const missing = await Promise.all(
    demoAgents.map(
      async (agent) =>
        !(await read.agents.findByEmail(agent.email)) &&
        agents.add({ ...agent, passwordCost: DEMO_PASSWORD_COST }),
    ),
  )
  log.info({ added: missing.filter(Boolean).length }, 'the demo has its agents')
}

/** The demo host, where what it signs with is set. */
function demoFor(config: Config, mailsDir: string, now: () => Date) {
  const { dataDir, publicUrl, identity, webhook, hostApiKey } = config
  if (!(identity && 'secret' in identity && webhook)) return null
  return demoHost({
    ...{ dataDir, mailsDir, publicUrl, now },
    identitySecret: identity.secret,
    webhookSecret: webhook.secret,
    hostApiKey: hostApiKey ?? '',
  })
}

/** What carries events to other copies, for the server and for each command. @throws CannotStart */
export async function openBus({ redisUrl }: Pick<Config, 'redisUrl'>, store: Store, log: Log): Promise<Bus> {
  if (!redisUrl) return inProcessBus()
  // Channels are named after the store: another Helpdock on the same Redis hears nothing of ours.
  const name = sha256('channels', Buffer.from(await keptSecret(store, 'installation')).toString('base64'))
  const copy = realParts().newId('cpy')
  const { openRedisBus } = await import('./bus/redis.ts')
  return openRedisBus({ url: redisUrl, prefix: `helpdock:${name.slice(0, 16)}`, copy, log })
}

async function filesFor({ dataDir, attachmentsBucket: at }: Config, log: Log): Promise<AttachmentFiles> {
  if (!at) return attachmentFolder(join(dataDir, 'attachments'))
  const bucket = openBucket(at)
  await checkBucket(bucket, at, log)
  return attachmentBucket(bucket, join(dataDir, 'attachments-looked-at'))
}

function notListening({ code, message }: NodeJS.ErrnoException, { host, port }: Config): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} of ${host} is taken by another program. Stop that one, or set PORT to a free one.`
  }
  if (code === 'EACCES') {
    return `This account may not open port ${port}: the system keeps low ports. Set PORT to one above 1023.`
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `This machine has no address ${host}. Set HOST to one that it has, or to 0.0.0.0 for all.`
  }
  return `Nothing can listen on port ${port} of ${host}: ${message}`
}

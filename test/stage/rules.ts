// The rules over a real store in a folder of its own, with a clock that is set by hand and no transport at all: for
// scenes about what may happen, not about how it travels. The cast is Leo, Maya, Omar and Ines.

import { join } from 'node:path'
import type { MergePreview } from '../../protocol/account-merge.ts'
import type { Contact } from '../../protocol/entities.ts'
import { mergeWork } from '../../server/account-merge/due.ts'
import {
  type AskPreview,
  mergeDeliveryAnswered,
  mergeDeliveryAttempted,
  previewAsker,
} from '../../server/account-merge/host-side.ts'
import type { MergeParts } from '../../server/account-merge/ledger.ts'
import { mergeMails } from '../../server/account-merge/mails.ts'
import { mergeRules } from '../../server/account-merge/merges.ts'
import { attachmentRules } from '../../server/attachments/attachments.ts'
import { attachmentFolder } from '../../server/attachments/files.ts'
import { ATTACHMENTS_SWEEP, sweepAttachments } from '../../server/attachments/sweep.ts'
import { uploads } from '../../server/attachments/uploads.ts'
import { automation } from '../../server/automation/automation.ts'
import type { Bus, BusEvent } from '../../server/bus/bus.ts'
import { inProcessBus } from '../../server/bus/in-process.ts'
import { topics } from '../../server/chat/audience.ts'
import { makeCommit } from '../../server/commit.ts'
import { addressProofRules } from '../../server/contacts/address-proofs.ts'
import { contactRules } from '../../server/contacts/contacts.ts'
import { noteLastSeen } from '../../server/contacts/last-seen.ts'
import { dueWorker, scheduleOnce } from '../../server/due-work.ts'
import { inboundMail } from '../../server/email/inbound/inbound.ts'
import { readLetter } from '../../server/email/inbound/letter.ts'
import { newIn } from '../../server/email/inbound/written.ts'
import { lettersIn } from '../../server/email/language.ts'
import { MAIL_SEND } from '../../server/email/outgoing.ts'
import { Refusal } from '../../server/errors.ts'
import { realParts } from '../../server/parts.ts'
import { expireSessions, SESSIONS_EXPIRE } from '../../server/retention/expired-sessions.ts'
import { FORGETTING, forgetOld } from '../../server/retention/forgetting.ts'
import { REMOVALS, removeOldTickets } from '../../server/retention/nights.ts'
import { settingsInForce } from '../../server/settings/in-force.ts'
import { tellBreaches } from '../../server/sla/breaches.ts'
import { SLA_DUE, slaClocks, windOnArranged } from '../../server/sla/keeping.ts'
import { livePolicies, type Policies, policiesInFile } from '../../server/sla/policy.ts'
import { recount, recountOnHours, SLA_RECOUNT } from '../../server/sla/recount.ts'
import type { Files } from '../../server/store/lowdb/files.ts'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import type { AgentRecord, TicketRecord } from '../../server/store/records.ts'
import type { Store } from '../../server/store/store.ts'
import { HAND_OUT, handOut, wakeHandingOut } from '../../server/teams/handing-out.ts'
import { hostLookUps } from '../../server/ticket-types/look-ups.ts'
import { readTicketTypes } from '../../server/ticket-types/read.ts'
import { liveTicketTypes, typesChanged } from '../../server/ticket-types/types.ts'
import { rememberedHours, tellPromises } from '../../server/tickets/availability.ts'
import { dropDraftsOfDisabled } from '../../server/tickets/drafts.ts'
import {
  mailUnseenReplies,
  UNSEEN_REPLIES,
  watchUnseenReplies,
} from '../../server/tickets/offline-replies.ts'
import { endSnooze, SNOOZE_ENDS } from '../../server/tickets/snooze.ts'
import { ticketRules } from '../../server/tickets/tickets.ts'
import { sendUpdates, TRACKER_UPDATE } from '../../server/tickets/updates.ts'
import { deliverySender, WEBHOOK_DELIVER } from '../../server/webhooks/deliveries.ts'
import { endpointsOff } from '../../server/webhooks/failing.ts'
import { tellEndpoints } from '../../server/webhooks/telling.ts'
import { readableLog } from '../faults/folders.ts'
import { newClientId } from './cast.ts'
import { databaseOf } from './postgres.ts'
import { ON_POSTGRES } from './world.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
export const COOLING_OFF_MS = DAY_MS
export const UNDO_MS = 30 * DAY_MS
export const UNSEEN_AFTER_MS = 3 * MINUTE_MS

/** Short enough for a scene; the server hashes what it was sent. */
export const hashOfPreview = (preview: MergePreview) => JSON.stringify(preview)
const NOBODY: MergePreview = { into: null, from: null, moves: [], warnings: [] }

export type Rules = Awaited<ReturnType<typeof openRules>>

/** @param files a disk that fails, where a scene needs one */
export async function openRules(
  dir: string,
  files?: Files,
  {
    merges: settings = {},
    webhook = null,
    wrap = (store) => store,
    bus = inProcessBus(),
    policies: given,
    writtenAt,
  }: {
    merges?: Partial<MergeParts>
    /** A host that is really asked and told; without it nothing leaves. */
    webhook?: { url: string; secret: string } | null
    /** Stands between the rules and the store: where a scene has a server die in the middle. */
    wrap?: (store: Store) => Store
    /** What is promised; without it what the shipped file says. */
    policies?: Policies
    /** Where it is one copy of several. */
    bus?: Bus
    /** An address at which mail comes in; without it none does. */
    writtenAt?: string
  } = {},
) {
  let at = Date.UTC(2026, 10, 24, 9)
  const now = () => new Date(at)
  const log = readableLog()
  const parts = realParts(now)
  const store = wrap(
    ON_POSTGRES
      ? await openPostgresStore({ url: await databaseOf(dir), log })
      : await openLowdbStore({ dir, log, ...(files && { files }) }),
  )
  const typesFile = await readTicketTypes('articles')
  const slaInFile = policiesInFile(typesFile)
  const inForce = await settingsInForce({ read: store.read, bus, log })
  const types = liveTicketTypes(() => inForce.ticketTypes() ?? typesFile)
  inForce.onTypes(() => bus.publish(topics.desk, typesChanged(types), 'here'))
  inForce.onEndpointsOff(() => bus.publish(topics.deskAdmins, endpointsOff(inForce), 'here'))
  const hours = rememberedHours({ read: store.read, now })
  inForce.onMail(() => tellPromises({ bus, hours, log }))
  const policies = given ?? livePolicies(() => inForce.sla() ?? slaInFile)
  const clocks = slaClocks({ now, policies })
  const automated = automation({ ...parts, bus })
  const commit = makeCommit({
    store,
    bus,
    reactions: [
      watchUnseenReplies({ now, afterMs: UNSEEN_AFTER_MS }),
      noteLastSeen({ now }),
      windOnArranged({ clocks }),
      recountOnHours({ now }),
      dropDraftsOfDisabled,
      wakeHandingOut({ now }),
      tellEndpoints({ ...parts, endpoints: inForce.endpoints }),
      ...automated.reactions,
    ],
    wake: () => {},
  })
  const lookUps = hostLookUps({
    ...parts,
    webhook,
    hostLookUps: webhook !== null,
    sealKey: Buffer.from('the key of a test'),
    elapsedMs: () => at,
    rest: async () => {},
  })
  const tickets = ticketRules({ ...parts, clocks, forms: { types, isSealed: lookUps.isSealed } })
  const contacts = contactRules(parts)
  const languageFor = lettersIn(() => 'en')
  const proofs = addressProofRules(parts)
  const merges = mergeRules({
    ...parts,
    proofs,
    tickets,
    contacts,
    mails: mergeMails({ publicUrl: 'https://help.example', languageFor }),
    webhookUrl: webhook?.url ?? 'https://host.example/webhooks',
    coolingOffMs: COOLING_OFF_MS,
    secondApproval: 'elevated',
    undoMs: UNDO_MS,
    ...settings,
  })
  /** What the host describes when it is asked by itself; null: what the agent was shown. */
  const host: { describes: MergePreview | Refusal | null } = { describes: null }
  const askHost = previewAsker({ webhook, ...parts })
  const askPreview: AskPreview = async (merge) => {
    if (webhook) return askHost(merge)
    const { describes } = host
    if (describes instanceof Refusal) throw describes
    if (describes) return { preview: describes, hash: hashOfPreview(describes) }
    return { preview: NOBODY, hash: merge.previewHash ?? '' }
  }
  const attachments = attachmentRules(parts)
  const attachmentFiles = attachmentFolder(join(dir, 'attachments'))
  const stays = async () => ({
    againAt: new Date(at + 365 * 24 * HOUR_MS).toISOString(),
    why: 'not sent here',
  })
  /** Addresses whose domain vouches for them. */
  const shown = new Set<string>()
  const inbound = inboundMail({
    key: Buffer.from('the key of marks in a test'),
    addresses: () => ({ from: writtenAt ?? '', answers: inForce.mail().replyTo }),
  })
  const door = inbound.door({
    ...{ read: store.read, commit, tickets, languageFor, now, log },
    uploads: uploads({ read: store.read, commit, attachments, attachmentFiles, log }),
    readMail: async (raw, envelope) => {
      const letter = await readLetter(raw, envelope)
      if (!letter) return { is: 'left', why: 'from nobody' }
      const isShown = [...shown].some((address) => raw.includes(`From: ${address}`))
      return { is: 'read', letter: { ...letter, isShown, newText: newIn(letter.text) } }
    },
  })
  const mailUnseen = mailUnseenReplies({
    ...{ commit, now, hostUrl: 'https://portal.example/home', languageFor },
    answers: writtenAt ? inbound.answers : undefined,
  })
  const kinds = {
    ...mergeWork({ read: store.read, commit, merges, askPreview, now }),
    ...automated.work({ read: store.read, commit, tickets, types }),
    [SLA_DUE]: tellBreaches({ commit, clocks, webhook, endpoints: inForce.endpoints, ...parts }),
    [SLA_RECOUNT]: recount({ read: store.read, commit, clocks, settings: inForce }),
    [SESSIONS_EXPIRE]: expireSessions({ store, now }),
    [SNOOZE_ENDS]: endSnooze({ commit, tickets, ...parts }),
    [TRACKER_UPDATE]: sendUpdates({ read: store.read, commit, tickets, ...parts }),
    [HAND_OUT]: handOut({ read: store.read, commit: automated.byItself(commit), tickets, ...parts }),
    [ATTACHMENTS_SWEEP]: sweepAttachments({ store, now, attachmentFiles }),
    [REMOVALS]: removeOldTickets({ read: store.read, commit, ...parts }),
    [FORGETTING]: forgetOld({ store, now }),
    [UNSEEN_REPLIES]: mailUnseen,
    [MAIL_SEND]: stays,
    [WEBHOOK_DELIVER]: webhook
      ? deliverySender({
          store,
          now,
          secret: webhook.secret,
          allowPrivateAddresses: true,
          onAttempt: mergeDeliveryAttempted({ commit }),
          onAnswer: mergeDeliveryAnswered({ commit, merges }),
        })
      : stays,
  }
  const worker = dueWorker({ store, now, log, kinds })

  return {
    ...parts,
    dir,
    store,
    bus,
    settings: inForce,
    commit,
    log,
    tickets,
    types,
    policies,
    slaInFile,
    typesInFile: typesFile,
    lookUps,
    hours,
    contacts,
    proofs,
    languageFor,
    merges,
    host,
    /** What a second copy of the server would run, too. */
    kinds,
    askPreview,
    attachments,
    attachmentFiles,
    mailUnseen,
    door,
    shown,
    /** Time goes by, without anything being done that became due. */
    passes: (ms: number) => {
      at += ms
    },
    /** Everything that is due by now is done. */
    async dueWork() {
      await worker.runDue(now())
      if (log.complaints().length > 0) throw new Error(JSON.stringify(log.lines))
    },
    /** Uploads that nobody sent are looked through. */
    async sweep() {
      await commit((tx) => scheduleOnce(tx, ATTACHMENTS_SWEEP, now().toISOString()))
      await worker.runDue(now())
    },
    /** The host vouches for somebody. */
    contact: (sub: string, email: string, emailVerified = true) =>
      commit((tx) =>
        contacts.enterVerified(tx, {
          sub,
          email,
          emailVerified,
          name: sub,
          locale: null,
          attributes: {},
          signedAt: null,
        }),
      ),
    async agent(name: string): Promise<AgentRecord> {
      const agent: AgentRecord = {
        id: parts.newId('agt'),
        name,
        email: `${name.toLowerCase()}@desk.example`,
        roles: ['agent'],
        passwordHash: '',
        createdAt: now().toISOString(),
        disabledAt: null,
      }
      await store.commit((tx) => tx.agents.put(agent))
      return agent
    },
    /** A plain question. */
    opens: (contact: Contact, text = 'Where is my rotation?') =>
      commit((tx) => tickets.open(tx, contact, { clientId: newClientId(), type: 'question', text })),
    /** A ticket as it is kept now. */
    async ticket(id: string): Promise<TicketRecord> {
      const found = await store.read.tickets.find(id)
      if (!found) throw new Error(`there is no ticket ${id}`)
      return found
    },
    /** What a contact's sockets hear from now on. */
    heardBy(contactId: string): BusEvent[] {
      const heard: BusEvent[] = []
      bus.subscribe(topics.contact(contactId), (event) => heard.push(event))
      return heard
    },
    /** What goes to each open socket. */
    heardByEverybody(): BusEvent[] {
      const heard: BusEvent[] = []
      bus.subscribe(topics.everyone, (event) => heard.push(event))
      return heard
    },
    heardAtTheDesk(): BusEvent[] {
      const heard: BusEvent[] = []
      bus.subscribe(topics.desk, (event) => heard.push(event))
      return heard
    },
    async close() {
      await worker.stop()
      inForce.close()
      await bus.close()
      await store.close()
    },
  }
}

/** done, or the code of the refusal; anything else is a bug and is thrown. */
export const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (cause: unknown) => {
      if (cause instanceof Refusal) return cause.code
      throw cause
    },
  )

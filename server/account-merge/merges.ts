// Account merge: ask, prove, decide, tell, wait for the result. We never merge host accounts ourselves. Every
// change of state goes through the table in transitions.ts. Partners: host-side.ts (what we ask of the host),
// mails.ts (who is told what).

import type { Contact, HostAccount, MergePreview, MergeState } from '../../protocol/entities.ts'
import type { ContactCommandBody } from '../../protocol/socket.ts'
import type { MergeResult } from '../../protocol/webhooks.ts'
import { maskAddress, parseAddress, sameAddress } from '../contacts/address.ts'
import type { AddressProofs } from '../contacts/address-proofs.ts'
import type { Contacts } from '../contacts/contacts.ts'
import { cancel as cancelDueWork, schedule } from '../due-work.ts'
import { mergeCodeMail } from '../email/texts.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import { sha256 } from '../hashes.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, MergeRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { claimClientId, claimed } from '../tickets/thread.ts'
import { getTicket, type Tickets } from '../tickets/tickets.ts'
import { queueMergeApproved } from './host-side.ts'
import { type MergeMails, mailBoth, mailOne } from './mails.ts'
import { CLAIMING_STATES, moved, traced, wrongState } from './transitions.ts'

export type Merges = ReturnType<typeof mergeRules>

export const MERGE_EXECUTE = 'merge.execute'
export const MERGE_EXPIRE = 'merge.expire'

const HOUR_MS = 60 * 60_000
/**
 * How long a request may wait in a state for somebody else. Proof: a day, for who has the mailbox has it now. Review:
 * three days, a long weekend. Result: longer than all attempts of a delivery; a host that took it and stays silent
 * must not hold two accounts for ever.
 */
const WITHIN_MS: Partial<Record<MergeState, number>> = {
  proof_sent: 24 * HOUR_MS,
  in_review: 72 * HOUR_MS,
  executing: 72 * HOUR_MS,
}
/** Requests of one contact within a day: enough for every address they ever had, too few to mail strangers. */
const STARTS_A_DAY = 5
const DAY_MS = 24 * HOUR_MS
/** In these an agent has a reason to see both accounts. Before the proof the host is asked nothing. */
const LOOKABLE_STATES: readonly MergeState[] = ['in_review', 'approved', 'failed']

export function mergeRules(
  parts: Pick<Parts, 'now' | 'newId' | 'newToken'> & {
    proofs: AddressProofs
    tickets: Tickets
    contacts: Contacts
    mails: MergeMails
    webhookUrl: string | null
    coolingOffMs: number
  },
) {
  const { now, newId, newToken, proofs, tickets } = parts
  return {
    /** The session proves `into`; a code goes to `from`. Says the same whether or not such an account exists. */
    async start(tx: Unit, contact: Contact, body: ContactCommandBody<'merge.start'>): Promise<MergeRecord> {
      const known = await claimClientId(tx, contact.id, body.clientId, ['merge.start', body.fromEmail])
      if (known?.mergeId) return getMerge(tx, known.mergeId)
      if (
        contact.identity !== 'verified' ||
        !contact.externalId ||
        !contact.email ||
        !contact.emailVerified
      ) {
        throw new Refusal('merge.needs_verified')
      }
      const fromEmail = parseAddress(body.fromEmail)
      if (!fromEmail) throw new Refusal('address.invalid', { field: '/fromEmail' })
      if (sameAddress(fromEmail, contact.email)) throw new Refusal('merge.same_account')
      const at = now()
      await refuseTooMany(tx, contact, at)
      await makeRoom(tx, contact.externalId)

      const merge: MergeRecord = {
        id: newId('mrg'),
        ticketId: null,
        state: 'proof_sent',
        into: { contactId: contact.id, externalId: contact.externalId, email: contact.email },
        from: { email: fromEmail, externalId: null },
        proofId: null,
        provedAt: null,
        previewHash: null,
        decision: null,
        executeAt: null,
        deliveryId: null,
        stopTokenHashes: [],
        reason: null,
        trail: [{ at: at.toISOString(), by: 'contact', what: 'asked, signed in as the account that stays' }],
        createdAt: at.toISOString(),
        updatedAt: at.toISOString(),
      }
      await tx.clientIds.put({
        ...claimed(contact.id, body.clientId, ['merge.start', body.fromEmail]),
        mergeId: merge.id,
      })
      await waitNoLongerThan(tx, merge)
      return mailCode(tx, merge, contact)
    },

    async sendCode(tx: Unit, contact: Contact, mergeId: string): Promise<MergeRecord> {
      const merge = await ownMerge(tx, contact, mergeId)
      if (merge.state !== 'proof_sent') throw wrongState(merge)
      const old = merge.proofId ? await tx.addressProofs.find(merge.proofId) : undefined
      if (old && !old.endedAt) await tx.addressProofs.put({ ...old, endedAt: now().toISOString() })
      return mailCode(tx, merge, contact)
    },

    /** The right code opens the ticket. Returns refusals of the code instead of throwing: the try is spent. */
    async prove(tx: Unit, contact: Contact, mergeId: string, code: string): Promise<MergeRecord | Refusal> {
      const merge = await ownMerge(tx, contact, mergeId)
      if (merge.state !== 'proof_sent' || !merge.proofId) throw wrongState(merge)
      const proof = await proofs.take(tx, merge.proofId, 'merge', code)
      if (proof instanceof Refusal) {
        // The tries left are part of what the contact sees, in every open window.
        tx.record({ name: 'merge.changed', merge })
        return proof
      }
      if (proof.boundTo !== merge.id || proof.email !== merge.from.email) return new Refusal('not_found')
      // Told only to somebody who has just shown that the address is theirs.
      const accounts = [{ email: merge.from.email }, { email: merge.into.email }, intoOf(merge)]
      if (await anyClaimed(tx, merge, accounts)) return new Refusal('merge.already_open')

      const ticket = await tickets.openFor(tx, contact, {
        type: 'account_merge',
        subject: `Merge ${merge.from.email} into ${merge.into.email}`,
        mergeId: merge.id,
      })
      await tickets.addActivity(tx, ticket, 'merge.requested', {
        fromEmail: merge.from.email,
        intoEmail: merge.into.email,
      })
      const at = now()
      const proved = moved(
        merge,
        { state: 'in_review', by: 'contact', what: 'proved the other address with a mailed code', at },
        { ticketId: ticket.id, provedAt: at.toISOString() },
      )
      await waitNoLongerThan(tx, proved)
      return keep(tx, proved)
    },

    /** By the contact, until the host is asked to merge. */
    async cancel(tx: Unit, contact: Contact, mergeId: string): Promise<MergeRecord> {
      const merge = await ownMerge(tx, contact, mergeId)
      return merge.state === 'cancelled' ? merge : stop(tx, merge, 'contact', 'stopped it in the widget')
    },

    /** By whoever reads mail at either address; the link is the proof. */
    async cancelByLink(tx: Unit, token: string): Promise<MergeRecord> {
      const merge = await tx.merges.findByStopTokenHash(sha256('merge-stop', token))
      if (!merge) throw new Refusal('not_found')
      return merge.state === 'cancelled' ? merge : stop(tx, merge, 'mail link', 'stopped it')
    },

    /**
     * Who looked stands in the trail. What the host said is what an approval will be held to; once there is an
     * approval, a look changes neither it nor the account that it named.
     */
    async notePreview(tx: Unit, agent: AgentRecord, mergeId: string, preview: MergePreview, hash: string) {
      const merge = await getLookable(tx, mergeId)
      const line = { by: `agent:${agent.name}`, what: 'looked at both accounts' }
      if (merge.previewHash === hash && merge.trail.some((old) => isSameLine(old, line))) return merge
      const looked = traced(merge, { ...line, at: now() })
      if (merge.state !== 'in_review') return note(tx, looked)
      const from = { ...merge.from, externalId: preview.from?.externalId ?? null }
      return note(tx, { ...looked, previewHash: hash, from })
    },

    /** `current` is the host's description of this moment; it must be what the agent was shown. */
    async approve(
      tx: Unit,
      agent: AgentRecord,
      mergeId: string,
      shown: { hash: string; current: MergePreview; currentHash: string },
    ): Promise<MergeRecord> {
      const merge = await getMerge(tx, mergeId)
      if (merge.state !== 'in_review') throw wrongState(merge)
      refuseOwnRequest(merge, agent)
      if (shown.hash !== merge.previewHash || shown.currentHash !== merge.previewHash) {
        throw new Refusal('merge.preview_changed')
      }
      const { into, from } = shown.current
      if (!into || !from) throw new Refusal('merge.no_account')
      refuseWrongAccounts(merge, into, from)
      const accounts = [intoOf(merge), { externalId: from.externalId }]
      if (await anyClaimed(tx, merge, accounts)) throw new Refusal('merge.already_open')

      const at = now()
      const executeAt = new Date(at.getTime() + parts.coolingOffMs).toISOString()
      const stopTokens = { into: newToken(), from: newToken() }
      const approved = moved(
        merge,
        { state: 'approved', by: `agent:${agent.name}`, what: 'approved', at },
        {
          executeAt,
          from: { ...merge.from, externalId: from.externalId },
          decision: {
            verdict: 'approve',
            agent: { id: agent.id, name: agent.name },
            reason: null,
            at: at.toISOString(),
          },
          stopTokenHashes: Object.values(stopTokens).map((token) => sha256('merge-stop', token)),
        },
      )
      await cancelDueWork(tx, `${MERGE_EXPIRE}-${merge.id}`)
      await schedule(tx, {
        id: `${MERGE_EXECUTE}-${merge.id}`,
        kind: MERGE_EXECUTE,
        subjectId: merge.id,
        dueAt: executeAt,
      })
      await say(tx, approved, 'merge.approved', { executeAt })
      // No agent has anything to do with it until the host has answered, or somebody stops it.
      await putAside(tx, approved, 'snoozed')
      await mailBoth(tx, approved, 'approved', at, (side) =>
        parts.mails.approved(approved, side, stopTokens[side]),
      )
      return keep(tx, approved)
    },

    async reject(tx: Unit, agent: AgentRecord, mergeId: string, reason: string): Promise<MergeRecord> {
      const merge = await getMerge(tx, mergeId)
      refuseOwnRequest(merge, agent)
      if (!reason.trim()) {
        throw new Refusal('request.malformed', {
          field: '/reason',
          detail: 'A rejection needs a reason; the contact reads it.',
        })
      }
      const at = now()
      const rejected = moved(
        merge,
        { state: 'rejected', by: `agent:${agent.name}`, what: `rejected: ${reason}`, at },
        {
          reason,
          decision: {
            verdict: 'reject',
            agent: { id: agent.id, name: agent.name },
            reason,
            at: at.toISOString(),
          },
        },
      )
      await cancelDueWork(tx, `${MERGE_EXPIRE}-${merge.id}`)
      await say(tx, rejected, 'merge.rejected', { reason })
      await mailOne(tx, rejected, 'rejected', 'into', at, parts.mails.rejected(rejected))
      // Told that it would happen, and that it failed or not: it must hear that it will not.
      if (wasApproved(merge)) {
        await mailOne(tx, rejected, 'stopped', 'from', at, parts.mails.stopped(rejected, 'from'))
      }
      return keep(tx, rejected)
    },

    /** Due work: the cooling-off is over. Run twice, it does nothing the second time. */
    async execute(tx: Unit, mergeId: string): Promise<void> {
      const merge = await tx.merges.find(mergeId)
      if (merge?.state !== 'approved' || !merge.executeAt || merge.executeAt > now().toISOString()) return
      await ask(
        tx,
        moved(merge, { state: 'executing', by: 'system', what: 'asked the host to merge', at: now() }),
      )
    },

    /** An agent has seen why it failed and asks the host once more. */
    async retry(tx: Unit, agent: AgentRecord, mergeId: string): Promise<MergeRecord> {
      const merge = await getMerge(tx, mergeId)
      // The table knows another way to this state, through the cooling-off: no agent may take it for them.
      if (merge.state !== 'failed') throw wrongState(merge)
      refuseOwnRequest(merge, agent)
      const step = {
        state: 'executing' as const,
        by: `agent:${agent.name}`,
        what: 'asked the host again',
        at: now(),
      }
      return ask(tx, moved(merge, step, { reason: null }))
    },

    /** Due work: nobody proved, decided or answered in time. Does nothing where that time is not over. */
    async expire(tx: Unit, mergeId: string): Promise<void> {
      const merge = await tx.merges.find(mergeId)
      const at = now()
      const until = merge && waitsUntil(merge)
      if (!merge || !until || until > at) return
      if (merge.state === 'executing') {
        await fail(tx, merge, 'The host took the request and has not said in three days how it ended.')
        return
      }
      const what = merge.state === 'proof_sent' ? 'not proved in time' : 'not decided in time'
      const expired = moved(merge, { state: 'expired', by: 'system', what, at })
      if (merge.state === 'in_review') {
        await say(tx, expired, 'merge.cancelled', { by: 'system' })
        await mailOne(tx, expired, 'stopped', 'into', at, parts.mails.stopped(expired, 'into'))
      }
      await keep(tx, expired)
    },

    /**
     * The host's result, from its webhook answer or POST /api/host/merge-results. The same result again is
     * taken as said; a different one is refused and stands in the trail.
     */
    async settle(tx: Unit, result: MergeResult): Promise<MergeRecord | Refusal> {
      const merge = await getMerge(tx, result.mergeId)
      const state: MergeState = result.status === 'completed' ? 'merged' : 'failed'
      if (merge.state === state) return merge
      if (merge.state !== 'executing') {
        // Never asked: nothing of ours. Asked once: what the host says now, agents should know.
        if (!merge.deliveryId) return wrongState(merge)
        const what = `the host answered “${result.status}” after “${merge.state}”; not taken`
        await note(tx, traced(merge, { by: 'host', what, at: now() }))
        return wrongState(merge)
      }
      return state === 'merged'
        ? complete(tx, merge)
        : fail(tx, merge, result.reason ?? 'The host gave no reason.')
    },

    keep,
    coolingOffMs: parts.coolingOffMs,
  }

  async function mailCode(tx: Unit, merge: MergeRecord, contact: Contact): Promise<MergeRecord> {
    const proof = await proofs.send(
      tx,
      { purpose: 'merge', boundTo: merge.id, email: merge.from.email, name: contact.name },
      (code) => mergeCodeMail({ code, asker: maskAddress(merge.into.email) }),
    )
    const at = now()
    const mailed = traced(merge, { by: 'system', what: 'mailed a code to the other address', at })
    return keep(tx, { ...mailed, updatedAt: at.toISOString(), proofId: proof.id })
  }

  async function refuseTooMany(tx: Unit, contact: Contact, at: Date): Promise<void> {
    const since = new Date(at.getTime() - DAY_MS).toISOString()
    const newest = await tx.merges.listForContact(contact.id, STARTS_A_DAY)
    const [oldest] = newest.slice(-1)
    if (newest.length < STARTS_A_DAY || !oldest || oldest.createdAt <= since) return
    throw new Refusal('request.too_many', {
      detail: `At most ${STARTS_A_DAY} merges can be asked for in a day.`,
      retryAfterMs: Date.parse(oldest.createdAt) + DAY_MS - at.getTime(),
    })
  }

  /** Expiry hangs on the state that begins now; an earlier one is replaced. */
  async function waitNoLongerThan(tx: Unit, merge: MergeRecord): Promise<void> {
    const until = waitsUntil(merge)
    if (!until) return
    const id = `${MERGE_EXPIRE}-${merge.id}`
    await schedule(tx, { id, kind: MERGE_EXPIRE, subjectId: merge.id, dueAt: until.toISOString() })
  }

  /** One open request an account; one that was never proved makes room for the new one. */
  async function makeRoom(tx: Unit, externalId: string): Promise<void> {
    for (;;) {
      const open = await tx.merges.findOpenWith({ externalId })
      if (!open) return
      if (CLAIMING_STATES.includes(open.state)) throw new Refusal('merge.already_open')
      await cancelDueWork(tx, `${MERGE_EXPIRE}-${open.id}`)
      await keep(tx, moved(open, { state: 'cancelled', by: 'contact', what: 'began anew', at: now() }))
    }
  }

  /** By another request. Anybody can type any address, so one without its proof claims nothing. */
  async function anyClaimed(
    tx: Unit,
    merge: MergeRecord,
    accounts: { externalId?: string; email?: string }[],
  ): Promise<boolean> {
    // The store names the oldest that is open: out of the way for a moment, this one hides no other.
    await tx.merges.put({ ...merge, state: 'expired' })
    const open = await Promise.all(accounts.map((account) => tx.merges.findOpenWith(account)))
    await tx.merges.put(merge)
    return open.some((other) => other !== undefined && CLAIMING_STATES.includes(other.state))
  }

  async function stop(tx: Unit, merge: MergeRecord, by: string, what: string): Promise<MergeRecord> {
    const at = now()
    const stopped = moved(merge, { state: 'cancelled', by, what, at }, { executeAt: null })
    await cancelDueWork(tx, `${MERGE_EXECUTE}-${merge.id}`)
    await cancelDueWork(tx, `${MERGE_EXPIRE}-${merge.id}`)
    await say(tx, stopped, 'merge.cancelled', { by })
    if (wasApproved(merge)) await putAside(tx, stopped, 'open')
    if (wasApproved(merge))
      await mailBoth(tx, stopped, 'stopped', at, (side) => parts.mails.stopped(stopped, side))
    return keep(tx, stopped)
  }

  async function ask(tx: Unit, merge: MergeRecord): Promise<MergeRecord> {
    if (!parts.webhookUrl)
      return fail(tx, merge, 'No WEBHOOK_URL is configured, so the host cannot be asked.')
    const deliveryId = newId('dlv')
    await queueMergeApproved(tx, { merge, deliveryId, url: parts.webhookUrl, now: now() })
    await waitNoLongerThan(tx, merge)
    return keep(tx, { ...merge, deliveryId })
  }

  /** The two contacts become one: tickets move, the ended account's sessions end, in this commit. */
  async function complete(tx: Unit, before: MergeRecord): Promise<MergeRecord> {
    const at = now()
    const merge = moved(
      before,
      { state: 'merged', by: 'host', what: 'merged the accounts', at },
      { executeAt: null },
    )
    const ended = merge.from.externalId
      ? await tx.contacts.findByExternalId(merge.from.externalId)
      : undefined
    if (ended && ended.id !== merge.into.contactId) {
      for (const ticket of await tx.tickets.listForContact(ended.id, Number.MAX_SAFE_INTEGER)) {
        await tickets.change(tx, ticket, { contactId: merge.into.contactId })
      }
      await parts.contacts.endSessions(tx, ended.id)
    }
    await cancelDueWork(tx, `${MERGE_EXPIRE}-${merge.id}`)
    await say(tx, merge, 'merge.completed', { fromEmail: merge.from.email, intoEmail: merge.into.email })
    if (merge.ticketId) {
      await tickets.solve(tx, await getTicket(tx, merge.ticketId), { name: '', side: 'system' })
    }
    await mailBoth(tx, merge, 'merged', at, (side) => parts.mails.completed(merge, side))
    return keep(tx, merge)
  }

  async function fail(tx: Unit, before: MergeRecord, reason: string): Promise<MergeRecord> {
    const step = { state: 'failed' as const, by: 'host', what: `did not merge: ${reason}`, at: now() }
    const merge = moved(before, step, { reason })
    await cancelDueWork(tx, `${MERGE_EXPIRE}-${merge.id}`)
    // Why, in the host's or our own words, is for agents: it stands in the merge and its trail, not in the thread.
    await say(tx, merge, 'merge.failed', {})
    // One mail a delivery: an agent may try again.
    await mailOne(tx, merge, `failed_${merge.deliveryId}`, 'into', step.at, parts.mails.failed(merge))
    if (merge.ticketId) {
      const ticket = await getTicket(tx, merge.ticketId)
      await tickets.change(tx, ticket, {
        state: 'open',
        waitingSince: ticket.waitingSince ?? step.at.toISOString(),
      })
    }
    return keep(tx, merge)
  }

  /** Aside, or back before the agents; what was solved meanwhile stays so. */
  async function putAside(tx: Unit, merge: MergeRecord, state: 'snoozed' | 'open'): Promise<void> {
    const ticket = merge.ticketId ? await getTicket(tx, merge.ticketId) : undefined
    if (!ticket || ticket.state === 'solved') return
    await tickets.change(tx, ticket, { state, waitingSince: null })
  }

  async function say(
    tx: Unit,
    merge: MergeRecord,
    code: Parameters<Tickets['addActivity']>[2],
    details: Record<string, string>,
  ) {
    if (!merge.ticketId) return
    await tickets.addActivity(tx, await getTicket(tx, merge.ticketId), code, details)
  }

  async function keep(tx: Unit, merge: MergeRecord): Promise<MergeRecord> {
    await tx.merges.put(merge)
    tx.record({ name: 'merge.changed', merge })
    return merge
  }

  /** Keeps what only agents may know of: its contact hears nothing and sees no other `updatedAt`. */
  async function note(tx: Unit, merge: MergeRecord): Promise<MergeRecord> {
    await tx.merges.put(merge)
    tx.record({ name: 'merge.noted', merge })
    return merge
  }
}

/** Until when this state may last; null where somebody of ours ends it. */
function waitsUntil(merge: MergeRecord): Date | null {
  const within = WITHIN_MS[merge.state]
  if (within === undefined) return null
  // A new code does not lengthen the day: it counts from the beginning. Later states begin at the last change.
  const since = merge.state === 'proof_sent' ? merge.createdAt : merge.updatedAt
  return new Date(Date.parse(since) + within)
}

const intoOf = (merge: MergeRecord) => ({ externalId: merge.into.externalId })
const wasApproved = (merge: MergeRecord) => merge.decision?.verdict === 'approve'
const isSameLine = (one: { by: string; what: string }, other: { by: string; what: string }) =>
  one.by === other.by && one.what === other.what

export async function getMerge(tables: Pick<ReadTables, 'merges'>, mergeId: string): Promise<MergeRecord> {
  const merge = await tables.merges.find(mergeId)
  if (!merge) throw new Refusal('not_found')
  return merge
}

/** To be asked before the host describes anybody. @throws Refusal('not_found' | 'merge.wrong_state') */
export async function getLookable(tables: Pick<ReadTables, 'merges'>, mergeId: string): Promise<MergeRecord> {
  const merge = await getMerge(tables, mergeId)
  if (!LOOKABLE_STATES.includes(merge.state)) throw wrongState(merge)
  return merge
}

async function ownMerge(tx: Unit, contact: Contact, mergeId: string): Promise<MergeRecord> {
  const merge = await tx.merges.find(mergeId)
  if (!merge || merge.into.contactId !== contact.id) throw new Refusal('not_found')
  return merge
}

/** Nobody decides about their own accounts. */
function refuseOwnRequest(merge: MergeRecord, agent: AgentRecord): void {
  // In doubt it is their own: most mail servers take capital letters for small ones.
  const own = agent.email.toLowerCase()
  if (own === merge.into.email.toLowerCase() || own === merge.from.email.toLowerCase()) {
    throw new Refusal('caller.forbidden', { detail: 'Nobody decides about their own accounts.' })
  }
}

/** The host must have described the very accounts that were proved. */
function refuseWrongAccounts(merge: MergeRecord, into: HostAccount, from: HostAccount): void {
  const areThose =
    into.externalId === merge.into.externalId &&
    // An address that changed meanwhile gets neither the mails nor the link that stops it.
    sameAddress(into.email, merge.into.email) &&
    sameAddress(from.email, merge.from.email)
  if (!areThose) {
    throw new Refusal('merge.no_account', { detail: 'The host described other accounts than those proved.' })
  }
  if (into.externalId === from.externalId) throw new Refusal('merge.same_account')
}

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
import { type MergeMails, mailBoth, mailInto } from './mails.ts'
import { CLAIMING_STATES, moved, traced } from './transitions.ts'

export type Merges = ReturnType<typeof mergeRules>

export const MERGE_EXECUTE = 'merge.execute'
export const MERGE_EXPIRE = 'merge.expire'

/** A request whose other address is not proved within a day is forgotten. */
const PROOF_WITHIN_MS = 24 * 60 * 60_000

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
      await makeRoom(tx, contact.externalId)

      const at = now()
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
      await schedule(tx, {
        id: `${MERGE_EXPIRE}-${merge.id}`,
        kind: MERGE_EXPIRE,
        subjectId: merge.id,
        dueAt: new Date(at.getTime() + PROOF_WITHIN_MS).toISOString(),
      })
      return mailCode(tx, merge, contact)
    },

    async sendCode(tx: Unit, contact: Contact, mergeId: string): Promise<MergeRecord> {
      const merge = await ownMerge(tx, contact, mergeId)
      if (merge.state !== 'proof_sent') throw new Refusal('merge.wrong_state')
      const old = merge.proofId ? await tx.addressProofs.find(merge.proofId) : undefined
      if (old && !old.endedAt) await tx.addressProofs.put({ ...old, endedAt: now().toISOString() })
      return mailCode(tx, merge, contact)
    },

    /** The right code opens the ticket. Returns refusals of the code instead of throwing: the try is spent. */
    async prove(tx: Unit, contact: Contact, mergeId: string, code: string): Promise<MergeRecord | Refusal> {
      const merge = await ownMerge(tx, contact, mergeId)
      if (merge.state !== 'proof_sent' || !merge.proofId) throw new Refusal('merge.wrong_state')
      // Told only to somebody who is about to show that the address is theirs, and costs no try.
      const proof = await proofs.take(tx, merge.proofId, 'merge', code)
      if (proof instanceof Refusal) return proof
      if (proof.boundTo !== merge.id || proof.email !== merge.from.email) return new Refusal('not_found')
      const rival = await tx.merges.findOpenWith({ email: merge.from.email })
      if (rival && rival.id !== merge.id && CLAIMING_STATES.includes(rival.state)) {
        return new Refusal('merge.already_open')
      }

      const ticket = await tickets.openFor(tx, contact, {
        type: 'account_merge',
        subject: `Merge ${merge.from.email} into ${merge.into.email}`,
        mergeId: merge.id,
      })
      await tickets.addActivity(tx, ticket, 'merge.requested', {
        fromEmail: merge.from.email,
        intoEmail: merge.into.email,
      })
      await cancelDueWork(tx, `${MERGE_EXPIRE}-${merge.id}`)
      const step = { by: 'contact', what: 'proved the other address with a mailed code', at: now() }
      return keep(
        tx,
        moved(
          merge,
          { ...step, state: 'in_review' },
          { ticketId: ticket.id, provedAt: step.at.toISOString() },
        ),
      )
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
      return merge.state === 'cancelled'
        ? merge
        : stop(tx, merge, 'mail link', 'stopped it with the link in the mail')
    },

    /** What the host said about both accounts is what an approval will be held to. */
    async notePreview(tx: Unit, agent: AgentRecord, mergeId: string, preview: MergePreview, hash: string) {
      const merge = await getMerge(tx, mergeId)
      if (merge.previewHash === hash) return merge
      return keep(tx, {
        ...traced(merge, { by: `agent:${agent.name}`, what: 'looked at both accounts', at: now() }),
        previewHash: hash,
        from: { ...merge.from, externalId: preview.from?.externalId ?? null },
      })
    },

    /** `current` is the host's description of this moment; it must be what the agent was shown. */
    async approve(
      tx: Unit,
      agent: AgentRecord,
      mergeId: string,
      shown: { hash: string; current: MergePreview; currentHash: string },
    ): Promise<MergeRecord> {
      const merge = await getMerge(tx, mergeId)
      refuseOwnRequest(merge, agent)
      if (shown.hash !== merge.previewHash || shown.currentHash !== merge.previewHash) {
        throw new Refusal('merge.preview_changed')
      }
      const { into, from } = shown.current
      if (!into || !from) throw new Refusal('merge.no_account')
      refuseWrongAccounts(merge, into, from)

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
      await schedule(tx, {
        id: `${MERGE_EXECUTE}-${merge.id}`,
        kind: MERGE_EXECUTE,
        subjectId: merge.id,
        dueAt: executeAt,
      })
      await say(tx, approved, 'merge.approved', { executeAt })
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
      await say(tx, rejected, 'merge.rejected', { reason })
      await mailInto(tx, rejected, 'rejected', at, parts.mails.rejected(rejected))
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
      const step = {
        state: 'executing' as const,
        by: `agent:${agent.name}`,
        what: 'asked the host again',
        at: now(),
      }
      return ask(tx, moved(merge, step, { reason: null }))
    },

    /** Due work: nobody proved the other address in time. */
    async expire(tx: Unit, mergeId: string): Promise<void> {
      const merge = await tx.merges.find(mergeId)
      if (merge?.state !== 'proof_sent') return
      await keep(tx, moved(merge, { state: 'expired', by: 'system', what: 'not proved in time', at: now() }))
    },

    /**
     * The host's result, from its webhook answer or POST /api/host/merge-results. The same result again is
     * taken as said; a different one is refused and stands in the trail.
     */
    async settle(tx: Unit, result: MergeResult): Promise<MergeRecord | Refusal> {
      const merge = await getMerge(tx, result.mergeId)
      const state: MergeState = result.status === 'completed' ? 'merged' : 'failed'
      if (merge.state === state) return merge
      if (merge.state === 'merged' || merge.state === 'failed') {
        const what = `the host answered “${result.status}” after “${merge.state}”; not taken`
        await keep(tx, traced(merge, { by: 'host', what, at: now() }))
        return new Refusal('merge.wrong_state', { detail: `The result was ${merge.state}.` })
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
    const line = { by: 'system', what: 'mailed a code to the other address', at: now() }
    return keep(tx, { ...traced(merge, line), proofId: proof.id })
  }

  /** One open request an account; one that was never proved makes room for the new one. */
  async function makeRoom(tx: Unit, externalId: string): Promise<void> {
    const open = await tx.merges.findOpenWith({ externalId })
    if (!open) return
    if (open.state !== 'proof_sent') throw new Refusal('merge.already_open')
    const step = { state: 'cancelled' as const, by: 'contact', what: 'began anew', at: now() }
    await keep(tx, moved(open, step))
  }

  async function stop(tx: Unit, merge: MergeRecord, by: string, what: string): Promise<MergeRecord> {
    const at = now()
    const wasDecided = merge.state === 'approved'
    const stopped = moved(merge, { state: 'cancelled', by, what, at }, { executeAt: null })
    await cancelDueWork(tx, `${MERGE_EXECUTE}-${merge.id}`)
    await cancelDueWork(tx, `${MERGE_EXPIRE}-${merge.id}`)
    await say(tx, stopped, 'merge.cancelled', { by })
    if (wasDecided) await mailBoth(tx, stopped, 'stopped', at, (side) => parts.mails.stopped(stopped, side))
    return keep(tx, stopped)
  }

  async function ask(tx: Unit, merge: MergeRecord): Promise<MergeRecord> {
    if (!parts.webhookUrl)
      return fail(tx, merge, 'No WEBHOOK_URL is configured, so the host cannot be asked.')
    const deliveryId = newId('dlv')
    await queueMergeApproved(tx, { merge, deliveryId, url: parts.webhookUrl, now: now() })
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
    await say(tx, merge, 'merge.failed', { reason })
    // One mail a delivery: an agent may try again.
    await mailInto(tx, merge, `failed_${merge.deliveryId}`, step.at, parts.mails.failed(merge))
    if (merge.ticketId) {
      const ticket = await getTicket(tx, merge.ticketId)
      await tickets.change(tx, ticket, {
        state: 'open',
        waitingSince: ticket.waitingSince ?? step.at.toISOString(),
      })
    }
    return keep(tx, merge)
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
}

export async function getMerge(tables: Pick<ReadTables, 'merges'>, mergeId: string): Promise<MergeRecord> {
  const merge = await tables.merges.find(mergeId)
  if (!merge) throw new Refusal('not_found')
  return merge
}

async function ownMerge(tx: Unit, contact: Contact, mergeId: string): Promise<MergeRecord> {
  const merge = await tx.merges.find(mergeId)
  if (!merge || merge.into.contactId !== contact.id) throw new Refusal('not_found')
  return merge
}

/** Nobody decides about their own accounts. */
function refuseOwnRequest(merge: MergeRecord, agent: AgentRecord): void {
  if (sameAddress(agent.email, merge.into.email) || sameAddress(agent.email, merge.from.email)) {
    throw new Refusal('caller.forbidden', { detail: 'Nobody decides about their own accounts.' })
  }
}

/** The host must have described the very accounts that were proved. */
function refuseWrongAccounts(merge: MergeRecord, into: HostAccount, from: HostAccount): void {
  if (into.externalId !== merge.into.externalId || !sameAddress(from.email, merge.from.email)) {
    throw new Refusal('merge.no_account', { detail: 'The host described other accounts than those proved.' })
  }
  if (into.externalId === from.externalId) throw new Refusal('merge.same_account')
}

// Asking. The session proves `into`, a code goes to `from`; whoever lives at that address, or nobody, the answer is the
// same. Partners: prove.ts; contacts/address-proofs.ts, which makes and takes the codes.

import type { Contact } from '../../protocol/entities.ts'
import { MERGE_CODES_OF_REQUEST } from '../../protocol/limits.ts'
import type { ContactCommandBody } from '../../protocol/socket.ts'
import { maskAddress, parseAddress, sameAddress } from '../contacts/address.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { MergeRecord } from '../store/records.ts'
import { claimClientId, claimed } from '../tickets/thread.ts'
import { makeRoom } from './claims.ts'
import { refuseStale } from './fresh.ts'
import { HOUR_MS, type Ledger, type MergeParts, ownMerge } from './ledger.ts'
import { moved, type Passing, traced, wrongState } from './transitions.ts'

/** Requests of one contact within a day: enough for every address they ever had, too few to mail strangers. */
const STARTS_A_DAY = 5
const DAY_MS = 24 * HOUR_MS

export function askRules(parts: MergeParts, ledger: Ledger) {
  const { now, newId, proofs, tickets, mails } = parts
  return {
    /** Says the same whether or not an account with that address exists. */
    async start(
      tx: Unit,
      contact: Contact,
      body: Pick<ContactCommandBody<'merge.start'>, 'clientId' | 'fromEmail' | 'form'>,
      /** When the host signed for `into`, and the network of the request. */
      { vouchedAt, network }: { vouchedAt: string | null; network: string | null },
    ): Promise<MergeRecord> {
      const known = await claimClientId(tx, contact.id, body.clientId, ['merge.start', body.fromEmail])
      if (known?.mergeId) {
        const merge = await tx.merges.find(known.mergeId)
        if (!merge) throw new Refusal('not_found')
        return merge
      }
      if (
        contact.identity !== 'verified' ||
        !contact.externalId ||
        !contact.email ||
        !contact.emailVerified
      ) {
        throw new Refusal('merge.needs_verified')
      }
      refuseStale(vouchedAt, now())
      const fromEmail = parseAddress(body.fromEmail)
      if (!fromEmail) throw new Refusal('address.invalid', { field: '/fromEmail' })
      if (sameAddress(fromEmail, contact.email)) throw new Refusal('merge.same_account')
      const at = now()
      await refuseTooMany(tx, contact, at)
      const form = body.form && (await tickets.typedSoFar(tx, contact, body.form))
      await makeRoom(tx, { now, ledger }, contact.externalId)

      const draft: Passing = {
        id: newId('mrg'),
        ticketId: null,
        state: 'draft',
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
        trail: [],
        vouchedAt,
        askedFrom: network,
        ...(form?.answers.length && { form }),
        createdAt: at.toISOString(),
        updatedAt: at.toISOString(),
      }
      const what = 'asked, signed in as the account that stays'
      const asked = traced(draft, { by: 'contact', what: network ? `${what}, from ${network}` : what, at })
      await tx.clientIds.put({
        ...claimed(contact.id, body.clientId, ['merge.start', body.fromEmail]),
        mergeId: draft.id,
      })
      const sent = moved(
        asked,
        { state: 'proof_sent', ...codeMailed() },
        await mailedCode(tx, asked, contact),
      )
      await ledger.waitNoLongerThan(tx, sent)
      return ledger.keep(tx, sent)
    },

    async sendCode(tx: Unit, contact: Contact, mergeId: string): Promise<MergeRecord> {
      const merge = await ownMerge(tx, contact, mergeId)
      if (merge.state !== 'proof_sent') throw wrongState(merge)
      const old = merge.proofId ? await tx.addressProofs.find(merge.proofId) : undefined
      if (old && !old.endedAt) await tx.addressProofs.put({ ...old, endedAt: now().toISOString() })
      const fields = await mailedCode(tx, merge, contact)
      const again = traced(merge, codeMailed())
      return ledger.keep(tx, { ...again, ...fields, updatedAt: now().toISOString() })
    },
  }

  /** @returns what the request knows of it then */
  async function mailedCode(
    tx: Unit,
    merge: Passing,
    contact: Contact,
  ): Promise<Pick<MergeRecord, 'proofId' | 'codesSent'>> {
    const codesSent = (merge.codesSent ?? 0) + 1
    if (codesSent > MERGE_CODES_OF_REQUEST) {
      throw new Refusal('request.too_many', {
        detail: `A request is sent ${MERGE_CODES_OF_REQUEST} codes at most; begin a new one.`,
      })
    }
    const proof = await proofs.send(
      tx,
      { purpose: 'merge', boundTo: merge.id, email: merge.from.email, name: contact.name },
      (code) => mails.code(tx, merge, { code, asker: maskAddress(merge.into.email) }),
    )
    return { proofId: proof.id, codesSent }
  }

  function codeMailed() {
    return { by: 'system', what: 'mailed a code to the other address', at: now() }
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
}

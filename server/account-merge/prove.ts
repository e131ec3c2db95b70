// Proving `from`, by the code that was mailed there or by the host's word for who is logged in there. With it both accounts
// are spoken for, and a person looks. Partner: contacts/address-proofs.ts, which takes the codes.

import type { Contact } from '../../protocol/entities.ts'
import { MERGE_TYPE } from '../../protocol/type-names.ts'
import { sameAddress } from '../contacts/address.ts'
import type { IdentityClaims } from '../contacts/identity.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { MergeRecord } from '../store/records.ts'
import { invitationOf } from '../tickets/opening.ts'
import { anyClaimed, hasEnded, intoOf } from './claims.ts'
import { refuseStale } from './fresh.ts'
import { type Ledger, type MergeParts, ownMerge } from './ledger.ts'
import { moved, wrongState } from './transitions.ts'

export function proveRules({ now, proofs, tickets }: MergeParts, ledger: Ledger) {
  return {
    /** The right code opens the ticket. Returns refusals of the code instead of throwing: the try is spent. */
    async prove(
      tx: Unit,
      contact: Contact,
      mergeId: string,
      code: string,
      network: string | null = null,
    ): Promise<MergeRecord | Refusal> {
      const merge = await ownMerge(tx, contact, mergeId)
      if (merge.state !== 'proof_sent' || !merge.proofId) throw wrongState(merge)
      const proof = await proofs.take(tx, merge.proofId, 'merge', code)
      if (proof instanceof Refusal) {
        // The tries left are part of what the contact sees, in every open window.
        tx.record({ name: 'merge.changed', merge })
        return proof
      }
      if (proof.boundTo !== merge.id || proof.email !== merge.from.email) return new Refusal('not_found')
      return proved(tx, contact, merge, { by: 'code', externalId: null, network })
    },

    /**
     * Instead of a code: the host signed just now, for this very request, that somebody logged in to `from`. A token that was made
     * for a session proves nothing here: whoever came by one would have the account.
     */
    async proveByToken(
      tx: Unit,
      contact: Contact,
      mergeId: string,
      claims: Pick<IdentityClaims, 'sub' | 'email' | 'emailVerified' | 'signedAt' | 'merge'>,
      network: string | null = null,
    ): Promise<MergeRecord | Refusal> {
      const merge = await ownMerge(tx, contact, mergeId)
      if (merge.state !== 'proof_sent') throw wrongState(merge)
      if (claims.merge !== merge.id) {
        throw new Refusal('identity.invalid', { detail: 'The token was not signed for this request.' })
      }
      refuseStale(claims.signedAt, now())
      if (claims.sub === merge.into.externalId) throw new Refusal('merge.same_account')
      if (!claims.email || !claims.emailVerified || !sameAddress(claims.email, merge.from.email)) {
        throw new Refusal('identity.invalid', { detail: 'The token is not of the account that was named.' })
      }
      return proved(tx, contact, merge, { by: 'token', externalId: claims.sub, network })
    },
  }

  /** Both accounts are proved: from here on they are spoken for, and a person looks. */
  async function proved(
    tx: Unit,
    contact: Contact,
    merge: MergeRecord,
    proof: { by: 'code' | 'token'; externalId: string | null; network: string | null },
  ): Promise<MergeRecord | Refusal> {
    // Told only to somebody who has just shown that the address is theirs.
    const accounts = [{ email: merge.from.email }, { email: merge.into.email }, intoOf(merge)]
    if (await anyClaimed(tx, merge, accounts)) return new Refusal('merge.already_open')
    // In another merge, while this one waited: its sessions end with it, but what they had sent by then is still on its way.
    if (await hasEnded(tx, merge.into.externalId)) return new Refusal('merge.no_account')
    const about = {
      subject: `Merge ${merge.from.email} into ${merge.into.email}`,
      mergeId: merge.id,
      // What was typed into a form before it became a merge is not asked for again.
      ...(merge.form && { form: merge.form }),
    }
    const invitation = await invitationOf(tx, contact.id)
    const invitedBy = invitation?.openedBy
    const at = now()
    const how = proof.by === 'code' ? 'a mailed code' : 'an identity token of the host'
    const what = [
      `proved the other address with ${how}`,
      proof.network && `from ${proof.network}`,
      invitedBy && `invited by ${invitedBy.name}`,
    ]
      .filter(Boolean)
      .join(', ')
    const both = moved(
      merge,
      { state: 'proved', by: 'contact', what, at },
      {
        provedAt: at.toISOString(),
        provedBy: proof.by,
        provedExternalId: proof.externalId,
        provedFrom: proof.network,
        ...(invitedBy && { invitedBy }),
      },
    )
    const ticket = invitation
      ? await tickets.acceptInvitation(tx, invitation, about)
      : await tickets.openFor(tx, contact, { type: MERGE_TYPE, ...about })
    await tickets.addActivity(tx, ticket, 'merge.requested', {
      fromEmail: merge.from.email,
      intoEmail: merge.into.email,
    })
    const asked = `asked the agents to look, in ticket ${ticket.number}`
    const inReview = moved(
      both,
      { state: 'in_review', by: 'system', what: asked, at },
      { ticketId: ticket.id },
    )
    await ledger.waitNoLongerThan(tx, inReview)
    return ledger.keep(tx, inReview)
  }
}

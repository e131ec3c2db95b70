// A merge as its readers may see it. The contact never sees agents' names, attempts or the trail.

import type { ContactMerge, DeskMerge } from '../../protocol/account-merge.ts'
import { addressWarnings } from '../contacts/address.ts'
import type { MergeRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'

/** Requests before this one that agents see beside it. */
const EARLIER_MAX = 10

export async function contactMerge(
  merge: MergeRecord,
  tables: Pick<ReadTables, 'addressProofs'>,
): Promise<ContactMerge> {
  const proof = merge.proofId ? await tables.addressProofs.find(merge.proofId) : undefined
  const waiting = merge.state === 'proof_sent' && proof && !proof.endedAt ? proof : undefined
  return {
    id: merge.id,
    ticketId: merge.ticketId,
    state: merge.state,
    intoEmail: merge.into.email,
    fromEmail: merge.from.email,
    codeExpiresAt: waiting?.expiresAt ?? null,
    triesLeft: waiting?.triesLeft ?? 0,
    executeAt: merge.executeAt,
    // An agent's reason is written to the contact; the host's is not.
    reason: merge.state === 'rejected' ? merge.reason : null,
    updatedAt: merge.updatedAt,
  }
}

export async function deskMerge(
  merge: MergeRecord,
  tables: Pick<ReadTables, 'deliveries' | 'merges'>,
): Promise<DeskMerge> {
  const asked = merge.deliveryIds ?? (merge.deliveryId ? [merge.deliveryId] : [])
  const deliveries = await Promise.all(asked.map((id) => tables.deliveries.find(id)))
  const ofContact = await tables.merges.listForContact(merge.into.contactId, EARLIER_MAX + 1)
  return {
    id: merge.id,
    ticketId: merge.ticketId,
    state: merge.state,
    into: merge.into,
    from: merge.from,
    provedAt: merge.provedAt,
    decision: merge.decision,
    executeAt: merge.executeAt,
    attempts: deliveries.flatMap((delivery) => delivery?.attempts ?? []),
    reason: merge.reason,
    warnings: addressWarnings(merge.into.email, merge.from.email),
    trail: merge.trail,
    proofs: {
      vouchedAt: merge.vouchedAt ?? null,
      askedFrom: merge.askedFrom ?? null,
      provedFrom: merge.provedFrom ?? null,
      provedBy: merge.provedBy ?? null,
    },
    secondNeeded: merge.secondNeeded ?? [],
    approvals: merge.approvals ?? [],
    choices: merge.choices ?? {},
    undoUntil: merge.undoUntil ?? null,
    invitedBy: merge.invitedBy ?? null,
    undo: merge.undo ? undoView(merge.undo) : null,
    earlier: ofContact
      .filter(({ id }) => id < merge.id)
      .map(({ id, state, from, createdAt }) => ({ id, state, fromEmail: from.email, createdAt })),
    updatedAt: merge.updatedAt,
  }
}

const undoView = ({ by, agreedBy, reason, refused }: NonNullable<MergeRecord['undo']>) => ({
  by,
  agreedBy,
  reason,
  refused,
})

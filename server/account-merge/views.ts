// A merge as its readers may see it. The contact never sees agents' names, attempts or the trail.

import type { ContactMerge, DeskMerge } from '../../protocol/entities.ts'
import { addressWarnings } from '../contacts/address.ts'
import type { MergeRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'

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
  tables: Pick<ReadTables, 'deliveries'>,
): Promise<DeskMerge> {
  const delivery = merge.deliveryId ? await tables.deliveries.find(merge.deliveryId) : undefined
  return {
    id: merge.id,
    ticketId: merge.ticketId,
    state: merge.state,
    into: merge.into,
    from: merge.from,
    provedAt: merge.provedAt,
    decision: merge.decision,
    executeAt: merge.executeAt,
    attempts: delivery?.attempts ?? [],
    reason: merge.reason,
    warnings: addressWarnings(merge.into.email, merge.from.email),
    trail: merge.trail,
    updatedAt: merge.updatedAt,
  }
}

// What every capability of a merge does with the record: keep it, tell its thread, wait for somebody. Partners: the
// capabilities beside it (ask.ts, decide.ts, stop.ts, execute.ts, expire.ts), which merges.ts puts together.

import type { MergeState } from '../../protocol/account-merge.ts'
import type { Contact } from '../../protocol/entities.ts'
import type { AddressProofs } from '../contacts/address-proofs.ts'
import type { Contacts } from '../contacts/contacts.ts'
import { cancel, schedule } from '../due-work.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, MergeRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { arrange } from '../tickets/desk-lines.ts'
import { getTicket, type Tickets } from '../tickets/tickets.ts'
import type { MergeMails } from './mails.ts'
import { markTicket } from './mark.ts'

export const MERGE_EXECUTE = 'merge.execute'
export const MERGE_EXPIRE = 'merge.expire'

export interface MergeParts extends Pick<Parts, 'now' | 'newId' | 'newToken'> {
  proofs: AddressProofs
  tickets: Tickets
  contacts: Contacts
  mails: MergeMails
  webhookUrl: string | null
  coolingOffMs: number
  /** `elevated`: two agents where the accounts call for it; `always`: for every merge. */
  secondApproval: 'elevated' | 'always'
  /** How long a completed merge can be taken back, where the host can; 0: never. */
  undoMs: number
}

export const HOUR_MS = 60 * 60_000
/**
 * How long a request may wait in a state for somebody else. Proof: a day, for who has the mailbox has it now. Review:
 * three days, a long weekend; so for an undo, and the host's answer to it. Result: longer than all attempts of a delivery; a host that took it and stays silent
 * must not hold two accounts for ever.
 */
const WITHIN_MS: Partial<Record<MergeState, number>> = {
  proof_sent: 24 * HOUR_MS,
  in_review: 72 * HOUR_MS,
  executing: 72 * HOUR_MS,
  undo_requested: 72 * HOUR_MS,
}

export type Ledger = ReturnType<typeof mergeLedger>

export function mergeLedger(parts: Pick<MergeParts, 'tickets' | 'now' | 'newId'>) {
  const { tickets } = parts
  return {
    async keep(tx: Unit, merge: MergeRecord): Promise<MergeRecord> {
      await tx.merges.put(merge)
      tx.record({ name: 'merge.changed', merge })
      await markTicket(tx, merge)
      return merge
    },

    /** Keeps what only agents may know of: its contact hears nothing and sees no other `updatedAt`. */
    async note(tx: Unit, merge: MergeRecord): Promise<MergeRecord> {
      await tx.merges.put(merge)
      tx.record({ name: 'merge.noted', merge })
      return merge
    },

    /** A line in the thread, where there is one: before the proof there is none. */
    async say(
      tx: Unit,
      merge: MergeRecord,
      code: Parameters<Tickets['addActivity']>[2],
      details: Record<string, string>,
    ): Promise<void> {
      if (!merge.ticketId) return
      await tickets.addActivity(tx, await getTicket(tx, merge.ticketId), code, details)
    },

    /** A line among the notes, with the reason below: why its ticket is open, for agents alone. */
    async tellAgents(
      tx: Unit,
      merge: MergeRecord,
      agent: Pick<AgentRecord, 'id' | 'name'> | null,
      code: 'merge.undo_asked' | 'merge.undo_refused',
      reason: string,
    ): Promise<void> {
      const ticket = merge.ticketId ? await getTicket(tx, merge.ticketId) : undefined
      if (ticket) await arrange(tx, parts, ticket, agent, { code, details: {} }, reason)
    },

    /** Aside, or back before the agents; what was solved meanwhile stays so. */
    async putAside(tx: Unit, merge: MergeRecord, state: 'snoozed' | 'open'): Promise<void> {
      const ticket = merge.ticketId ? await getTicket(tx, merge.ticketId) : undefined
      if (!ticket || ticket.state === 'solved') return
      await tickets.change(tx, ticket, { state, waitingSince: null })
    },

    /** Somebody waits for an agent again, whatever became of the ticket meanwhile. */
    async putBefore(tx: Unit, merge: MergeRecord, at: Date): Promise<void> {
      const ticket = merge.ticketId ? await getTicket(tx, merge.ticketId) : undefined
      if (!ticket) return
      const waitingSince = ticket.waitingSince ?? at.toISOString()
      await tickets.change(tx, ticket, { state: 'open', waitingSince })
    },

    /** Expiry hangs on the state that begins now; an earlier one is replaced. */
    async waitNoLongerThan(tx: Unit, merge: MergeRecord): Promise<void> {
      const until = waitsUntil(merge)
      if (!until) return
      const id = `${MERGE_EXPIRE}-${merge.id}`
      await schedule(tx, { id, kind: MERGE_EXPIRE, subjectId: merge.id, dueAt: until.toISOString() })
    },

    async waitNoMore(tx: Unit, merge: MergeRecord): Promise<void> {
      await cancel(tx, `${MERGE_EXPIRE}-${merge.id}`)
    },
  }
}

/** Until when this state may last; null where somebody of ours ends it. */
export function waitsUntil(merge: MergeRecord): Date | null {
  const within = WITHIN_MS[merge.state]
  if (within === undefined) return null
  // A new code does not lengthen the day: it counts from the beginning. Later states begin at the last change.
  const since = merge.state === 'proof_sent' ? merge.createdAt : merge.updatedAt
  return new Date(Date.parse(since) + within)
}

/** Both addresses hold a link that stops it, so both must hear how it ends. */
export const wasTold = ({ stopTokenHashes }: MergeRecord) => stopTokenHashes.length > 0

export async function getMerge(tables: Pick<ReadTables, 'merges'>, mergeId: string): Promise<MergeRecord> {
  const merge = await tables.merges.find(mergeId)
  if (!merge) throw new Refusal('not_found')
  return merge
}

export async function ownMerge(tx: Unit, contact: Contact, mergeId: string): Promise<MergeRecord> {
  const merge = await tx.merges.find(mergeId)
  if (!merge || merge.into.contactId !== contact.id) throw new Refusal('not_found')
  return merge
}

/** Nobody decides about their own accounts, nor about a request that they wished for. */
export function refuseOwnRequest(merge: MergeRecord, agent: AgentRecord): void {
  if (merge.invitedBy?.id === agent.id) {
    throw new Refusal('caller.forbidden', { detail: 'Who invited to a merge does not decide about it.' })
  }
  // In doubt it is their own: most mail servers take capital letters for small ones.
  const own = agent.email.toLowerCase()
  if (own === merge.into.email.toLowerCase() || own === merge.from.email.toLowerCase()) {
    throw new Refusal('caller.forbidden', { detail: 'Nobody decides about their own accounts.' })
  }
}

/** @throws Refusal('request.malformed') */
export function refuseNoReason(reason: string, detail: string): void {
  if (!reason.trim()) throw new Refusal('request.malformed', { field: '/reason', detail })
}

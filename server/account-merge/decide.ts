// The agent's look and the agent's decision. What was shown is what an approval is held to; nobody decides about
// accounts that they have not looked at, nor about their own.

import type { HostAccount, MergePreview } from '../../protocol/entities.ts'
import { sameAddress } from '../contacts/address.ts'
import { schedule } from '../due-work.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import { sha256 } from '../hashes.ts'
import type { AgentRecord, MergeRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { anyClaimed, intoOf } from './claims.ts'
import {
  getMerge,
  type Ledger,
  MERGE_EXECUTE,
  type MergeParts,
  refuseOwnRequest,
  wasApproved,
} from './ledger.ts'
import { mailBoth, mailOne } from './mails.ts'
import { LOOKABLE_STATES, moved, traced, wrongState } from './transitions.ts'

/** What the host says at this moment, beside what the agent was shown. */
export interface Shown {
  hash: string
  current: MergePreview
  currentHash: string
}

export function decideRules(parts: MergeParts, ledger: Ledger) {
  const { now, newToken } = parts
  return {
    /**
     * Who looked stands in the trail. What the host said is what an approval will be held to; once there is an
     * approval, a look changes neither it nor the account that it named.
     */
    async notePreview(tx: Unit, agent: AgentRecord, mergeId: string, preview: MergePreview, hash: string) {
      const merge = await getLookable(tx, mergeId)
      const line = { by: `agent:${agent.name}`, what: 'looked at both accounts' }
      if (merge.previewHash === hash && merge.trail.some((old) => isSameLine(old, line))) return merge
      const looked = traced(merge, { ...line, at: now() })
      if (merge.state !== 'in_review') return ledger.note(tx, looked)
      const from = { ...merge.from, externalId: preview.from?.externalId ?? null }
      return ledger.note(tx, { ...looked, previewHash: hash, from })
    },

    async approve(tx: Unit, agent: AgentRecord, mergeId: string, shown: Shown): Promise<MergeRecord> {
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
      await ledger.waitNoMore(tx, merge)
      await schedule(tx, {
        id: `${MERGE_EXECUTE}-${merge.id}`,
        kind: MERGE_EXECUTE,
        subjectId: merge.id,
        dueAt: executeAt,
      })
      await ledger.say(tx, approved, 'merge.approved', { executeAt })
      // No agent has anything to do with it until the host has answered, or somebody stops it.
      await ledger.putAside(tx, approved, 'snoozed')
      await mailBoth(tx, approved, 'approved', at, (side) =>
        parts.mails.approved(approved, side, stopTokens[side]),
      )
      return ledger.keep(tx, approved)
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
      await ledger.waitNoMore(tx, merge)
      await ledger.say(tx, rejected, 'merge.rejected', { reason })
      await mailOne(tx, rejected, 'rejected', 'into', at, parts.mails.rejected(rejected))
      // Told that it would happen, and that it failed or not: it must hear that it will not.
      if (wasApproved(merge)) {
        await mailOne(tx, rejected, 'stopped', 'from', at, parts.mails.stopped(rejected, 'from'))
      }
      return ledger.keep(tx, rejected)
    },
  }
}

/** To be asked before the host describes anybody. @throws Refusal('not_found' | 'merge.wrong_state') */
export async function getLookable(tables: Pick<ReadTables, 'merges'>, mergeId: string): Promise<MergeRecord> {
  const merge = await getMerge(tables, mergeId)
  if (!LOOKABLE_STATES.includes(merge.state)) throw wrongState(merge)
  return merge
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

const isSameLine = (one: { by: string; what: string }, other: { by: string; what: string }) =>
  one.by === other.by && one.what === other.what

// The time between approval and merge: both addresses are told and hold a link that stops it. No agent shortens it; an
// admin can, with a reason that stands in the trail. At its end what was approved is compared with what is there.

import type { MergeSide } from '../../protocol/account-merge.ts'
import { schedule } from '../due-work.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import { sha256 } from '../hashes.ts'
import type { AgentRecord, MergeRecord } from '../store/records.ts'
import {
  getMerge,
  type Ledger,
  MERGE_EXECUTE,
  type MergeParts,
  refuseNoReason,
  refuseOwnRequest,
} from './ledger.ts'
import { mailBoth } from './mails.ts'
import { moved, traced, wrongState } from './transitions.ts'

export type CoolingRules = ReturnType<typeof coolingRules>

export function coolingRules(parts: MergeParts, ledger: Ledger) {
  const { now, newToken } = parts
  return {
    /** `merge` was approved in this very commit. Links from before a return to review go on to hold. */
    async begin(tx: Unit, merge: MergeRecord, agent: { id: string; name: string }): Promise<MergeRecord> {
      const at = now()
      const executeAt = new Date(at.getTime() + parts.coolingOffMs).toISOString()
      const tokens = { into: newToken(), from: newToken() }
      const round = roundOf(merge) + 1
      const approved: MergeRecord = {
        ...merge,
        executeAt,
        decision: { verdict: 'approve', agent, reason: null, at: at.toISOString() },
        stopTokenHashes: [
          ...merge.stopTokenHashes,
          ...Object.values(tokens).map((token) => sha256('merge-stop', token)),
        ],
      }
      await ledger.waitNoMore(tx, merge)
      await dueAt(tx, merge, executeAt)
      await ledger.say(tx, approved, 'merge.approved', { executeAt })
      // No agent has anything to do with it until the host has answered, or somebody stops it.
      await ledger.putAside(tx, approved, 'snoozed')
      await mailBoth(tx, approved, round === 1 ? 'approved' : `approved_${round}`, at, (side) =>
        parts.mails.approved(tx, approved, side, tokens[side]),
      )
      return ledger.keep(tx, approved)
    },

    /** The rest of the time is left out: by an admin, never by an agent, never without a reason. */
    async hurry(tx: Unit, agent: AgentRecord, mergeId: string, reason: string): Promise<MergeRecord> {
      const merge = await getMerge(tx, mergeId)
      if (!agent.roles.includes('admin')) {
        throw new Refusal('caller.forbidden', { detail: 'Only an admin can end the cooling-off early.' })
      }
      if (merge.state !== 'approved') throw wrongState(merge)
      refuseOwnRequest(merge, agent)
      refuseNoReason(reason, 'To end the cooling-off early needs a reason; it stands in the trail.')
      const at = now()
      const what = `ended the cooling-off early: ${reason.trim()}`
      const hurried = {
        ...traced(merge, { by: `agent:${agent.name}`, what, at }),
        executeAt: at.toISOString(),
        updatedAt: at.toISOString(),
      }
      await dueAt(tx, merge, hurried.executeAt)
      await mailBoth(tx, hurried, `hurried_${roundOf(merge)}`, at, (side) =>
        parts.mails.hurried(tx, hurried, side),
      )
      return ledger.keep(tx, hurried)
    },

    /** What the host says now is not what was approved: the approvals are void and a person looks again. */
    async sendBack(tx: Unit, merge: MergeRecord): Promise<MergeRecord> {
      const at = now()
      const what = 'did not ask the host: the accounts changed since they were approved'
      const back = moved(
        merge,
        { state: 'in_review', by: 'system', what, at },
        { executeAt: null, decision: null, approvals: [], choices: {}, previewHash: null },
      )
      await ledger.waitNoLongerThan(tx, back)
      await ledger.say(tx, back, 'merge.returned', {})
      await ledger.putBefore(tx, back, at)
      await mailBoth(tx, back, `returned_${roundOf(merge)}`, at, (side) =>
        parts.mails.returned(tx, back, side),
      )
      return ledger.keep(tx, back)
    },
  }

  async function dueAt(tx: Unit, merge: MergeRecord, at: string): Promise<void> {
    const id = `${MERGE_EXECUTE}-${merge.id}`
    await schedule(tx, { id, kind: MERGE_EXECUTE, subjectId: merge.id, dueAt: at })
  }
}

/** To whom a link was mailed: each round adds the two hashes in this order, as `begin` has it. */
export const sideOfLink = ({ stopTokenHashes }: MergeRecord, hash: string): MergeSide =>
  stopTokenHashes.indexOf(hash) % 2 === 0 ? 'into' : 'from'

/** How often it was approved: each time both addresses got a link. */
const roundOf = ({ stopTokenHashes }: MergeRecord) => stopTokenHashes.length / 2

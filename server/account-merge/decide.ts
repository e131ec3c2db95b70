// The agent's look and the agent's decision. What was shown is what an approval is held to; nobody decides about
// accounts that they have not looked at, nor about their own.

import type { HostAccount, MergeChoices, MergePreview } from '../../protocol/account-merge.ts'
import { LOOKABLE_STATES } from '../../protocol/merge-states.ts'
import { sameAddress } from '../contacts/address.ts'
import { cancel as cancelDueWork } from '../due-work.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { AgentRecord, MergeRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { chosen, inWords, isSame } from './choices.ts'
import { anyClaimed, hasEnded, intoOf } from './claims.ts'
import type { CoolingRules } from './cooling-off.ts'
import {
  getMerge,
  type Ledger,
  MERGE_EXECUTE,
  type MergeParts,
  refuseNoReason,
  refuseOwnRequest,
  wasTold,
} from './ledger.ts'
import { mailOne } from './mails.ts'
import { secondNeeded } from './second-approval.ts'
import { moved, traced, wrongState } from './transitions.ts'

/** What the host says at this moment, beside what the agent was shown. */
interface Shown {
  hash: string
  current: MergePreview
  currentHash: string
  choices: MergeChoices
}

export function decideRules(parts: MergeParts, ledger: Ledger, cooling: CoolingRules) {
  const { now } = parts
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
      const isOther = merge.previewHash !== null && merge.previewHash !== hash
      return ledger.note(tx, {
        ...looked,
        previewHash: hash,
        previewVersion: preview.version ?? null,
        from: { ...merge.from, externalId: preview.from?.externalId ?? null },
        secondNeeded: secondNeeded(preview, parts),
        // An approval of other facts is none.
        ...(isOther && { approvals: [], choices: {} }),
      })
    },

    /** The first of two where two are needed; otherwise the cooling-off begins. */
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
      for (const { externalId } of [into, from])
        if (await hasEnded(tx, externalId))
          throw new Refusal('merge.no_account', { detail: 'That account became part of another one before.' })
      const accounts = [intoOf(merge), { externalId: from.externalId }]
      if (await anyClaimed(tx, merge, accounts)) throw new Refusal('merge.already_open')
      const choices = chosen(shown.current.conflicts ?? [], shown.choices)

      const at = now()
      const first = (merge.approvals ?? []).find(() => isSame(merge.choices ?? {}, choices))
      if (first?.id === agent.id) {
        throw new Refusal('caller.forbidden', { detail: 'The second approval is another agent’s.' })
      }
      const mine = { id: agent.id, name: agent.name, at: at.toISOString() }
      const reasons = secondNeeded(shown.current, parts)
      const agreed = {
        approvals: first ? [first, mine] : [mine],
        choices,
        secondNeeded: reasons,
        previewVersion: shown.current.version ?? null,
        from: { ...merge.from, externalId: from.externalId },
      }
      const by = `agent:${agent.name}`
      if (reasons.length > 0 && !first) {
        const what = `approved, the first of two${inWords(choices)}`
        return ledger.note(tx, { ...traced(merge, { by, what, at }), ...agreed })
      }
      return cooling.begin(
        tx,
        moved(merge, { state: 'approved', by, what: `approved${inWords(choices)}`, at }, agreed),
        { id: agent.id, name: agent.name },
      )
    },

    async reject(tx: Unit, agent: AgentRecord, mergeId: string, reason: string): Promise<MergeRecord> {
      const merge = await getMerge(tx, mergeId)
      refuseOwnRequest(merge, agent)
      refuseNoReason(reason, 'A rejection needs a reason; the contact reads it.')
      const at = now()
      const rejected = moved(
        merge,
        { state: 'rejected', by: `agent:${agent.name}`, what: `rejected: ${reason}`, at },
        {
          reason,
          executeAt: null,
          decision: {
            verdict: 'reject',
            agent: { id: agent.id, name: agent.name },
            reason,
            at: at.toISOString(),
          },
        },
      )
      await ledger.waitNoMore(tx, merge)
      await cancelDueWork(tx, `${MERGE_EXECUTE}-${merge.id}`)
      await ledger.say(tx, rejected, 'merge.rejected', { reason })
      await mailOne(tx, rejected, 'rejected', 'into', at, await parts.mails.rejected(tx, rejected))
      // Told that it would happen, and that it failed or not: it must hear that it will not.
      if (wasTold(merge)) {
        if (merge.state === 'approved') await ledger.putAside(tx, rejected, 'open')
        await mailOne(tx, rejected, 'stopped', 'from', at, await parts.mails.stopped(tx, rejected, 'from'))
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
    sameAddress(from.email, merge.from.email) &&
    (!merge.provedExternalId || merge.provedExternalId === from.externalId)
  if (!areThose) {
    throw new Refusal('merge.no_account', { detail: 'The host described other accounts than those proved.' })
  }
  if (into.externalId === from.externalId) throw new Refusal('merge.same_account')
}

const isSameLine = (one: { by: string; what: string }, other: { by: string; what: string }) =>
  one.by === other.by && one.what === other.what

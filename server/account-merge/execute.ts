// From the end of the cooling-off to the host's result. We never merge host accounts ourselves: the host is asked, by
// one delivery for each asking, and its answer ends it. Partners: host-side.ts; result.ts, which takes the answer.

import type { Unit } from '../events.ts'
import type { AgentRecord, MergeRecord } from '../store/records.ts'
import type { CoolingRules } from './cooling-off.ts'
import { queueMergeApproved } from './host-side.ts'
import { getMerge, type Ledger, type MergeParts, refuseOwnRequest } from './ledger.ts'
import type { ResultRules } from './result.ts'
import { moved, traced, wrongState } from './transitions.ts'

export function executeRules(
  parts: MergeParts,
  ledger: Ledger,
  { cooling, results }: { cooling: CoolingRules; results: ResultRules },
) {
  const { now, newId } = parts
  return {
    isDue,

    /** Due work. Run twice, it does nothing the second time. `currentHash`: what the host describes at this moment. */
    async execute(tx: Unit, mergeId: string, currentHash: string): Promise<void> {
      const merge = await tx.merges.find(mergeId)
      if (!isDue(merge)) return
      if (currentHash !== merge.previewHash) {
        await cooling.sendBack(tx, merge)
        return
      }
      await ask(
        tx,
        moved(merge, { state: 'executing', by: 'system', what: 'asked the host to merge', at: now() }),
      )
    },

    /** The host did not describe the accounts at the end of the cooling-off. `why`: to be tried again, or for good. */
    async couldNotLook(tx: Unit, mergeId: string, why: string, isForGood: boolean): Promise<void> {
      const merge = await tx.merges.find(mergeId)
      if (!isDue(merge)) return
      if (isForGood) await results.fail(tx, merge, `The host could not be asked before the merge. ${why}`)
      else {
        const what = `could not ask the host before the merge, tries again. ${why}`
        await ledger.note(tx, traced(merge, { by: 'system', what, at: now() }))
      }
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
  }

  /** Whether the cooling-off is over and nobody has stopped it. */
  function isDue(merge: MergeRecord | undefined): merge is MergeRecord {
    return merge?.state === 'approved' && merge.executeAt !== null && merge.executeAt <= now().toISOString()
  }

  async function ask(tx: Unit, merge: MergeRecord): Promise<MergeRecord> {
    if (!parts.webhookUrl)
      return results.fail(tx, merge, 'No WEBHOOK_URL is configured, so the host cannot be asked.')
    const deliveryId = newId('dlv')
    await queueMergeApproved(tx, { merge, deliveryId, url: parts.webhookUrl, now: now() })
    await ledger.waitNoLongerThan(tx, merge)
    return ledger.keep(tx, { ...merge, deliveryId, deliveryIds: [...(merge.deliveryIds ?? []), deliveryId] })
  }
}

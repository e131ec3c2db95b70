// Stopping: by the contact in the widget, or by whoever reads mail at either address. Until the host is asked to
// merge, and again where it could not.

import type { Contact } from '../../protocol/entities.ts'
import { cancel as cancelDueWork } from '../due-work.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import { sha256 } from '../hashes.ts'
import type { MergeRecord } from '../store/records.ts'
import { type Ledger, MERGE_EXECUTE, type MergeParts, ownMerge, wasApproved } from './ledger.ts'
import { mailBoth } from './mails.ts'
import { moved } from './transitions.ts'

export function stopRules({ now, mails }: MergeParts, ledger: Ledger) {
  return {
    async cancel(tx: Unit, contact: Contact, mergeId: string): Promise<MergeRecord> {
      const merge = await ownMerge(tx, contact, mergeId)
      return merge.state === 'cancelled' ? merge : stop(tx, merge, 'contact', 'stopped it in the widget')
    },

    /** The link is the proof: whoever has it reads mail at one of the two addresses. */
    async cancelByLink(tx: Unit, token: string): Promise<MergeRecord> {
      const merge = await tx.merges.findByStopTokenHash(sha256('merge-stop', token))
      if (!merge) throw new Refusal('not_found')
      return merge.state === 'cancelled' ? merge : stop(tx, merge, 'mail link', 'stopped it')
    },
  }

  async function stop(tx: Unit, merge: MergeRecord, by: string, what: string): Promise<MergeRecord> {
    const at = now()
    const stopped = moved(merge, { state: 'cancelled', by, what, at }, { executeAt: null })
    await cancelDueWork(tx, `${MERGE_EXECUTE}-${merge.id}`)
    await ledger.waitNoMore(tx, merge)
    await ledger.say(tx, stopped, 'merge.cancelled', { by })
    if (wasApproved(merge)) {
      await ledger.putAside(tx, stopped, 'open')
      await mailBoth(tx, stopped, 'stopped', at, (side) => mails.stopped(stopped, side))
    }
    return ledger.keep(tx, stopped)
  }
}

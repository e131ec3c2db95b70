// Nobody proved, decided or answered in time. Each wait ends visibly: expired, or failed before an agent.

import type { Unit } from '../events.ts'
import { type Ledger, type MergeParts, waitsUntil, wasTold } from './ledger.ts'
import { mailOne } from './mails.ts'
import type { ResultRules } from './result.ts'
import { moved } from './transitions.ts'

const SILENT_HOST = 'The host took the request and has not said in three days how it ended.'

export function expireRules({ now, mails }: MergeParts, ledger: Ledger, results: ResultRules) {
  return {
    /** Due work. Does nothing where the time of the state is not over. */
    async expire(tx: Unit, mergeId: string): Promise<void> {
      const merge = await tx.merges.find(mergeId)
      const at = now()
      const until = merge && waitsUntil(merge)
      if (!merge || !until || until > at) return
      if (merge.state === 'executing') {
        await results.fail(tx, merge, SILENT_HOST)
        return
      }
      if (merge.state === 'undo_requested') {
        const why = merge.undo?.agreedBy ? SILENT_HOST : 'No other agent agreed in three days.'
        await results.undoRefused(tx, merge, why, 'system')
        return
      }
      const what = merge.state === 'proof_sent' ? 'not proved in time' : 'not decided in time'
      const expired = moved(merge, { state: 'expired', by: 'system', what, at })
      if (merge.state === 'in_review') {
        await ledger.say(tx, expired, 'merge.cancelled', { by: 'system' })
        await mailOne(tx, expired, 'stopped', 'into', at, await mails.stopped(tx, expired, 'into'))
        if (wasTold(merge)) {
          await mailOne(tx, expired, 'stopped', 'from', at, await mails.stopped(tx, expired, 'from'))
        }
      }
      await ledger.keep(tx, expired)
    },
  }
}

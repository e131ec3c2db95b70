// How it ended, as the host says, or as its silence says for it. On “completed” our two contacts become one, in the
// same commit. The first answer counts; another one afterwards is refused, and agents can read that it came.

import type { MergeState } from '../../protocol/entities.ts'
import type { MergeResult } from '../../protocol/webhooks.ts'
import type { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { MergeRecord } from '../store/records.ts'
import { getTicket } from '../tickets/tickets.ts'
import { getMerge, type Ledger, type MergeParts } from './ledger.ts'
import { mailBoth, mailOne } from './mails.ts'
import { moved, traced, wrongState } from './transitions.ts'

export type ResultRules = ReturnType<typeof resultRules>

export function resultRules({ now, tickets, contacts, mails }: MergeParts, ledger: Ledger) {
  return {
    /**
     * The host's result, from its webhook answer or POST /api/host/merge-results. The same result again is
     * taken as said; a different one is refused and stands in the trail.
     */
    async settle(tx: Unit, result: MergeResult): Promise<MergeRecord | Refusal> {
      const merge = await getMerge(tx, result.mergeId)
      const state: MergeState = result.status === 'completed' ? 'merged' : 'failed'
      if (merge.state === state) return merge
      if (merge.state !== 'executing') {
        // Never asked: nothing of ours. Asked once: what the host says now, agents should know.
        if (!merge.deliveryId) return wrongState(merge)
        const what = `the host answered “${result.status}” after “${merge.state}”; not taken`
        await ledger.note(tx, traced(merge, { by: 'host', what, at: now() }))
        return wrongState(merge)
      }
      return state === 'merged'
        ? complete(tx, merge)
        : fail(tx, merge, result.reason ?? 'The host gave no reason.')
    },
    fail,
  }

  /** The two contacts become one: tickets move, the ended account's sessions end, in this commit. */
  async function complete(tx: Unit, before: MergeRecord): Promise<MergeRecord> {
    const at = now()
    const merge = moved(
      before,
      { state: 'merged', by: 'host', what: 'merged the accounts', at },
      { executeAt: null },
    )
    const ended = merge.from.externalId
      ? await tx.contacts.findByExternalId(merge.from.externalId)
      : undefined
    if (ended && ended.id !== merge.into.contactId) {
      for (const ticket of await tx.tickets.listForContact(ended.id, Number.MAX_SAFE_INTEGER)) {
        await tickets.change(tx, ticket, { contactId: merge.into.contactId })
      }
      await contacts.endSessions(tx, ended.id)
    }
    await ledger.waitNoMore(tx, merge)
    await ledger.say(tx, merge, 'merge.completed', {
      fromEmail: merge.from.email,
      intoEmail: merge.into.email,
    })
    if (merge.ticketId) {
      await tickets.solve(tx, await getTicket(tx, merge.ticketId), { name: '', side: 'system' })
    }
    await mailBoth(tx, merge, 'merged', at, (side) => mails.completed(merge, side))
    return ledger.keep(tx, merge)
  }

  async function fail(tx: Unit, before: MergeRecord, reason: string): Promise<MergeRecord> {
    const step = { state: 'failed' as const, by: 'host', what: `did not merge: ${reason}`, at: now() }
    const merge = moved(before, step, { reason })
    await ledger.waitNoMore(tx, merge)
    // Why, in the host's or our own words, is for agents: it stands in the merge and its trail, not in the thread.
    await ledger.say(tx, merge, 'merge.failed', {})
    // One mail a delivery: an agent may try again.
    await mailOne(tx, merge, `failed_${merge.deliveryId}`, 'into', step.at, mails.failed(merge))
    if (merge.ticketId) {
      const ticket = await getTicket(tx, merge.ticketId)
      await tickets.change(tx, ticket, {
        state: 'open',
        waitingSince: ticket.waitingSince ?? step.at.toISOString(),
      })
    }
    return ledger.keep(tx, merge)
  }
}

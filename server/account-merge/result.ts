// What the host answers, in the response to a delivery or later by itself. The first answer counts and the same one
// again is taken as said; another one is refused, and agents can read that it came. Partners: one-contact.ts, undo.ts.

import type { MergeState } from '../../protocol/account-merge.ts'
import type { MergeResult } from '../../protocol/webhooks.ts'
import type { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { MergeRecord } from '../store/records.ts'
import { getTicket } from '../tickets/tickets.ts'
import { getMerge, type Ledger, type MergeParts } from './ledger.ts'
import { mailBoth, mailOne } from './mails.ts'
import { becomeOne, becomeTwo } from './one-contact.ts'
import { moved, traced, wrongState } from './transitions.ts'

export type ResultRules = ReturnType<typeof resultRules>

/** Answer → the states in which it has been given before. */
const SAID: Record<MergeResult['status'], readonly MergeState[]> = {
  completed: ['merged', 'undo_requested', 'undone', 'undo_refused'],
  failed: ['failed'],
  undone: ['undone'],
  undo_refused: ['undo_refused'],
}

export function resultRules(parts: MergeParts, ledger: Ledger) {
  const { now, tickets, mails } = parts
  return {
    async settle(tx: Unit, result: MergeResult): Promise<MergeRecord | Refusal> {
      const merge = await getMerge(tx, result.mergeId)
      if (SAID[result.status].includes(merge.state)) return merge
      const reason = result.reason ?? 'The host gave no reason.'
      if (merge.state === 'executing' && result.status === 'completed') return complete(tx, merge, result)
      if (merge.state === 'executing' && result.status === 'failed') return fail(tx, merge, reason, 'host')
      if (merge.state === 'undo_requested' && merge.undo?.deliveryId) {
        if (result.status === 'undone') return undone(tx, merge)
        if (result.status === 'undo_refused') return undoRefused(tx, merge, reason, 'host')
      }
      // Never asked: nothing of ours. Asked once: what the host says now, agents should know.
      if (!merge.deliveryId) return wrongState(merge)
      const what = `the host answered “${result.status}” after “${merge.state}”; not taken`
      // A host that repeats itself is shown once.
      if (merge.trail.some((line) => line.what === what)) return wrongState(merge)
      const at = now()
      await ledger.note(tx, traced(merge, { by: 'host', what, at }))
      // What we say of the accounts and what the host says differ: somebody must look.
      await ledger.putBefore(tx, merge, at)
      return wrongState(merge)
    },
    fail,
    undoRefused,
  }

  async function complete(tx: Unit, before: MergeRecord, { undoable }: MergeResult): Promise<MergeRecord> {
    const at = now()
    const until = undoable && parts.undoMs > 0 ? new Date(at.getTime() + parts.undoMs).toISOString() : null
    const merge = moved(
      before,
      { state: 'merged', by: 'host', what: 'merged the accounts', at },
      { executeAt: null, undoUntil: until, ...(await becomeOne(tx, before, parts)) },
    )
    return done(tx, merge, 'merge.completed', mails.completed)
  }

  /** @param by the host, or system where the host was not reached or said nothing */
  async function fail(
    tx: Unit,
    before: MergeRecord,
    reason: string,
    by: 'host' | 'system' = 'system',
  ): Promise<MergeRecord> {
    const step = { state: 'failed' as const, by, what: `did not merge: ${reason}`, at: now() }
    const merge = moved(before, step, { reason, executeAt: null })
    await ledger.waitNoMore(tx, merge)
    // Why, in the host's or our own words, is for agents: it stands in the merge and its trail, not in the thread.
    await ledger.say(tx, merge, 'merge.failed', {})
    // One mail a delivery: an agent may try again.
    await mailOne(
      tx,
      merge,
      `failed_${merge.deliveryId}`,
      'into',
      step.at,
      await mails.failed(tx, merge, 'into'),
    )
    await ledger.putBefore(tx, merge, step.at)
    return ledger.keep(tx, merge)
  }

  async function undone(tx: Unit, before: MergeRecord): Promise<MergeRecord> {
    const at = now()
    await becomeTwo(tx, before, parts)
    const merge = moved(
      before,
      { state: 'undone', by: 'host', what: 'took the merge back', at },
      { undoUntil: null },
    )
    return done(tx, merge, 'merge.undone', mails.undone)
  }

  async function undoRefused(
    tx: Unit,
    before: MergeRecord,
    reason: string,
    by: string,
  ): Promise<MergeRecord> {
    const at = now()
    const undo = before.undo ? { ...before.undo, refused: reason } : null
    const what = `did not take the merge back: ${reason}`
    const merge = moved(before, { state: 'undo_refused', by, what, at }, { undo })
    await ledger.waitNoMore(tx, merge)
    await ledger.putBefore(tx, merge, at)
    await ledger.tellAgents(tx, merge, null, 'merge.undo_refused', reason)
    await mailBoth(tx, merge, `undo_refused_${merge.trail.length}`, at, (side) =>
      mails.undoRefused(tx, merge, side),
    )
    return ledger.keep(tx, merge)
  }

  /** The host did what it was asked: both addresses get a receipt, the thread says it, and the ticket is solved. */
  async function done(
    tx: Unit,
    merge: MergeRecord,
    code: 'merge.completed' | 'merge.undone',
    receipt: typeof mails.completed,
  ): Promise<MergeRecord> {
    await ledger.waitNoMore(tx, merge)
    await ledger.say(tx, merge, code, { fromEmail: merge.from.email, intoEmail: merge.into.email })
    if (merge.ticketId)
      await tickets.solve(tx, await getTicket(tx, merge.ticketId), { name: '', side: 'system' })
    await mailBoth(tx, merge, merge.state, now(), (side) => receipt(tx, merge, side))
    return ledger.keep(tx, merge)
  }
}

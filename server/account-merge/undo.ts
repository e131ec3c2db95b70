// Taking a completed merge back, where the host said that it can and while there is time. One agent asks, another
// agrees; the host does it, or refuses. Both addresses hear of each step. Partner: result.ts, which takes the answer.

import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { AgentRecord, MergeRecord } from '../store/records.ts'
import { anyClaimed, intoOf } from './claims.ts'
import { queueMergeUndo } from './host-side.ts'
import { getMerge, type Ledger, type MergeParts, refuseNoReason, refuseOwnRequest } from './ledger.ts'
import { mailBoth } from './mails.ts'
import type { ResultRules } from './result.ts'
import { moved, traced, wrongState } from './transitions.ts'

export function undoRules(parts: MergeParts, ledger: Ledger, results: ResultRules) {
  const { now, newId, tickets, mails } = parts
  return {
    async askUndo(tx: Unit, agent: AgentRecord, mergeId: string, reason: string): Promise<MergeRecord> {
      const merge = await getMerge(tx, mergeId)
      if (merge.state !== 'merged' && merge.state !== 'undo_refused') throw wrongState(merge)
      refuseOwnRequest(merge, agent)
      refuseNoReason(reason, 'To take a merge back needs a reason; it stands in the trail.')
      refuseTooLate(merge)
      const { externalId } = merge.from
      const accounts = [intoOf(merge), ...(externalId ? [{ externalId }] : [])]
      const stays = await tx.contacts.find(merge.into.contactId)
      // The account that stayed became part of a third one: there is nothing left to take apart.
      if (stays?.mergedInto || (await anyClaimed(tx, merge, accounts)))
        throw new Refusal('merge.already_open')
      const at = now()
      const by = { id: agent.id, name: agent.name }
      const what = `asked to take the merge back: ${reason.trim()}`
      const asked = moved(
        merge,
        { state: 'undo_requested', by: `agent:${agent.name}`, what, at },
        { undo: { by, agreedBy: null, reason: reason.trim(), refused: null, deliveryId: null } },
      )
      await ledger.waitNoLongerThan(tx, asked)
      if (asked.ticketId) await tickets.reopen(tx, asked.ticketId, { name: agent.name })
      await ledger.tellAgents(tx, asked, by, 'merge.undo_asked', reason.trim())
      await mailBoth(tx, asked, `undo_asked_${merge.trail.length}`, at, (side) =>
        mails.undoAsked(tx, asked, side),
      )
      return ledger.keep(tx, asked)
    },

    /** The second agent's yes: now the host is asked. */
    async agreeToUndo(tx: Unit, agent: AgentRecord, mergeId: string): Promise<MergeRecord> {
      const { merge, undo } = await getUnagreed(tx, mergeId)
      refuseOwnRequest(merge, agent)
      if (undo.by.id === agent.id) {
        throw new Refusal('caller.forbidden', { detail: 'Another agent must agree to take the merge back.' })
      }
      refuseTooLate(merge)
      if (!parts.webhookUrl) {
        return results.undoRefused(
          tx,
          merge,
          'No WEBHOOK_URL is configured, so the host cannot be asked.',
          'system',
        )
      }
      const at = now()
      const deliveryId = newId('dlv')
      const agreed: MergeRecord = {
        ...traced(merge, {
          by: `agent:${agent.name}`,
          what: 'agreed; asked the host to take the merge back',
          at,
        }),
        undo: { ...undo, agreedBy: { id: agent.id, name: agent.name }, deliveryId },
        deliveryIds: [...(merge.deliveryIds ?? []), deliveryId],
        updatedAt: at.toISOString(),
      }
      await queueMergeUndo(tx, { merge: agreed, deliveryId, url: parts.webhookUrl, now: at })
      await ledger.waitNoLongerThan(tx, agreed)
      return ledger.keep(tx, agreed)
    },

    async declineUndo(tx: Unit, agent: AgentRecord, mergeId: string, reason: string): Promise<MergeRecord> {
      const { merge } = await getUnagreed(tx, mergeId)
      refuseOwnRequest(merge, agent)
      refuseNoReason(reason, 'Say why the merge should stay.')
      return results.undoRefused(tx, merge, reason.trim(), `agent:${agent.name}`)
    },
  }

  function refuseTooLate({ undoUntil }: MergeRecord): void {
    if (!undoUntil || undoUntil <= now().toISOString()) throw new Refusal('merge.no_undo')
  }
}

async function getUnagreed(tx: Unit, mergeId: string) {
  const merge = await getMerge(tx, mergeId)
  if (merge.state !== 'undo_requested' || !merge.undo) throw wrongState(merge)
  if (merge.undo.agreedBy) throw wrongState(merge, 'The host was asked to take the merge back already.')
  return { merge, undo: merge.undo }
}

// What we ask of the host about a merge: to describe both accounts (at once, changes nothing), and to merge them
// (a delivery, retried). Its answers are checked against protocol/webhooks.ts before anybody believes them.

import { Compile } from 'typebox/compile'
import type { MergePreview } from '../../protocol/account-merge.ts'
import {
  MergeAccepted,
  type MergeApproved,
  MergePreviewAnswer,
  type MergePreviewRequest,
  MergeResult,
  type MergeUndo,
} from '../../protocol/webhooks.ts'
import type { Config } from '../config.ts'
import { Refusal } from '../errors.ts'
import type { Commit, Unit } from '../events.ts'
import { sha256 } from '../hashes.ts'
import type { Parts } from '../parts.ts'
import type { DeliveryRecord, MergeRecord } from '../store/records.ts'
import { queueDelivery } from '../webhooks/deliveries.ts'
import { postSigned } from '../webhooks/post.ts'
import type { Merges } from './merges.ts'

/** An agent is looking at the screen meanwhile. */
const PREVIEW_TIMEOUT_MS = 8_000
const UNDO: MergeUndo['type'] = 'account_merge.undo'

const previewAnswer = Compile(MergePreviewAnswer)
const result = Compile(MergeResult)
const accepted = Compile(MergeAccepted)

export type AskPreview = (merge: MergeRecord) => Promise<{ preview: MergePreview; hash: string }>

/** @returns a function that throws Refusal('host.unreachable') with the reason an agent can pass on. */
export function previewAsker({
  webhook,
  now,
  newId,
}: Pick<Parts, 'now' | 'newId'> & Pick<Config, 'webhook'>): AskPreview {
  return async (merge) => {
    if (!webhook) throw unreachable('No WEBHOOK_URL is configured, so the host cannot be asked.')
    const request: MergePreviewRequest = {
      type: 'account_merge.preview',
      timestamp: now().toISOString(),
      data: {
        mergeId: merge.id,
        into: { externalId: merge.into.externalId },
        from: { email: merge.from.email },
      },
    }
    const { outcome, status, answer } = await postSigned({
      ...webhook,
      id: newId('evt'),
      body: JSON.stringify(request),
      now: now(),
      timeoutMs: PREVIEW_TIMEOUT_MS,
      allowPrivateAddresses: true,
    })
    if (outcome !== 'delivered')
      throw unreachable(`The host's endpoint: ${outcome}${status ? ` (${status})` : ''}.`)
    if (!previewAnswer.Check(answer)) {
      const [first] = previewAnswer.Errors(answer)
      throw unreachable(
        `The host described the accounts in another form: ${first?.instancePath} ${first?.message}.`,
      )
    }
    return { preview: answer, hash: sha256(canonical(answer)) }
  }
}

export async function queueMergeApproved(
  tx: Unit,
  { merge, deliveryId, url, now }: { merge: MergeRecord; deliveryId: string; url: string; now: Date },
): Promise<void> {
  if (!merge.from.externalId)
    throw new Error(`Merge ${merge.id} was approved without the other account's id.`)
  const data: MergeApproved['data'] = {
    mergeId: merge.id,
    into: { externalId: merge.into.externalId },
    from: { externalId: merge.from.externalId },
    ...(Object.keys(merge.choices ?? {}).length > 0 && { keep: merge.choices }),
    ...(merge.previewVersion && { previewVersion: merge.previewVersion }),
  }
  await queueDelivery(tx, {
    id: deliveryId,
    type: 'account_merge.approved',
    url,
    data,
    mergeId: merge.id,
    now,
  })
}

export async function queueMergeUndo(
  tx: Unit,
  { merge, deliveryId, url, now }: { merge: MergeRecord; deliveryId: string; url: string; now: Date },
): Promise<void> {
  const data: MergeUndo['data'] = {
    mergeId: merge.id,
    into: { externalId: merge.into.externalId },
    from: { externalId: merge.from.externalId ?? '' },
  }
  await queueDelivery(tx, { id: deliveryId, type: UNDO, url, data, mergeId: merge.id, now })
}

/** What becomes of the host's answer to a delivery, or of its silence. Safe to run twice. */
export function mergeDeliveryAnswered({ commit, merges }: { commit: Commit; merges: Merges }) {
  return async (
    delivery: DeliveryRecord,
    answered: { outcome: 'answered'; answer: unknown } | { outcome: 'given_up' },
  ): Promise<void> => {
    const mergeId = delivery.mergeId
    if (!mergeId) return
    if (answered.outcome === 'answered' && accepted.Check(answered.answer)) return
    const isUndo = delivery.type === UNDO
    const no = (reason: string): MergeResult => ({
      mergeId,
      status: isUndo ? 'undo_refused' : 'failed',
      reason,
    })
    const said =
      answered.outcome === 'given_up'
        ? no('The host could not be reached in any of the attempts.')
        : result.Check(answered.answer) && answered.answer.mergeId === mergeId
          ? answered.answer
          : no('The host took the request but answered in a form we do not know.')
    await commit(async (tx) => {
      const merge = await tx.merges.find(mergeId)
      const awaited = isUndo ? merge?.undo?.deliveryId : merge?.deliveryId
      // An answer to an asking before this one; or the result may have come by the other way already.
      if (!merge || awaited !== delivery.id) return
      // What cannot be understood says nothing against a result that came by the other way.
      const isWaiting = merge.state === (isUndo ? 'undo_requested' : 'executing')
      if (isWaiting || ('answer' in answered && said === answered.answer)) await merges.settle(tx, said)
    })
  }
}

/** Agents watch the attempts; the contact does not hear of them. */
export function mergeDeliveryAttempted({ commit }: { commit: Commit }) {
  return async ({ mergeId }: DeliveryRecord): Promise<void> => {
    if (!mergeId) return
    await commit(async (tx) => {
      const merge = await tx.merges.find(mergeId)
      if (merge) tx.record({ name: 'merge.noted', merge })
    })
  }
}

const unreachable = (detail: string) => new Refusal('host.unreachable', { detail })

/** JSON with sorted keys: the same facts in another order are the same facts. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
}

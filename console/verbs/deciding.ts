// What is decided on a merge. Approving names the hash of the preview, so that nobody approves other accounts than those they
// looked at. Partner: review.ts.

import type { DeskMerge } from '../../protocol/account-merge.ts'
import { ask } from '../line/line.ts'
import { Refused } from '../line/socket.ts'
import { forgetWithAgent, keepMerge } from '../state.ts'
import { choicesOf, lookAtAccounts, reviews } from './review.ts'

/** Why, as far as it was written and not given yet: by request and question, as long as its writer is at the desk. */
export const begunReasons = new Map<string, string>()
forgetWithAgent(() => begunReasons.clear())

/**
 * 'changed': nothing was approved, the accounts are shown again with what changed.
 * @throws Refused for every other no.
 */
export async function approve(merge: DeskMerge): Promise<'approved' | 'changed'> {
  const { id: mergeId } = merge
  const previewHash = reviews.peek().get(mergeId)?.hash
  try {
    const answer = await ask('merge.decide', {
      mergeId,
      verdict: 'approve',
      ...(previewHash ? { previewHash } : {}),
      choices: choicesOf(merge),
    })
    keepMerge(answer.merge)
    return 'approved'
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'merge.preview_changed') throw error
    await lookAtAccounts(mergeId)
    return 'changed'
  }
}

/** @throws Refused */
export async function reject(mergeId: string, reason: string): Promise<void> {
  keepMerge((await ask('merge.decide', { mergeId, verdict: 'reject', reason })).merge)
}

/** @throws Refused */
export async function hurry(mergeId: string, reason: string): Promise<void> {
  keepMerge((await ask('merge.hurry', { mergeId, reason })).merge)
}

/** @throws Refused */
export async function undo(
  mergeId: string,
  step: 'ask' | 'agree' | 'decline',
  reason?: string,
): Promise<void> {
  keepMerge((await ask('merge.undo', { mergeId, step, ...(reason && { reason }) })).merge)
}

/** @throws Refused */
export async function tryMergeAgain(mergeId: string): Promise<void> {
  keepMerge((await ask('merge.retry', { mergeId })).merge)
}

// Who is told of a merge: both addresses from the approval on, each with its own link. Ids are made from the merge and the
// occasion, so that a commit that is tried twice mails once.

import { queueMail } from '../email/outgoing.ts'
import {
  mergeApprovedMail,
  mergeCompletedMail,
  mergeFailedMail,
  mergeHurriedMail,
  mergeRejectedMail,
  mergeReturnedMail,
  mergeStoppedMail,
  mergeUndoAskedMail,
  mergeUndoneMail,
  mergeUndoRefusedMail,
  type Written,
} from '../email/texts.ts'
import type { Unit } from '../events.ts'
import type { MergeRecord } from '../store/records.ts'

export type Side = 'into' | 'from'
export type MergeMails = ReturnType<typeof mergeMails>

export function mergeMails({ publicUrl }: { publicUrl: string }) {
  return {
    approved: (merge: MergeRecord, side: Side, stopToken: string): Written =>
      mergeApprovedMail({
        ...sides(merge, side),
        executeAt: merge.executeAt ?? '',
        // In the fragment: it is in no log and no Referer.
        stopUrl: `${publicUrl}/merges/stop#${stopToken}`,
      }),
    stopped: (merge: MergeRecord, side: Side): Written => mergeStoppedMail(sides(merge, side)),
    rejected: (merge: MergeRecord): Written =>
      mergeRejectedMail({ ...sides(merge, 'into'), reason: merge.reason ?? '' }),
    failed: (merge: MergeRecord): Written => mergeFailedMail(sides(merge, 'into')),
    hurried: (merge: MergeRecord, side: Side): Written => mergeHurriedMail(sides(merge, side)),
    returned: (merge: MergeRecord, side: Side): Written => mergeReturnedMail(sides(merge, side)),
    undoAsked: (merge: MergeRecord, side: Side): Written => mergeUndoAskedMail(sides(merge, side)),
    undoRefused: (merge: MergeRecord, side: Side): Written => mergeUndoRefusedMail(sides(merge, side)),
    undone: (merge: MergeRecord, side: Side): Written => mergeUndoneMail(sides(merge, side)),
    completed: (merge: MergeRecord, side: Side): Written => mergeCompletedMail(sides(merge, side)),
  }
}

export async function mailBoth(
  tx: Unit,
  merge: MergeRecord,
  occasion: string,
  now: Date,
  write: (side: Side) => Written,
): Promise<void> {
  for (const side of ['into', 'from'] as const) await mailOne(tx, merge, occasion, side, now, write(side))
}

export async function mailOne(
  tx: Unit,
  merge: MergeRecord,
  occasion: string,
  side: Side,
  now: Date,
  written: Written,
): Promise<void> {
  await queueMail(tx, { id: `mal_${merge.id}_${occasion}_${side}`, to: merge[side].email, ...written, now })
}

const sides = (merge: MergeRecord, reader: Side) => ({
  reader,
  intoEmail: merge.into.email,
  fromEmail: merge.from.email,
})

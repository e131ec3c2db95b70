// What people said of articles goes where their contact goes. Where both accounts said something of the same article and
// version it is one person's: the later one counts. What gave way is kept beside the merge, for an undo.

import { voteOf } from '../articles/feedback.ts'
import type { Unit } from '../events.ts'
import type { MergeRecord } from '../store/records.ts'

/** More than one person gives in years; older ones stay with the account that ended. */
const MOVED_MAX = 2_000

type MovedVotes = NonNullable<MergeRecord['movedVotes']>

export async function moveVotes(tx: Unit, fromId: string, intoId: string): Promise<MovedVotes> {
  const moved: MovedVotes = []
  for (const vote of await tx.feedback.listForContact(fromId, MOVED_MAX)) {
    const theirs = voteOf(intoId, vote)
    const gaveWay = (await tx.feedback.find(theirs)) ?? null
    await tx.feedback.remove(vote)
    if (!gaveWay || gaveWay.at < vote.at) await tx.feedback.put(theirs)
    moved.push({ vote, gaveWay })
  }
  return moved
}

/** What moved goes back; what they said since stays. */
export async function giveVotesBack(tx: Unit, moved: MovedVotes, intoId: string): Promise<void> {
  for (const { vote, gaveWay } of moved) {
    const theirs = voteOf(intoId, vote)
    const isAsItCame = (await tx.feedback.find(theirs))?.at === vote.at
    if (isAsItCame) await (gaveWay ? tx.feedback.put(gaveWay) : tx.feedback.remove(theirs))
    await tx.feedback.put(vote)
  }
}

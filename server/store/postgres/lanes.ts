// Which of the commits that wait may be kept now, while others are under way: those that touch nothing that these touch. What
// depends on a commit that is not kept yet goes with it, or behind it, never before; and nobody overtakes whom they would
// disturb. So on each record the order is that in which the works ended, and a slow disk holds only who needs the same.
// Partner: commits.ts.

import type { Attempt } from './attempt.ts'

/** How many wait behind one another at most before those behind them are not looked at: to look costs with each. */
const LOOKED_AT = 512

interface Waiting {
  attempt: Attempt
  changedLists: Set<string>
}

/** Names of records and lists. */
export interface Claims {
  reads: Set<string>
  writes: Set<string>
}

/** Takes the batch out of those that wait. */
export function nextBatch<C extends Waiting>(
  waiting: C[],
  underWay: Iterable<Claims>,
  most: number,
): { batch: C[]; claims: Claims } {
  const batch: C[] = []
  const taken = new Set<object>()
  const claims: Claims = { reads: new Set(), writes: new Set() }
  const passedBy: Claims = { reads: new Set(), writes: new Set() }
  const others = [...underWay, passedBy]
  const left: C[] = []
  let at = 0
  for (; at < waiting.length && batch.length < most && left.length < LOOKED_AT; at++) {
    const commit = waiting[at] as C
    if (isFree(commit, taken, claims, others)) {
      batch.push(commit)
      taken.add(commit)
      claim(claims, commit)
    } else {
      left.push(commit)
      claim(passedBy, commit)
    }
  }
  waiting.splice(0, at, ...left)
  return { batch, claims }
}

function isFree(
  { attempt, changedLists }: Waiting,
  taken: Set<object>,
  own: Claims,
  others: Claims[],
): boolean {
  for (const { state } of attempt.reads.values()) if (state.by && !taken.has(state.by)) return false
  // It could not be asked again before that is written.
  for (const { list } of attempt.lists.values()) if (own.writes.has(list)) return false
  for (const { reads, writes } of others) {
    if (reads.size + writes.size === 0) continue
    for (const id of attempt.reads.keys()) if (writes.has(id)) return false
    for (const { list } of attempt.lists.values()) if (writes.has(list)) return false
    for (const id of attempt.writes.keys()) if (writes.has(id) || reads.has(id)) return false
    for (const list of changedLists) if (writes.has(list) || reads.has(list)) return false
  }
  return true
}

function claim({ reads, writes }: Claims, { attempt, changedLists }: Waiting): void {
  for (const id of attempt.reads.keys()) reads.add(id)
  for (const { list } of attempt.lists.values()) reads.add(list)
  for (const id of attempt.writes.keys()) writes.add(id)
  for (const list of changedLists) writes.add(list)
}

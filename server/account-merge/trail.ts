// The audit trail of a merge: only ever appended to, each line chained to the one before by a hash, the last hash kept
// beside it. Who changes a line, or takes one out, breaks the chain there. Partner: audit.ts, which looks.

import type { MergeState, PassedMergeState, TrailLine } from '../../protocol/account-merge.ts'
import { sha256 } from '../hashes.ts'
import type { MergeRecord } from '../store/records.ts'

export interface Unchained {
  /** contact, mail link, agent:<name>, host or system. */
  by: string
  /** One line, for people. */
  what: string
  at: Date
}

type Trailed = Pick<MergeRecord, 'id' | 'state' | 'trail'> & Pick<Partial<MergeRecord>, 'trailHead'>

/** @param state that the merge is in after this line */
export function chained<T extends Omit<Trailed, 'state'>>(
  merge: T,
  { at, by, what }: Unchained,
  state: MergeState | PassedMergeState,
): T {
  const line = { at: at.toISOString(), by, what, state }
  const hash = hashOf(merge.id, merge.trail.length, merge.trail.at(-1)?.hash ?? '', line)
  return { ...merge, trail: [...merge.trail, { ...line, hash }], trailHead: hash }
}

/** What is wrong with a trail, in words, or nothing. */
export function faultOf({ id, state, trail, trailHead }: Trailed): string | undefined {
  // Lines from before trails were chained; the first hash after them holds for all that follows.
  const first = trail.findIndex(({ hash }) => hash !== undefined)
  if (first < 0) return trailHead === undefined ? undefined : 'its lines lost their hashes'
  for (const [index, line] of trail.entries()) {
    if (index < first) continue
    const before = trail[index - 1]?.hash ?? ''
    if (line.hash !== hashOf(id, index, before, line)) {
      return `line ${index + 1} (${line.at}, ${line.by}) was changed, or a line before it is missing`
    }
  }
  if (trail.at(-1)?.hash !== trailHead) return `after line ${trail.length} something is missing`
  const told = trail.at(-1)?.state
  if (told !== state) return `it is ${state}, but its last line says ${told}`
  return undefined
}

function hashOf(mergeId: string, index: number, before: string, line: TrailLine): string {
  return sha256('merge-trail', mergeId, index, before, line.at, line.by, line.what, line.state ?? null)
}

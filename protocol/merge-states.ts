// The states of a merge that mean something together. Without the schemas: the console asks, too. Partners: account-merge.ts, all of
// them; server/account-merge/transitions.ts, how one follows another.

import type { MergeState } from './account-merge.ts'

/** In these the accounts are spoken for: no second request may name them. */
export const CLAIMING_STATES: readonly MergeState[] = [
  'in_review',
  'approved',
  'executing',
  'failed',
  'undo_requested',
]

/** Listed under their accounts. */
export const OPEN_MERGE_STATES: readonly MergeState[] = ['proof_sent', ...CLAIMING_STATES]

/** In these an agent has a reason to see both accounts. Before the proof the host is asked nothing. */
export const LOOKABLE_STATES: readonly MergeState[] = ['in_review', 'approved', 'failed']

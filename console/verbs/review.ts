// The merge review: what the host showed, what was chosen in it. A preview lives only here and only in memory. Partner: deciding.ts.

import { signal } from '@preact/signals'
import type { DeskMerge, MergeChoices, MergePreview, MergeSide } from '../../protocol/account-merge.ts'
import { ask } from '../line/line.ts'
import { Refused } from '../line/socket.ts'
import { clockSkewMs, forgetWithAgent, keepMerge } from '../state.ts'

export interface Review {
  state: 'looking' | 'shown' | 'failed'
  /** Why it could not be shown. */
  trouble?: Refused | undefined
  preview?: MergePreview | undefined
  hash?: string | undefined
  /** From an approval until the host is asked. */
  coolingOffMs?: number | undefined
  /** When the host was asked, on this device's clock. */
  at?: number | undefined
  /** The preview that the agent had looked at, when the accounts changed under the decision. */
  before?: MergePreview | undefined
}

/** Merge id → what the agent looks at. */
export const reviews = signal<ReadonlyMap<string, Review>>(new Map())

/** Merge id → what the agent has chosen so far, over what a first approval says. */
const chosen = signal<ReadonlyMap<string, MergeChoices>>(new Map())

export const choicesOf = (merge: DeskMerge): MergeChoices => ({
  ...merge.choices,
  ...(merge.state === 'in_review' && chosen.value.get(merge.id)),
})

export function choose(merge: DeskMerge, field: string, side: MergeSide): void {
  chosen.value = new Map(chosen.peek()).set(merge.id, { ...chosen.peek().get(merge.id), [field]: side })
}

forgetWithAgent(() => {
  reviews.value = new Map()
  chosen.value = new Map()
})

export async function lookAtAccounts(mergeId: string): Promise<void> {
  const known = reviews.peek().get(mergeId)
  if (known?.state === 'looking') return
  change(mergeId, { ...known, state: 'looking', trouble: undefined })
  try {
    const { merge, preview, previewHash, coolingOffMs } = await ask('merge.preview', { mergeId })
    keepMerge(merge)
    const before = known?.before ?? (known?.hash && known.hash !== previewHash ? known.preview : undefined)
    const at = Date.now() + clockSkewMs.peek()
    change(mergeId, { state: 'shown', preview, hash: previewHash, coolingOffMs, at, before })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    change(mergeId, { ...known, state: 'failed', trouble: error })
  }
}

/** The agent has read what changed. */
export function acceptChanges(mergeId: string): void {
  const known = reviews.peek().get(mergeId)
  if (known) change(mergeId, { ...known, before: undefined })
}

function change(mergeId: string, review: Review): void {
  reviews.value = new Map(reviews.value).set(mergeId, review)
}

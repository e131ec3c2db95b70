// Fields that only one of the two accounts can keep, as the host named them: for each, the agent says whose stays.
// Left and right are as in the columns above.

import type { DeskMerge, MergeConflict, MergeSide } from '../../../protocol/account-merge.ts'
import { mergeReview as words } from '../../strings/merge-review.ts'
import { choicesOf, choose } from '../../verbs/review.ts'
import { Breakable } from '../parts/address.tsx'

export function MergeConflicts({
  merge,
  conflicts,
}: {
  merge: DeskMerge
  conflicts: readonly MergeConflict[]
}) {
  if (conflicts.length === 0) return null
  const isOpen = merge.state === 'in_review'
  const chosen = choicesOf(merge)
  return (
    <section class="review-part">
      <h3>{words.conflicts}</h3>
      <p class="quiet">{words.conflictsText}</p>
      {conflicts.map((conflict) => (
        <fieldset key={conflict.field} class="conflict">
          <legend>{conflict.label}</legend>
          {SIDES.map((side) => (
            <label key={side} class={chosen[conflict.field] === side ? 'conflict-kept' : undefined}>
              <input
                type="radio"
                name={`${merge.id}-${conflict.field}`}
                checked={chosen[conflict.field] === side}
                disabled={!isOpen}
                onChange={() => choose(merge, conflict.field, side)}
              />
              <span>
                <span dir="auto">
                  <Breakable text={conflict[side] || words.nothing} />
                </span>
                <small>{side === 'from' ? words.ofTheEnded : words.ofTheOther}</small>
              </span>
            </label>
          ))}
        </fieldset>
      ))}
    </section>
  )
}

const SIDES: readonly MergeSide[] = ['from', 'into']

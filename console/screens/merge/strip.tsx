// Above the conversation of a merge ticket: which account would end, how far it is, and the way to the review.

import type { DeskMerge } from '../../../protocol/account-merge.ts'
import { Button } from '../../../ui/controls.tsx'
import { ArrowRightIcon, MergeIcon } from '../../../ui/icons.tsx'
import { countdown } from '../../../ui/time.ts'
import { useSeconds } from '../../clock.ts'
import { go } from '../../route.ts'
import { strings } from '../../strings.ts'
import { lookAtAccounts, reviews } from '../../verbs/review.ts'

const words = strings.merge

export function MergeStrip({ merge }: { merge: DeskMerge }) {
  const isUndecided = merge.state === 'in_review'
  const open = () => {
    go({ pane: 'merge' })
    if (isUndecided && reviews.peek().get(merge.id)?.state !== 'shown') void lookAtAccounts(merge.id)
  }
  return (
    <div class={`strip strip-${merge.state}`}>
      <MergeIcon />
      <div>
        <p class="strip-state">
          {words.label}: <StateInWords merge={merge} />
        </p>
        <p class="strip-who">
          <span title={merge.from.email}>{merge.from.email}</span>
          <ArrowRightIcon size={16} />
          <span class="hd-hidden">{words.into}</span>
          <span title={merge.into.email}>{merge.into.email}</span>
        </p>
      </div>
      <Button size="s" look={isUndecided ? 'primary' : 'secondary'} onClick={open}>
        {isUndecided ? words.look : words.openReview}
      </Button>
    </div>
  )
}

function StateInWords({ merge }: { merge: DeskMerge }) {
  if (merge.state === 'approved' && merge.executeAt) return <TimeLeft executeAt={merge.executeAt} />
  return <>{strings.mergeStates[merge.state].toLowerCase()}</>
}

function TimeLeft({ executeAt }: { executeAt: string }) {
  const leftMs = Date.parse(executeAt) - useSeconds()
  if (leftMs <= 0) return <>{words.runsNow.toLowerCase()}</>
  return (
    <>
      {words.runsIn('').toLowerCase()}
      <span class="clock">{countdown(leftMs)}</span>
    </>
  )
}

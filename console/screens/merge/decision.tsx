// What an agent can do about a merge at this moment, always in sight at the foot of the review. Approving takes two
// clicks and names both addresses.

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { DeskMerge } from '../../../protocol/account-merge.ts'
import type { Contact } from '../../../protocol/entities.ts'
import { Button } from '../../../ui/controls.tsx'
import { RetryIcon } from '../../../ui/icons.tsx'
import { fullTime } from '../../../ui/time.ts'
import { useSeconds } from '../../clock.ts'
import { dialog } from '../../keyboard/dialogs.ts'
import { me } from '../../state.ts'
import { mergeReview as words } from '../../strings/merge-review.ts'
import { tellTrouble } from '../../toasts.ts'
import { hurry, reject, tryMergeAgain, undo } from '../../verbs/deciding.ts'
import { choicesOf, type Review } from '../../verbs/review.ts'
import { ApproveDialog, ReasonDialog } from './dialogs.tsx'

/** In these somebody has to decide. */
const CLAIMED: readonly DeskMerge['state'][] = ['in_review', 'approved', 'failed', 'undo_requested']

interface Props {
  merge: DeskMerge
  contact: Contact
  review: Review | undefined
}

export function MergeDecision(props: Props) {
  const { merge } = props
  // The server says so, too; here nobody is led to a button that only refuses.
  if (merge.invitedBy?.id === me.value?.id && CLAIMED.includes(merge.state))
    return (
      <Foot {...props} text={words.youInvited}>
        {null}
      </Foot>
    )
  switch (merge.state) {
    case 'in_review':
      return <Undecided {...props} />
    case 'approved':
      return (
        <Foot {...props} text={words.approvedFoot}>
          <RejectButton />
          {me.value?.roles.includes('admin') && <Button onClick={() => open('hurry')}>{words.hurry}</Button>}
        </Foot>
      )
    case 'failed':
      return (
        <Foot {...props} text="">
          <RejectButton />
          <RetryButton mergeId={merge.id} />
        </Foot>
      )
    case 'merged':
    case 'undo_refused':
      return <Undoable {...props} />
    case 'undo_requested':
      return <UndoAsked {...props} />
    default:
      return null
  }
}

function Undecided(props: Props) {
  const { merge, review } = props
  const mine = merge.approvals.some(({ id }) => id === me.value?.id)
  const [first] = merge.approvals
  const conflicts = review?.preview?.conflicts ?? []
  const undecided = conflicts.filter(({ field }) => !choicesOf(merge)[field]).length
  const isShown = review?.state === 'shown' && !review.before
  const canApprove =
    isShown && !mine && undecided === 0 && Boolean(review.preview?.from && review.preview.into)
  const text = mine
    ? words.waitsForSecond
    : isShown && undecided > 0
      ? words.chooseFirst(undecided)
      : first
        ? words.secondOf(first.name)
        : words.undecided
  return (
    <Foot {...props} text={text}>
      <RejectButton />
      <Button look="primary" disabled={!canApprove} onClick={() => open('approve')}>
        {first ? words.approveSecond : words.approve}
      </Button>
    </Foot>
  )
}

function Undoable(props: Props) {
  const { undoUntil } = props.merge
  const now = useSeconds()
  if (!undoUntil || Date.parse(undoUntil) <= now) return null
  return (
    <Foot {...props} text={words.undoUntil(fullTime(undoUntil))}>
      <Button look="danger" onClick={() => open('undo')}>
        {words.undo}
      </Button>
    </Foot>
  )
}

function UndoAsked(props: Props) {
  const { id, undo: asked } = props.merge
  const [busy, setBusy] = useState(false)
  if (!asked || asked.agreedBy) return null
  const isMine = asked.by.id === me.value?.id
  async function agree() {
    setBusy(true)
    await undo(id, 'agree').catch((error) => tellTrouble(words.notDone.undo, error))
    setBusy(false)
  }
  return (
    <Foot {...props} text={isMine ? words.undoWaits : words.undoAskedBy(asked.by.name)}>
      <Button onClick={() => open('decline')}>{words.undoDecline}</Button>
      {!isMine && (
        <Button look="danger" busy={busy} onClick={agree}>
          {words.undoAgree}
        </Button>
      )}
    </Foot>
  )
}

type Question = NonNullable<typeof dialog.value>
const open = (question: Question) => {
  dialog.value = question
}

function Foot({
  merge,
  contact,
  review,
  text,
  children,
}: Props & { text: string; children: ComponentChildren }) {
  return (
    <footer class="decision">
      <p>{text}</p>
      {children}
      {dialog.value === 'approve' && <ApproveDialog merge={merge} contact={contact} review={review} />}
      {dialog.value === 'reject' && (
        <ReasonDialog
          mergeId={merge.id}
          danger
          words={{
            title: words.rejectTitle,
            text: words.rejectText,
            label: words.rejectReason(contact.name),
            hint: words.rejectHint,
            missing: words.rejectMissing,
            confirm: words.rejectConfirm,
            trouble: words.notDone.reject,
          }}
          onConfirm={(reason) => reject(merge.id, reason)}
        />
      )}
      {dialog.value === 'hurry' && (
        <ReasonDialog
          mergeId={merge.id}
          words={words.hurryDialog}
          onConfirm={(reason) => hurry(merge.id, reason)}
        />
      )}
      {dialog.value === 'undo' && (
        <ReasonDialog
          mergeId={merge.id}
          danger
          words={words.undoDialog}
          onConfirm={(reason) => undo(merge.id, 'ask', reason)}
        />
      )}
      {dialog.value === 'decline' && (
        <ReasonDialog
          mergeId={merge.id}
          words={words.declineDialog}
          onConfirm={(reason) => undo(merge.id, 'decline', reason)}
        />
      )}
    </footer>
  )
}

const RejectButton = () => (
  <Button look="danger" onClick={() => open('reject')}>
    {words.reject}
  </Button>
)

function RetryButton({ mergeId }: { mergeId: string }) {
  const [busy, setBusy] = useState(false)
  async function again() {
    setBusy(true)
    await tryMergeAgain(mergeId).catch((error) => tellTrouble(words.notDone.retry, error))
    setBusy(false)
  }
  return (
    <Button look="primary" busy={busy} icon={<RetryIcon size={16} />} onClick={again}>
      {words.retry}
    </Button>
  )
}

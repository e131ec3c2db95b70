// The decision, always in sight at the foot of the review. Approving takes two clicks and names both addresses;
// rejecting needs a reason that the contact reads.

import { useState } from 'preact/hooks'
import type { Contact, DeskMerge } from '../../protocol/entities.ts'
import { Button, Notice, TextArea } from '../../ui/controls.tsx'
import { AlertIcon, ArrowDownIcon, RetryIcon } from '../../ui/icons.tsx'
import { span } from '../../ui/time.ts'
import { dialog } from '../dialogs.ts'
import { approve, type Review, reject, tryMergeAgain } from '../review.ts'
import { sentenceOf, strings } from '../strings.ts'
import { tellTrouble } from '../toasts.ts'
import { Breakable } from './address.tsx'
import { Dialog } from './dialog.tsx'

const words = strings.merge

export function MergeDecision(props: { merge: DeskMerge; contact: Contact; review: Review | undefined }) {
  const { merge, review } = props
  const isOpen = merge.state === 'in_review'
  if (!isOpen && merge.state !== 'failed') return null
  const canApprove =
    review?.state === 'shown' && !review.before && Boolean(review.preview?.from && review.preview.into)
  return (
    <footer class="decision">
      <p>{isOpen ? words.undecided : ''}</p>
      <Button
        look="danger"
        onClick={() => {
          dialog.value = 'reject'
        }}
      >
        {words.reject}
      </Button>
      {isOpen ? (
        <Button
          look="primary"
          disabled={!canApprove}
          onClick={() => {
            dialog.value = 'approve'
          }}
        >
          {words.approve}
        </Button>
      ) : (
        <RetryButton mergeId={merge.id} />
      )}
      {dialog.value === 'approve' && <ApproveDialog {...props} />}
      {dialog.value === 'reject' && <RejectDialog {...props} />}
    </footer>
  )
}

function ApproveDialog({
  merge,
  contact,
  review,
}: {
  merge: DeskMerge
  contact: Contact
  review: Review | undefined
}) {
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)

  async function confirm() {
    setBusy(true)
    setTrouble(null)
    try {
      await approve(merge.id)
      close()
    } catch (error) {
      setTrouble(`${strings.trouble.approve} ${sentenceOf(error)}`)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      title={words.approveTitle}
      wide
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="primary" busy={busy} onClick={confirm}>
            {words.approveConfirm(merge.from.email)}
          </Button>
        </>
      }
    >
      <div class="fates">
        <p class="fate fate-ends">
          <span class="fate-word">{words.ends}</span>
          <strong>
            <Breakable text={merge.from.email} />
          </strong>
        </p>
        <ArrowDownIcon />
        <p class="fate fate-stays">
          <span class="fate-word">{words.stays}</span>
          <strong>
            <Breakable text={merge.into.email} />
          </strong>
        </p>
      </div>
      <ol class="steps">
        <li>{words.approveNow}</li>
        <li>{words.approveThen(review?.coolingOffMs === undefined ? null : span(review.coolingOffMs))}</li>
        <li>{words.approveAfter(contact.name)}</li>
      </ol>
      {trouble && (
        <Notice tone="danger" icon={<AlertIcon />} urgent>
          {trouble}
        </Notice>
      )}
    </Dialog>
  )
}

function RejectDialog({ merge, contact }: { merge: DeskMerge; contact: Contact }) {
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)

  async function confirm() {
    if (!reason.trim()) return setMissing(true)
    setBusy(true)
    setTrouble(null)
    try {
      await reject(merge.id, reason.trim())
      close()
    } catch (error) {
      setTrouble(`${strings.trouble.reject} ${sentenceOf(error)}`)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      title={words.rejectTitle}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="danger" busy={busy} onClick={confirm}>
            {words.rejectConfirm}
          </Button>
        </>
      }
    >
      <p>{words.rejectText}</p>
      <TextArea
        label={words.rejectReason(contact.name)}
        hint={words.rejectHint}
        error={missing && !reason.trim() ? words.rejectMissing : undefined}
        rows={4}
        maxLength={REASON_MAX_CHARS}
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      {trouble && (
        <Notice tone="danger" icon={<AlertIcon />} urgent>
          {trouble}
        </Notice>
      )}
    </Dialog>
  )
}

/** As protocol/socket.ts has it for merge.decide. */
const REASON_MAX_CHARS = 1_000

function RetryButton({ mergeId }: { mergeId: string }) {
  const [busy, setBusy] = useState(false)
  async function again() {
    setBusy(true)
    await tryMergeAgain(mergeId).catch((error) => tellTrouble(strings.trouble.retry, error))
    setBusy(false)
  }
  return (
    <Button look="primary" busy={busy} icon={<RetryIcon size={16} />} onClick={again}>
      {words.retry}
    </Button>
  )
}

function close() {
  dialog.value = null
}

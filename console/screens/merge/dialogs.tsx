// The questions of a merge review. Approving names both addresses and what follows; everything else that is decided
// needs a reason, and says who reads it.

import { useRef, useState } from 'preact/hooks'
import type { DeskMerge } from '../../../protocol/account-merge.ts'
import type { Contact } from '../../../protocol/entities.ts'
import { Button, TextArea } from '../../../ui/controls.tsx'
import { ArrowDownIcon } from '../../../ui/icons.tsx'
import { span } from '../../../ui/time.ts'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { mergeReview as words } from '../../strings/merge-review.ts'
import type { Denial } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { approve, begunReasons } from '../../verbs/deciding.ts'
import type { Review } from '../../verbs/review.ts'
import { Breakable } from '../parts/address.tsx'
import { Trouble, useConfirm } from '../parts/confirm.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { useOfPlace } from '../parts/of-place.ts'
import { sentBy } from '../parts/sent-by.ts'

/** As protocol/commands/merges.ts has it. */
const REASON_MAX_CHARS = 1_000

export function ApproveDialog({
  merge,
  contact,
  review,
}: {
  merge: DeskMerge
  contact: Contact
  review: Review | undefined
}) {
  useOfPlace()
  const { busy, trouble, run } = useConfirm(words.notDone.approve)
  const isFirst = merge.secondNeeded.length > 0 && merge.approvals.length === 0
  return (
    <Dialog
      title={words.approveTitle}
      wide
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={closeDialog}>{strings.cancel}</Button>
          <Button look="primary" busy={busy} onClick={() => run(() => approve(merge))}>
            {isFirst ? words.approveFirstConfirm : words.approveConfirm(merge.from.email)}
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
      {isFirst ? (
        <p>{words.approveFirst}</p>
      ) : (
        <ol class="steps">
          <li>{words.approveNow}</li>
          <li>{words.approveThen(review?.coolingOffMs === undefined ? null : span(review.coolingOffMs))}</li>
          <li>{words.approveAfter(contact.name)}</li>
        </ol>
      )}
      <Trouble text={trouble} />
    </Dialog>
  )
}

interface ReasonWords {
  title: string
  text: string
  label: string
  hint: string
  missing: string
  confirm: string
  trouble: Denial
}

export function ReasonDialog(props: {
  mergeId: string
  words: ReasonWords
  danger?: boolean
  onConfirm: (reason: string) => Promise<unknown>
}) {
  const { words } = props
  const [place] = useState(() => `${props.mergeId} ${dialog.peek()}`)
  const [reason, setReason] = useState(begunReasons.get(place) ?? '')
  const [missing, setMissing] = useState(false)
  useOfPlace()
  const { busy, trouble, run } = useConfirm(words.trouble)
  const form = useRef<HTMLFormElement>(null)
  const confirm = () => {
    setMissing(true)
    if (reason.trim()) void run(give)
    else form.current?.querySelector('textarea')?.focus()
  }
  async function give() {
    await props.onConfirm(reason.trim())
    begunReasons.delete(place)
  }
  function write(text: string) {
    setReason(text)
    begunReasons.set(place, text)
  }
  return (
    <Dialog
      title={words.title}
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={closeDialog}>{strings.cancel}</Button>
          <Button look={props.danger ? 'danger' : 'primary'} busy={busy} onClick={confirm}>
            {words.confirm}
          </Button>
        </>
      }
    >
      <p>{words.text}</p>
      <form ref={form} {...sentBy(confirm)}>
        <TextArea
          label={words.label}
          hint={words.hint}
          error={missing && !reason.trim() ? words.missing : undefined}
          rows={4}
          maxLength={REASON_MAX_CHARS}
          value={reason}
          onInput={(event) => write(event.currentTarget.value)}
        />
      </form>
      <Trouble text={trouble} />
    </Dialog>
  )
}

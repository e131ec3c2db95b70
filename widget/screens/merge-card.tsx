// How a merge stands, on its own screen and above its ticket's thread: state, sentence, the time left, the way
// to stop it.

import { useState } from 'preact/hooks'
import type { ContactMerge } from '../../protocol/account-merge.ts'
import type { MergeCode } from '../../protocol/entities.ts'
import { Button, Pill } from '../../ui/controls.tsx'
import danger from '../../ui/danger.css'
import { ArrowDownIcon, ClockIcon } from '../../ui/icons.tsx'
import { countdown } from '../../ui/time.ts'
import { act } from '../commands.ts'
import css from '../look/proofs.css'
import { go } from '../navigation.ts'
import { adopt } from '../sheet.ts'
import * as t from '../strings/en/panel.ts'
import * as p from '../strings/en/proofs.ts'
import { useNow, useWork } from './frame.tsx'

adopt(danger + css)

const SECOND_MS = 1_000
const TONES = {
  proof_sent: 'neutral',
  in_review: 'neutral',
  approved: 'accent',
  executing: 'accent',
  merged: 'success',
  failed: 'warning',
  rejected: 'danger',
  cancelled: 'neutral',
  expired: 'neutral',
  undo_requested: 'warning',
  undone: 'neutral',
  undo_refused: 'success',
} as const
/** In these the contact can still stop it. */
const STOPPABLE: ContactMerge['state'][] = ['in_review', 'approved', 'failed']

/** Without a merge: an agent's invitation to one. */
export function MergeCard({ merge }: { merge: ContactMerge | undefined }) {
  return merge ? <Standing merge={merge} /> : <Invitation />
}

function Invitation() {
  return (
    <div class="card">
      <h3>{p.invited}</h3>
      <p class="quiet">{p.invitedHint}</p>
      <Button look="primary" onClick={() => go({ name: 'merge' })}>
        {t.merge}
      </Button>
    </div>
  )
}

function Standing({ merge }: { merge: ContactMerge }) {
  const [isSure, ask] = useState(false)
  const { busy, error, run } = useWork()
  const [word, meaning] = p.mergeStates[merge.state]
  return (
    <div class="card">
      <Pill tone={TONES[merge.state]}>{word}</Pill>
      {/* Two accounts again: none ends and none stays. */}
      {merge.state !== 'undone' && <Direction from={merge.fromEmail} into={merge.intoEmail} />}
      <p class="quiet">
        {meaning}
        {merge.reason && ` ${merge.reason}`}
      </p>
      {merge.state === 'approved' && merge.executeAt && <TimeLeft until={merge.executeAt} />}
      {error && (
        <p class="hd-field-error" role="alert">
          {error}
        </p>
      )}
      {STOPPABLE.includes(merge.state) &&
        (isSure ? (
          <div class="pair">
            <span>{p.mergeStopSure}</span>
            <Button
              look="danger"
              size="s"
              busy={busy}
              onClick={() => run(() => act('merge.cancel', { mergeId: merge.id }))}
            >
              {p.mergeStopYes}
            </Button>
            <Button look="quiet" size="s" onClick={() => ask(false)}>
              {p.mergeStopNo}
            </Button>
          </div>
        ) : (
          <div class="pair">
            <Button look="danger" size="s" onClick={() => ask(true)}>
              {p.mergeStop}
            </Button>
          </div>
        ))}
    </div>
  )
}

/** A line of its ticket's thread. */
export function MergeSaid({ code, details }: { code: MergeCode; details: Record<string, string> }) {
  return <>{p.mergeActivity(code, details)}</>
}

/** The account that ends, an arrow, the account that stays. */
export function Direction({ from, into }: { from: string; into: string }) {
  return (
    <div class="direction">
      <div>
        <small>{p.mergeEnds}</small>
        <span>{from}</span>
      </div>
      <ArrowDownIcon size={16} />
      <div>
        <small>{p.mergeStays}</small>
        <span>{into}</span>
      </div>
    </div>
  )
}

function TimeLeft({ until }: { until: string }) {
  const left = Date.parse(until) - useNow(SECOND_MS)
  return (
    <p class="line">
      <ClockIcon size={16} /> {p.mergeStarts(countdown(left))}
    </p>
  )
}

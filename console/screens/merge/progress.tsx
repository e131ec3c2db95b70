// What has become of a decided merge: the time left, the requests to the host with their outcomes, the end.

import type { ComponentChildren } from 'preact'
import type { Attempt, DeskMerge } from '../../../protocol/account-merge.ts'
import { AlertIcon, ClockIcon, CloseIcon, DoneIcon, InfoIcon, RetryIcon } from '../../../ui/icons.tsx'
import { clockTime, countdown, fullTime } from '../../../ui/time.ts'
import { useSeconds } from '../../clock.ts'
import { mergeReview as words } from '../../strings/merge-review.ts'
import { strings } from '../../strings.ts'

export function MergeProgress({ merge }: { merge: DeskMerge }) {
  if (merge.state === 'in_review') return null
  return (
    <section class={`progress progress-${merge.state}`} aria-label={strings.mergeStates[merge.state]}>
      <span class="progress-icon">{ICONS[merge.state]}</span>
      <div>
        <h3>{strings.mergeStates[merge.state]}</h3>
        <Detail merge={merge} />
        {merge.attempts.length > 0 && <Attempts attempts={merge.attempts} />}
      </div>
    </section>
  )
}

const ICONS: Record<DeskMerge['state'], ComponentChildren> = {
  proof_sent: <ClockIcon />,
  in_review: <ClockIcon />,
  approved: <ClockIcon />,
  executing: <RetryIcon />,
  merged: <DoneIcon />,
  failed: <AlertIcon />,
  rejected: <CloseIcon />,
  cancelled: <CloseIcon />,
  expired: <InfoIcon />,
  undo_requested: <AlertIcon />,
  undone: <RetryIcon />,
  undo_refused: <DoneIcon />,
}

function Detail({ merge }: { merge: DeskMerge }) {
  const { decision, executeAt, reason } = merge
  switch (merge.state) {
    case 'approved':
      return (
        <>
          {decision && <p>{words.approvedBy(decision.agent.name, fullTime(decision.at))}</p>}
          {executeAt && <TimeLeft executeAt={executeAt} />}
        </>
      )
    case 'executing':
      return <p>{words.executing}</p>
    case 'merged':
      return <p>{words.mergedText(merge.from.email, merge.into.email)}</p>
    case 'failed':
      return (
        <>
          <p>{words.failedText}</p>
          <blockquote>{reason}</blockquote>
          <p>{words.failedNext}</p>
        </>
      )
    case 'rejected':
      return (
        <>
          {decision && <p>{words.rejectedBy(decision.agent.name, fullTime(decision.at))}</p>}
          <blockquote>{reason ?? decision?.reason}</blockquote>
        </>
      )
    case 'cancelled':
      return <p>{words.cancelledText}</p>
    case 'undo_requested':
    case 'undo_refused':
      return (
        <>
          {merge.undo && <p>{words.undoReason(merge.undo.by.name)}</p>}
          <blockquote>{merge.undo?.reason}</blockquote>
          {merge.state === 'undo_requested' && merge.undo?.agreedBy && (
            <p>{words.undoAgreed(merge.undo.agreedBy.name)}</p>
          )}
          {merge.undo?.refused && (
            <>
              <p>{words.undoRefusedText}</p>
              <blockquote>{merge.undo.refused}</blockquote>
            </>
          )}
        </>
      )
    case 'undone':
      return <p>{words.undoneText(merge.from.email)}</p>
    case 'expired':
      return <p>{words.expiredText}</p>
    default:
      return <p>{words.proofSentText}</p>
  }
}

function TimeLeft({ executeAt }: { executeAt: string }) {
  const leftMs = Date.parse(executeAt) - useSeconds()
  if (leftMs <= 0) return <p>{words.runsNow} …</p>
  return (
    <p>
      {words.runsIn('')}
      <strong class="clock">{countdown(leftMs)}</strong>. {words.runsAt(fullTime(executeAt))}
    </p>
  )
}

function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  return (
    <table class="attempts">
      <caption>{words.attempts}</caption>
      <thead>
        <tr>
          <th scope="col">{words.attemptAt}</th>
          <th scope="col">{words.attemptOutcome}</th>
          <th scope="col">{words.attemptTook}</th>
        </tr>
      </thead>
      <tbody>
        {attempts.map((attempt) => (
          <tr key={attempt.at}>
            <td>
              <time dateTime={attempt.at} title={fullTime(attempt.at)}>
                {clockTime(attempt.at)}
              </time>
            </td>
            <td>
              {strings.outcomes[attempt.outcome]}
              {attempt.status !== null && <span class="quiet"> · {words.status(attempt.status)}</span>}
            </td>
            <td>{words.tookMs(attempt.tookMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

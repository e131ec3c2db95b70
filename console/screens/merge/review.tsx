// The merge review: what stands against what, what would move, what was proved, and the decision. An agent reads it
// from top to bottom and cannot approve before both accounts stood on the screen.

import { useEffect, useRef } from 'preact/hooks'
import type { DeskMerge, MergePreview } from '../../../protocol/account-merge.ts'
import type { Contact, DeskTicket } from '../../../protocol/entities.ts'
import { LOOKABLE_STATES } from '../../../protocol/merge-states.ts'
import { Blank, Button, Notice, Skeleton } from '../../../ui/controls.tsx'
import { AlertIcon, DoneIcon, MergeIcon, RetryIcon } from '../../../ui/icons.tsx'
import { clockTime, fullTime } from '../../../ui/time.ts'
import { ears } from '../../announcements.ts'
import { now } from '../../clock.ts'
import { isNewLine } from '../../facts/merge-rows.ts'
import { firstUnseen } from '../../facts/thread-items.ts'
import { keepFocus } from '../../list/cursor.ts'
import look from '../../look/merge.css'
import type { Thread } from '../../state.ts'
import { briefTime } from '../../strings/brief-time.ts'
import '../../strings/merge-reasons.ts'
import { mergeReview as words } from '../../strings/merge-review.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { adopt } from '../../styles.ts'
import { acceptChanges, lookAtAccounts, type Review, reviews } from '../../verbs/review.ts'
import { useSeen } from '../thread/use-seen.ts'
import { MergeAccounts } from './accounts.tsx'
import { MergeConflicts } from './conflicts.tsx'
import { MergeDecision } from './decision.tsx'
import { MergeProgress } from './progress.tsx'

adopt(look)

export function MergeReview({
  merge,
  ticket,
  thread,
}: {
  merge: DeskMerge
  ticket: DeskTicket
  thread: Thread
}) {
  const { contact } = thread
  // What the system wrote says nothing that the review does not; a message of the contact must be read below it.
  useSeen(ticket, firstUnseen(thread, ticket.seenByAgent) === null)
  useTold(merge)
  const review = reviews.value.get(merge.id)
  return (
    <>
      <section
        class="review"
        aria-label={words.review}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard.
        tabIndex={0}
      >
        <div class="review-body">
          <MergeProgress merge={merge} />
          {merge.warnings.length > 0 && (
            <Warnings title={words.byUs} lines={merge.warnings} before={undefined} />
          )}
          {merge.state === 'in_review' && merge.secondNeeded.length > 0 && (
            <Warnings title={words.twoNeeded} lines={merge.secondNeeded} before={undefined} />
          )}
          <Accounts merge={merge} review={review} />
          <Proofs merge={merge} />
          <Earlier merge={merge} />
          <Trail merge={merge} contact={contact} />
        </div>
      </section>
      <MergeDecision merge={merge} contact={contact} review={review} />
    </>
  )
}

/** What became of it, by whoever's hand, stands on top: ears are told. */
function useTold({ id, state }: DeskMerge): void {
  const last = useRef({ id, state })
  useEffect(() => {
    if (last.current.id === id && last.current.state !== state) {
      ears.say?.(words.becameOf(strings.mergeStates[state]))
      // What was pressed is not asked any more.
      keepFocus()
    }
    last.current = { id, state }
  }, [id, state])
}

/** Nothing looked at, looking, failed, or both accounts side by side. */
function Accounts({ merge, review }: { merge: DeskMerge; review: Review | undefined }) {
  const look = () => lookAtAccounts(merge.id)
  if (review?.preview && isUnderWay(merge)) {
    const { preview, before } = review
    return (
      <>
        {before && (
          <Notice
            tone="warning"
            icon={<AlertIcon />}
            urgent
            action={
              <Button size="s" onClick={() => acceptChanges(merge.id)}>
                {words.changedRead}
              </Button>
            }
          >
            <strong>{words.changedTitle}.</strong> {words.changed}
          </Notice>
        )}
        <Missing merge={merge} preview={preview} />
        {preview.warnings.length > 0 && (
          <Warnings title={words.byHost} lines={preview.warnings} before={before?.warnings} />
        )}
        {review.trouble && (
          <Notice tone="danger" icon={<AlertIcon />} urgent>
            {sentenceOf(review.trouble)}
          </Notice>
        )}
        <MergeAccounts merge={merge} preview={preview} before={before}>
          <Looked review={review} onLook={look} canLook={canLook(merge)} />
        </MergeAccounts>
        <MergeConflicts merge={merge} conflicts={preview.conflicts ?? []} />
        <Moves preview={preview} before={before} />
        {preview.losses && preview.losses.length > 0 && (
          <section class="review-part">
            <h3>{words.losses}</h3>
            <Lines lines={preview.losses} before={before?.losses} />
          </section>
        )}
      </>
    )
  }
  if (review?.state === 'looking') {
    return (
      <div class="review-loading">
        <p role="status">{words.asking} …</p>
        <Skeleton label={strings.loading} lines={8} />
      </div>
    )
  }
  if (review?.state === 'failed') {
    return (
      <Blank
        icon={<AlertIcon />}
        title={words.failedTitle}
        action={
          <Button icon={<RetryIcon size={16} />} onClick={look}>
            {words.lookAgain}
          </Button>
        }
        urgent
      >
        {sentenceOf(review.trouble)}
      </Blank>
    )
  }
  if (!canLook(merge)) return null
  return (
    <Blank
      icon={<MergeIcon />}
      title={words.beforeTitle}
      action={
        <Button look={merge.state === 'in_review' ? 'primary' : 'secondary'} onClick={look}>
          {words.look}
        </Button>
      }
    >
      {words.before}
    </Blank>
  )
}

/** After the end there is nothing to compare any more: one of the two is gone, or nothing will happen to them. */
const isUnderWay = ({ state }: DeskMerge) => canLook({ state }) || state === 'executing'
const canLook = ({ state }: Pick<DeskMerge, 'state'>) => LOOKABLE_STATES.includes(state)

function Looked({ review, onLook, canLook }: { review: Review; onLook: () => void; canLook: boolean }) {
  const at = new Date(review.at ?? 0).toISOString()
  return (
    <>
      <span title={fullTime(at)}>{words.looked(clockTime(at))}</span>
      {canLook && (
        <Button
          size="s"
          look="quiet"
          busy={review.state === 'looking'}
          icon={<RetryIcon size={16} />}
          onClick={onLook}
        >
          {words.lookAgain}
        </Button>
      )}
    </>
  )
}

/** Why it cannot be approved, where an account is missing. */
function Missing({ merge, preview }: { merge: DeskMerge; preview: MergePreview }) {
  if (preview.from && preview.into) return null
  const [title, text] = preview.from
    ? [words.noIntoTitle(merge.into.email), words.noInto]
    : [words.noFromTitle(merge.from.email), words.noFrom]
  return (
    <Notice tone="danger" icon={<AlertIcon />}>
      <strong>{title}.</strong> {text}
    </Notice>
  )
}

function Warnings(props: { title: string; lines: readonly string[]; before: readonly string[] | undefined }) {
  return (
    <Notice tone="warning" icon={<AlertIcon />}>
      <strong>{props.title}</strong>
      <Lines lines={props.lines} before={props.before} />
    </Notice>
  )
}

function Lines(props: { lines: readonly string[]; before: readonly string[] | undefined }) {
  return (
    <ul class="lines">
      {props.lines.map((line) => (
        <li key={line} class={isNewLine(line, props.before) ? 'line-new' : undefined}>
          {line}
        </li>
      ))}
    </ul>
  )
}

function Moves({ preview, before }: { preview: MergePreview; before: MergePreview | undefined }) {
  return (
    <section class="review-part">
      <h3>{words.moves}</h3>
      {preview.moves.length === 0 && <p class="quiet">{words.movesNothing}</p>}
      <Lines lines={preview.moves} before={before?.moves} />
    </section>
  )
}

/** When, and from where. @param more what else is known */
function Around({ at, network, more }: { at: string | undefined; network: string | null; more?: string }) {
  return (
    <small class="quiet">
      {at && (
        <time dateTime={at} title={fullTime(at)}>
          {briefTime(at, now.value)}
        </time>
      )}
      {[network && words.network(network), more].filter(Boolean).map((part) => ` · ${part}`)}
    </small>
  )
}

function Earlier({ merge }: { merge: DeskMerge }) {
  if (merge.earlier.length === 0) return null
  return (
    <section class="review-part">
      <h3>{words.earlier}</h3>
      <ul class="proofs">
        {merge.earlier.map(({ id, state, fromEmail, createdAt }) => (
          <li key={id}>
            <span>
              {fromEmail}: {strings.mergeStates[state].toLowerCase()}
            </span>
            <time dateTime={createdAt} title={fullTime(createdAt)}>
              {briefTime(createdAt, now.value)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Proofs({ merge }: { merge: DeskMerge }) {
  const { proofs } = merge
  const askedAt = merge.trail[0]?.at
  return (
    <section class="review-part">
      <h3>{words.proofs}</h3>
      <ul class="proofs">
        <li>
          <DoneIcon size={16} />
          <span>
            {words.proofInto(merge.into.email)}
            <Around
              at={askedAt}
              network={proofs.askedFrom}
              {...(proofs.vouchedAt && { more: words.vouched(briefTime(proofs.vouchedAt, now.value)) })}
            />
          </span>
        </li>
        <li class={merge.provedAt ? undefined : 'proof-open'}>
          {merge.provedAt ? <DoneIcon size={16} /> : <AlertIcon size={16} />}
          <span>
            {!merge.provedAt
              ? words.proofMissing(merge.from.email)
              : proofs.provedBy === 'token'
                ? words.proofToken(merge.from.email)
                : words.proofFrom(merge.from.email)}
            {merge.provedAt && <Around at={merge.provedAt} network={proofs.provedFrom} />}
          </span>
        </li>
      </ul>
    </section>
  )
}

function Trail({ merge, contact }: { merge: DeskMerge; contact: Contact }) {
  return (
    <section class="review-part">
      <h3>{words.trail}</h3>
      <ol class="trail">
        {merge.trail.map((line, index) => (
          // A trail is only ever appended to: its places are its keys.
          <li key={index}>
            <time dateTime={line.at} title={fullTime(line.at)}>
              {briefTime(line.at, now.value)}
            </time>
            <span>
              <strong>{words.by(line.by, contact.name)}</strong> {line.what}
            </span>
          </li>
        ))}
      </ol>
      <p class="trail-foot">
        <a href={`/api/console/merges/${merge.id}/trail`} download>
          {words.takeTrail}
        </a>
      </p>
    </section>
  )
}

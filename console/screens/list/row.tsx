// One ticket in the list: who, whether they are who they say, what about, the last words, how long they wait, state.

import { markedIn, wordsIn } from '../../../protocol/desk/desk-search.ts'
import type { DeskTicket } from '../../../protocol/entities.ts'
import { MARK_START } from '../../../protocol/search/marks.ts'
import { Avatar } from '../../../ui/controls.tsx'
import { LockIcon, MergeIcon } from '../../../ui/icons.tsx'
import { withMarks } from '../../../ui/text.tsx'
import { fullTime, shortAge, span } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import { firstName } from '../../facts/first-name.ts'
import { openTicket, rowId, standAt } from '../../list/cursor.ts'
import type { Stretch } from '../../list/search.ts'
import { isSelected, selectTo, toggleSelected } from '../../list/selection.ts'
import { isShown } from '../../preferences.ts'
import { addressOf } from '../../route.ts'
import { isUnread, me, typeName } from '../../state.ts'
import { activityInBrief } from '../../strings/activities.ts'
import { strings } from '../../strings.ts'
import { drafts, hasText } from '../../writing/drafts.ts'
import { BesideMarks } from '../parts/beside.tsx'
import { CauseMark, IdentityMark, PriorityIcon, RatingMark, SnoozeTime, StateMark } from '../parts/marks.tsx'
import { Sign } from '../parts/sign.tsx'
import { SlaMark } from '../parts/sla-mark.tsx'

const words = strings.list

/** In a chat window an hour without an answer feels like being forgotten. */
const LONG_WAIT_MS = 60 * 60_000

/** Drawn again only where one of these, or what it reads of signals, has changed. */
export function Row(props: {
  ticket: DeskTicket
  view: string
  search: string | null | undefined
  isOpen: boolean
  isStop: boolean
  /** Why a search found it: the words that were asked for, and where they were said. */
  words: readonly string[] | undefined
  stretch: Stretch | undefined
}) {
  const { ticket, view, search, words: asked, stretch = null } = props
  const shown = (text: string) => (asked ? withMarks(markedIn(text, asked)) : text)
  const unread = isUnread(ticket)
  const isChosen = isSelected(ticket.id)
  const look = ['row', unread && 'row-unread', isChosen && 'row-chosen']
  return (
    <>
      <input
        type="checkbox"
        class="row-select"
        tabIndex={-1}
        data-ticket={ticket.id}
        aria-label={strings.bulk.select(ticket.number)}
        checked={isChosen}
        onFocus={() => standAt(ticket.id)}
        onClick={(event) => {
          if (event.shiftKey) selectTo(ticket.id)
          else toggleSelected(ticket.id)
        }}
      />
      <a
        id={rowId(ticket.id)}
        class={look.filter(Boolean).join(' ')}
        data-ticket={ticket.id}
        href={addressOf({ view, search, ticketId: ticket.id, pane: 'thread' })}
        aria-current={props.isOpen ? 'true' : undefined}
        tabIndex={props.isStop ? 0 : -1}
        onFocus={() => standAt(ticket.id)}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.button !== 0) return
          event.preventDefault()
          if (event.shiftKey) selectTo(ticket.id)
          else openTicket(ticket.id)
        }}
      >
        {unread && <Sign class="row-dot" word={words.unread} />}
        <span class="row-who">
          <span class="row-name">{shown(ticket.contact.name)}</span>
          <IdentityMark identity={ticket.contact.identity} />
          <Wait ticket={ticket} />
        </span>
        <span class="row-about">
          {ticket.type === 'account_merge' && <MergeIcon size={16} />}
          {(asked || isShown('number')) && (
            <span class="row-number">{shown(strings.number(ticket.number))}</span>
          )}
          <span class="row-subject" title={ticket.subject}>
            {shown(ticket.subject)}
          </span>
          {isShown('promise') && <SlaMark ticket={ticket} />}
        </span>
        <span class="row-last">
          <DraftMark ticketId={ticket.id} />
          {asked ? (
            <FoundSnippet ticket={ticket} words={asked} stretch={stretch} />
          ) : (
            isShown('snippet') && <span class="row-snippet">{snippetOf(ticket)}</span>
          )}
          <BesideMarks ticketId={ticket.id} />
          {ticket.assignee && isShown('assignee') && (
            <Sign class="row-assignee" word={words.assignedTo(ticket.assignee.name)}>
              <Avatar name={ticket.assignee.name} picture={ticket.assignee.picture} size={20} />
            </Sign>
          )}
          {(ticket.priority === 'high' || ticket.priority === 'urgent') && isShown('priority') && (
            <Sign class={`priority-${ticket.priority}`} word={strings.priorities[ticket.priority]}>
              <PriorityIcon priority={ticket.priority} />
            </Sign>
          )}
          {isShown('cause') && <CauseMark ticket={ticket} />}
          {ticket.rating && isShown('rating') && <RatingMark rating={ticket.rating} />}
          {/* Open is what most are, and what a wait says. */}
          {!ticket.snooze && ticket.state !== 'open' && isShown('state') && <StateMark ticket={ticket} />}
        </span>
      </a>
    </>
  )
}

/** Of its own, so that a letter typed into a box draws no rows. */
function DraftMark({ ticketId }: { ticketId: string }) {
  if (!hasText(drafts.value.get(ticketId))) return null
  return <span class="row-draft">{words.draft}</span>
}

/** Where it was said; else the address, where that is why; else the last words, as ever. */
function FoundSnippet(props: { ticket: DeskTicket; words: readonly string[]; stretch: Stretch }) {
  const { ticket, words: asked, stretch } = props
  if (stretch) {
    const isNote = stretch.in === 'note'
    return (
      <span class={isNote ? 'row-snippet row-note' : 'row-snippet'}>
        {isNote && <LockIcon size={16} />}
        {isNote && <span class="hd-hidden">{strings.search.note}</span>}
        {`${firstName(stretch.name)}: `}
        {withMarks(fromFirstMark(stretch.text))}
      </span>
    )
  }
  const { email } = ticket.contact
  if (!email || !asked.some((word) => wordsIn(email, [word]).length > 0))
    return <span class="row-snippet">{snippetOf(ticket)}</span>
  // Too long, it is cut in the middle: both ends tell people apart.
  const at = email.lastIndexOf('@')
  return (
    <span class="row-snippet row-address" title={email}>
      {[email.slice(0, at), email.slice(at)].map((part, end) => (
        <span key={end}>{withMarks(markedIn(part, asked))}</span>
      ))}
    </span>
  )
}

/** Characters before the first mark: a row shows some thirty. */
const BEFORE_MARK = 12

/** So that the first word that was asked for stands where the row is still to be seen. */
function fromFirstMark(stretch: string): string {
  const mark = stretch.indexOf(MARK_START)
  if (mark <= BEFORE_MARK) return stretch
  const from = stretch.indexOf(' ', mark - BEFORE_MARK)
  return from < 0 || from >= mark ? `… ${stretch.slice(mark)}` : `…${stretch.slice(from)}`
}

/** Who waits for us shows for how long; everything else shows when it last changed. */
function Wait({ ticket }: { ticket: DeskTicket }) {
  const time = now.value
  if (ticket.snooze) return <SnoozeTime snooze={ticket.snooze} />
  if (!ticket.waitingSince) {
    const at = ticket.lastEntry.at
    return (
      <time class="row-time" dateTime={at} title={words.last(fullTime(at))}>
        {shortAge(at, time)}
      </time>
    )
  }
  const waitedMs = time - Date.parse(ticket.waitingSince)
  const sentence = words.waits(span(waitedMs))
  return (
    <Sign
      class={waitedMs >= LONG_WAIT_MS ? 'row-time row-wait row-long' : 'row-time row-wait'}
      word={sentence}
    >
      {shortAge(ticket.waitingSince, time)}
    </Sign>
  )
}

function snippetOf({ lastEntry, subject, type, assignee }: DeskTicket): string {
  if (lastEntry.author === 'system') {
    // Whoever had it last let it go, or lost it: that is a line for agents, not an entry of the thread.
    const isFree = lastEntry.snippet === 'ticket.assigned' && !assignee
    return activityInBrief(isFree ? 'ticket.free' : lastEntry.snippet, lastEntry.name)
  }
  if (lastEntry.author === 'contact') {
    const { snippet } = lastEntry
    // Of a first message the subject is made: its words stand above already.
    const isSubject = snippet.startsWith(uncut(subject)) || subject.startsWith(uncut(snippet))
    return isSubject ? typeName(type) : snippet
  }
  const isMine = lastEntry.name === me.value?.name
  return `${isMine ? words.you : words.colleague(firstName(lastEntry.name))} ${lastEntry.snippet}`
}

const uncut = (text: string) => text.replace(/…$/, '')

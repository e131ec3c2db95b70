// What the student sees, with the agents' notes at their place in time. Opens at the first unseen message or at the
// end, and says what is new when the reader is elsewhere. Partner: ui/long-thread.ts, which keeps the place.

import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Activity, DeskTicket, Entry } from '../../../protocol/entities.ts'
import { textWithCards } from '../../../ui/article-card.tsx'
import { Button } from '../../../ui/controls.tsx'
import { HistoryIcon, LockIcon, MergeIcon } from '../../../ui/icons.tsx'
import { Jump } from '../../../ui/jump.tsx'
import { onThreadKey, useLongThread, windowOf } from '../../../ui/long-thread.ts'
import {
  ActivityLine,
  arrange,
  Bubble,
  DayLine,
  MessageGroup,
  NewLine,
  type Side,
  TypingDots,
} from '../../../ui/messages.tsx'
import { clockTime, dayName, fullTime, isSameDay } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import { firstName } from '../../facts/first-name.ts'
import { partOf, readOn, turnTo } from '../../facts/long-threads.ts'
import { firstUnseen, type Item, itemsOf, lastAgentMessage, newLineAt } from '../../facts/thread-items.ts'
import { typing } from '../../facts/typing.ts'
import { center } from '../../help-center.ts'
import { listening } from '../../listening.ts'
import { addressOf, goOnClick, route } from '../../route.ts'
import { me, type Thread } from '../../state.ts'
import { activitySentence } from '../../strings/activities.ts'
import { byRule, deskLineSentence } from '../../strings/desk-lines.ts'
import { strings } from '../../strings.ts'
import { readNotes, reads } from '../../verbs/actions.ts'
import { outgoingOf } from '../../writing/outgoing.ts'
import { Files } from './attach.tsx'
import { OutgoingBubble } from './outgoing-bubble.tsx'
import { RatingLine } from './rating-line.tsx'
import { SaidBubble } from './said-bubble.tsx'
import { useSeen } from './use-seen.ts'

const words = strings.thread

export function Conversation({ ticket, thread }: { ticket: DeskTicket; thread: Thread }) {
  const myId = me.value?.id ?? ''
  const part = partOf(ticket.id, thread)
  const items = itemsOf(part, part.goesOn ? [] : outgoingOf(ticket.id), myId)
  const firstNew = useFirstNew(ticket, thread)
  const box = useRef<HTMLDivElement>(null)
  const [start, show] = useState(() => startAt(items, firstNew))
  const place = useLongThread({
    scroller: box,
    rows: items,
    start,
    show,
    goesOn: { before: part.more, after: part.goesOn },
    read: (way) => readOn(ticket.id, way),
    turnTo: (sequence) => turnTo(ticket.id, sequence),
    readTo: ticket.seenByAgent,
    sent: outgoingOf(ticket.id).at(-1)?.clientId,
    opensAtNew: true,
  })
  const { isAtEnd, leftAt, toEnd } = place
  useSeen(ticket, isAtEnd)
  const { from, to } = windowOf(items, start)
  const typists = (typing.value.get(ticket.id) ?? []).map(({ name }) => name)
  const news = thread.entries.filter((entry) => isNews(entry, leftAt, myId)).length
  return (
    <div class="conversation">
      <div
        class="log"
        ref={box}
        role="log"
        aria-label={words.log(thread.contact.name)}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard.
        tabIndex={0}
        onKeyDown={onThreadKey}
      >
        <div>
          {part.more && from === 0 && (
            <Older ticketId={ticket.id} onClick={() => readOn(ticket.id, 'before').catch(() => {})}>
              {words.older}
            </Older>
          )}
          {items.length === 0 && <p class="log-empty">{words.empty}</p>}
          {arrange(items.slice(from, to), newLineAt(items, firstNew)).map((row) => {
            if (row.kind === 'day') return <DayLine key={row.key}>{dayName(row.at, now.value)}</DayLine>
            if (row.kind === 'new') return <NewLine key={row.key}>{words.newLine}</NewLine>
            return <Group key={row.key} items={row.items} ticket={ticket} thread={thread} onGo={place.goTo} />
          })}
          <div class="log-typing">
            {typists.length > 0 && !part.goesOn && (
              <TypingDots>{words.typing(typists.join(', '))}</TypingDots>
            )}
          </div>
        </div>
      </div>
      {!isAtEnd && <Jump news={news} words={words} onJump={toEnd} />}
    </div>
  )
}

const Older = ({ ticketId, ...rest }: { ticketId: string; onClick: () => void; children: string }) => (
  <div class="log-older">
    <Button
      size="s"
      look="quiet"
      icon={<HistoryIcon size={16} />}
      busy={reads.value.get(`${ticketId} older`) === 'reading'}
      {...rest}
    />
  </div>
)

/** Rows in sight above the first new one, where so much is new that it is not among the newest rows. */
const ROWS_ABOVE_NEW = 5

function startAt(items: readonly Item[], firstNew: string | null): string | null {
  const at = items.findIndex(({ key }) => key === firstNew)
  return at < 0 || at >= windowOf(items, null).from
    ? null
    : (items[Math.max(0, at - ROWS_ABOVE_NEW)]?.key ?? null)
}

const isNews = (entry: Entry, leftAt: number, myId: string) =>
  entry.kind === 'message' && entry.sequence > leftAt && entry.author.id !== myId

interface Around {
  ticket: DeskTicket
  thread: Thread
  onGo: (sequence: number) => void
}

interface Grouped extends Around {
  items: [Item, ...Item[]]
}

function Group(props: Grouped) {
  const [first] = props.items
  const { id } = props.ticket
  return (
    <>
      {first.kind === 'note' && first.unread > 0 && (
        <Older ticketId={id} onClick={() => readNotes(id, first.note.noteSequence)}>
          {words.olderNotes(first.unread)}
        </Older>
      )}
      <Drawn {...props} />
    </>
  )
}

function Drawn({ items, ...around }: Grouped) {
  const [first] = items
  if (first.kind === 'activity') {
    const { activity } = first
    const at = activity.createdAt
    return (
      <>
        <ActivityLine
          item={activity.sequence}
          icon={activity.code.startsWith('merge.') && <MergeIcon size={16} />}
        >
          <Sentence activity={activity} /> · <time dateTime={at}>{clockTime(at)}</time>
        </ActivityLine>
        {activity.code === 'ticket.solved' && (
          <RatingLine ticket={around.ticket} solved={activity.sequence} />
        )}
      </>
    )
  }
  if (first.kind === 'note' && first.note.line) {
    const { createdAt: at, text } = first.note
    return (
      <>
        <ActivityLine icon={<LockIcon size={16} />}>
          <span class="hd-hidden">{words.noteBadge}: </span>
          {deskLineSentence(first.note, (when) => (isSameDay(when, at) ? clockTime(when) : fullTime(when)))} ·{' '}
          <time dateTime={at}>{clockTime(at)}</time>
        </ActivityLine>
        {text && (
          <blockquote class="line-text" dir="auto">
            {textWithCards(text, center())}
          </blockquote>
        )}
      </>
    )
  }
  const isNote = first.kind === 'note' || (first.kind === 'outgoing' && first.outgoing.mode === 'note')
  return (
    <MessageGroup
      side={sideOf(first)}
      name={nameOf(first)}
      picture={first.kind === 'note' ? first.note.author.picture : undefined}
      aside={<Aside item={first} isNote={isNote} />}
    >
      {items.map((item) => (
        <Bubbled key={item.key} item={item} {...around} />
      ))}
    </MessageGroup>
  )
}

/** Where it names another ticket it leads there. */
function Sentence({ activity }: { activity: Activity }) {
  const sentence = activitySentence(activity, fullTime)
  const { ticketId } = activity.details
  if (!ticketId) return sentence
  const at = { ...route.value, ticketId, pane: 'thread' as const }
  return (
    <a href={addressOf(at)} onClick={goOnClick(at)}>
      {sentence}
    </a>
  )
}

function Aside({ item, isNote }: { item: Item; isNote: boolean }) {
  return (
    <>
      {isNote && (
        <span class="note-badge">
          <LockIcon size={16} />
          {words.noteBadge}
        </span>
      )}
      <time dateTime={item.at} title={fullTime(item.at)}>
        {clockTime(item.at)}
      </time>
    </>
  )
}

function Bubbled({ item, ticket, thread, onGo }: Around & { item: Item }): ComponentChildren {
  if (item.kind === 'outgoing') return <OutgoingBubble outgoing={item.outgoing} onGo={onGo} />
  if (item.kind === 'note') {
    const { text, attachments } = item.note
    return (
      <>
        {text && (
          <Bubble item={item.key} title={fullTime(item.at)}>
            {textWithCards(text, center())}
          </Bubble>
        )}
        <Files files={attachments} />
      </>
    )
  }
  if (item.kind !== 'message') return null
  const { message, revisions, wentTo } = item
  const isLast = lastAgentMessage(thread)?.id === message.id && outgoingOf(ticket.id).length === 0
  return (
    <>
      <SaidBubble message={message} revisions={revisions} onGo={onGo} wentTo={wentTo} />
      {isLast && (
        <span class="seen">
          {ticket.seenByContact >= message.sequence ? words.seen(firstName(thread.contact.name)) : words.sent}
        </span>
      )}
    </>
  )
}

function sideOf(item: Item): Side {
  if (item.kind === 'note' || (item.kind === 'outgoing' && item.outgoing.mode === 'note')) return 'note'
  return item.kind === 'message' && item.message.author.kind === 'contact' ? 'other' : 'own'
}

function nameOf(item: Item): string {
  if (item.kind === 'note') {
    const { author } = item.note
    return author.rule ? byRule(author.name) : author.name
  }
  if (item.kind === 'outgoing') return item.outgoing.mode === 'note' ? (me.value?.name ?? '') : words.you
  if (item.kind !== 'message') return ''
  const { author } = item.message
  return author.id === me.value?.id ? words.you : author.name
}

/** Decided when the agent comes to look, also from another tab; not while they look. */
function useFirstNew(ticket: DeskTicket, thread: Thread): string | null {
  const unseen = firstUnseen(thread, ticket.seenByAgent)
  const [firstNew, decide] = useState(unseen)
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible' && unseen) decide(unseen)
    }
    return listening(document, 'visibilitychange', look)
  }, [unseen])
  return firstNew
}

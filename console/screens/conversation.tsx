// What the student sees, with the agents' notes at their place in time. Opens at the first unseen message or at the
// end, stays at the end while new ones arrive, and says so when the reader is elsewhere.

import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { DeskTicket } from '../../protocol/entities.ts'
import { Button, IconButton } from '../../ui/controls.tsx'
import { ArrowDownIcon, HistoryIcon, LockIcon, MergeIcon } from '../../ui/icons.tsx'
import { richText } from '../../ui/markdown.tsx'
import {
  ActivityLine,
  arrange,
  Bubble,
  DayLine,
  MessageGroup,
  NewLine,
  type Side,
  TypingDots,
} from '../../ui/messages.tsx'
import { clockTime, dayName, fullTime } from '../../ui/time.ts'
import { readOlder, reads } from '../actions.ts'
import { now } from '../clock.ts'
import { outgoingOf } from '../outgoing.ts'
import { me, type Thread, typing } from '../state.ts'
import { activitySentence, strings } from '../strings.ts'
import { firstUnseen, type Item, itemsOf, lastAgentMessage, newLineAt } from '../thread-items.ts'
import { Files } from './attach.tsx'
import { OutgoingBubble } from './outgoing-bubble.tsx'
import { SaidBubble } from './said-bubble.tsx'
import { useSeen } from './use-seen.ts'

const words = strings.thread

/** Somebody who is this near to the end is reading the end. */
const NEAR_END_PX = 80

export function Conversation({ ticket, thread }: { ticket: DeskTicket; thread: Thread }) {
  const myId = me.value?.id ?? ''
  const items = itemsOf(thread, outgoingOf(ticket.id), myId)
  const firstNew = useFirstNew(ticket, thread)
  const { box, isAtEnd, toEnd } = useReadingPlace(items.at(-1)?.key, items[0]?.key)
  useSeen(ticket, isAtEnd)
  const typists = (typing.value.get(ticket.id) ?? []).map(({ name }) => name)
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
      >
        {thread.more && (
          <div class="log-older">
            <Button
              size="s"
              look="quiet"
              icon={<HistoryIcon size={16} />}
              busy={reads.value.get(`${ticket.id} older`) === 'reading'}
              onClick={() => readOlder(ticket.id)}
            >
              {words.older}
            </Button>
          </div>
        )}
        {items.length === 0 && <p class="log-empty">{words.empty}</p>}
        {arrange(items, newLineAt(items, firstNew)).map((row) => {
          if (row.kind === 'day') return <DayLine key={row.key}>{dayName(row.at, now.value)}</DayLine>
          if (row.kind === 'new') return <NewLine key={row.key}>{words.newLine}</NewLine>
          return <Group key={row.key} items={row.items} ticket={ticket} thread={thread} />
        })}
        <div class="log-typing">
          {typists.length > 0 && <TypingDots>{words.typing(typists.join(', '))}</TypingDots>}
        </div>
      </div>
      {!isAtEnd && <Jump isNews={ticket.lastEntry.sequence > ticket.seenByAgent} onJump={toEnd} />}
    </div>
  )
}

/** The way to the end, for who reads elsewhere; with words when something new stands there. */
function Jump({ isNews, onJump }: { isNews: boolean; onJump: () => void }) {
  return (
    <div class="log-jump">
      {isNews ? (
        <Button size="s" icon={<ArrowDownIcon size={16} />} onClick={onJump}>
          {words.newBelow}
        </Button>
      ) : (
        <IconButton label={words.toNewest} look="secondary" onClick={onJump}>
          <ArrowDownIcon size={16} />
        </IconButton>
      )}
    </div>
  )
}

function Group({ items, ticket, thread }: { items: [Item, ...Item[]]; ticket: DeskTicket; thread: Thread }) {
  const [first] = items
  if (first.kind === 'activity') {
    const { activity } = first
    const at = activity.createdAt
    return (
      <ActivityLine icon={activity.code.startsWith('merge.') && <MergeIcon size={16} />}>
        {activitySentence(activity, fullTime)} · <time dateTime={at}>{clockTime(at)}</time>
      </ActivityLine>
    )
  }
  const isNote = first.kind === 'note' || (first.kind === 'outgoing' && first.outgoing.mode === 'note')
  return (
    <MessageGroup side={sideOf(first)} name={nameOf(first)} aside={<Aside item={first} isNote={isNote} />}>
      {items.map((item) => (
        <Bubbled key={item.key} item={item} ticket={ticket} thread={thread} />
      ))}
    </MessageGroup>
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

function Bubbled({
  item,
  ticket,
  thread,
}: {
  item: Item
  ticket: DeskTicket
  thread: Thread
}): ComponentChildren {
  if (item.kind === 'outgoing') return <OutgoingBubble outgoing={item.outgoing} />
  if (item.kind === 'note') {
    const { text, attachments } = item.note
    return (
      <>
        {text && <Bubble title={fullTime(item.at)}>{richText(text)}</Bubble>}
        <Files files={attachments} />
      </>
    )
  }
  if (item.kind !== 'message') return null
  const { message, revisions } = item
  const isLast = lastAgentMessage(thread)?.id === message.id && outgoingOf(ticket.id).length === 0
  return (
    <>
      <SaidBubble message={message} revisions={revisions} />
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
  if (item.kind === 'note') return item.note.author.name
  if (item.kind === 'outgoing') return item.outgoing.mode === 'note' ? (me.value?.name ?? '') : words.you
  if (item.kind !== 'message') return ''
  const { author } = item.message
  return author.id === me.value?.id ? words.you : author.name
}

const firstName = (name: string) => name.split(' ')[0] ?? name

/** Decided when the agent comes to look, also from another tab; not while they look. */
function useFirstNew(ticket: DeskTicket, thread: Thread): string | null {
  const unseen = firstUnseen(thread, ticket.seenByAgent)
  const [firstNew, decide] = useState(unseen)
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible' && unseen) decide(unseen)
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [unseen])
  return firstNew
}

/** Keeps the end in sight for who reads the end, and the same lines in sight for who reads elsewhere. */
function useReadingPlace(lastKey: string | undefined, firstKey: string | undefined) {
  const box = useRef<HTMLDivElement>(null)
  const [isAtEnd, setAtEnd] = useState(true)
  const fromEnd = useRef(0)
  const atEnd = useRef(true)

  function toEnd() {
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }

  useLayoutEffect(() => {
    const newLine = box.current?.querySelector('.hd-line-new')
    if (newLine) newLine.scrollIntoView({ block: 'start' })
    else toEnd()
  }, [])

  useEffect(() => {
    const pane = box.current
    if (!pane) return
    const look = () => {
      fromEnd.current = pane.scrollHeight - pane.scrollTop
      atEnd.current = fromEnd.current - pane.clientHeight < NEAR_END_PX
      setAtEnd(atEnd.current)
    }
    look()
    pane.addEventListener('scroll', look, { passive: true })
    // The composer grows, the window shrinks: who read the end still does.
    const sizes = new ResizeObserver(() => atEnd.current && toEnd())
    sizes.observe(pane)
    return () => {
      pane.removeEventListener('scroll', look)
      sizes.disconnect()
    }
  }, [])

  useLayoutEffect(() => {
    if (atEnd.current) toEnd()
  }, [lastKey])

  // Earlier messages came in above: the ones in sight stay where they are.
  useLayoutEffect(() => {
    const pane = box.current
    if (pane && !atEnd.current) pane.scrollTop = pane.scrollHeight - fromEnd.current
  }, [firstKey])

  return { box, isAtEnd, toEnd }
}

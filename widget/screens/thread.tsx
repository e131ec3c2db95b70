// A ticket's thread: what both sides wrote, in order, each thing once; what this device has not yet delivered
// stands at the end with its state. Partners: ui/messages.tsx (what stands together), commands.ts.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Activity, ContactTicket, Entry } from '../../protocol/entities.ts'
import { MESSAGE_MAX_CHARS } from '../../protocol/limits.ts'
import { Avatar, Button, IconButton } from '../../ui/controls.tsx'
import { ArrowDownIcon, DoneIcon, SendIcon } from '../../ui/icons.tsx'
import {
  ActivityLine,
  arrange,
  Bubble,
  DayLine,
  MessageGroup,
  NewLine,
  type ThreadItem,
  TypingDots,
} from '../../ui/messages.tsx'
import { linkify } from '../../ui/text.tsx'
import { clockTime, dayName, fullTime } from '../../ui/time.ts'
import { act, catchUp, readEarlier, see, sendAgain, sendMessage, takeBack, typing } from '../commands.ts'
import { locale } from '../help.ts'
import { draft, saveDraft } from '../navigation.ts'
import { MergeCard } from '../on-demand.tsx'
import { isNews, isUnread, markOf, state, ticketOf, type Unsent } from '../state.ts'
import * as t from '../strings/en.ts'
import { Failed, Frame, useNow, useWork, Waiting } from './frame.tsx'

/** Nearer to the end than this is at the end. */
const AT_END_PX = 60
const MINUTE_MS = 60_000
const SECOND_MS = 1_000
/** The composer grows to eight lines. */
const COMPOSER_MAX_PX = 8 * 24 + 20

/** An entry of the server's, or what this device has not yet delivered. */
interface Item extends ThreadItem {
  author: string
  isOwn: boolean
  text: string
  /** Infinity while the server has not numbered it. */
  sequence: number
  activity?: Activity
  unsent?: Unsent
}

export function Thread({ ticket: id }: { ticket: string }) {
  const ticket = ticketOf(id)
  const entries = state.threads.value[id]
  const items = itemsOf(id, entries)
  const merge = state.merges.value.find((one) => one.id === ticket?.mergeId)
  const scroller = useRef<HTMLDivElement>(null)
  const { error, run } = useWork()
  const newAfter = useNewAfter(ticket)
  const isAway = useStickingToEnd(scroller, items.length)
  useSeeing(id, ticket)

  const read = () => run(() => catchUp(id))
  const mark = markOf(id)
  useEffect(() => {
    if (!id.startsWith('new:') && !mark) read()
  }, [id, !mark])

  const news = items.filter(({ sequence }) => sequence > newAfter)
  // Who has answered needs no line above what they answered.
  const firstNew = news.some(({ isOwn }) => isOwn)
    ? undefined
    : news.find(({ activity }) => !activity || isNews(activity.code))
  const isSolved = ticket?.state === 'solved'

  return (
    <Frame
      scroller={scroller}
      lead={ticket?.assignee && <Avatar name={ticket.assignee.name} />}
      title={ticket?.subject ?? items[0]?.text ?? t.yourTickets}
      sub={
        ticket
          ? `${t.ticketNumber(ticket.number)} · ${(!isSolved && ticket.assignee?.name) || t.states[ticket.state]}`
          : t.notSentYet
      }
      actions={
        ticket &&
        !isSolved &&
        !merge && (
          <IconButton label={t.solve} onClick={() => run(() => act('ticket.solve', { ticketId: id }))}>
            <DoneIcon />
          </IconButton>
        )
      }
      foot={<Composer ticket={id} isSolved={isSolved} />}
    >
      {merge && <MergeCard merge={merge} />}
      {!items.length && (error ? <Failed what={t.theMessages} onAgain={read} /> : <Waiting />)}
      {(mark || error) && (entries?.[0]?.sequence ?? 1) > 1 && (
        <div class="centre">
          <Button look="quiet" size="s" onClick={() => run(() => readEarlier(id))}>
            {t.earlier}
          </Button>
        </div>
      )}
      <div class="thread" role="log" aria-live="polite" aria-label={t.messages}>
        <Rows items={items} firstNew={firstNew?.key} ticket={ticket} />
        <Typing ticket={id} />
      </div>
      {isAway && (
        <div class="jump">
          <Button
            size="s"
            icon={<ArrowDownIcon size={16} />}
            onClick={() => scroller.current?.scrollTo(0, scroller.current.scrollHeight)}
          >
            {t.newMessages}
          </Button>
        </div>
      )}
    </Frame>
  )
}

function itemsOf(id: string, entries: Entry[] = []): Item[] {
  const unsent = state.unsent.value.filter(({ ticket }) => ticket === id)
  return [
    ...entries.map((entry) =>
      entry.kind === 'activity'
        ? {
            ...entry,
            key: entry.id,
            at: entry.createdAt,
            group: null,
            author: '',
            isOwn: false,
            text: '',
            activity: entry,
          }
        : {
            key: entry.clientId,
            at: entry.createdAt,
            group: entry.author.id,
            author: entry.author.name,
            isOwn: entry.author.kind === 'contact',
            text: entry.text,
            sequence: entry.sequence,
          },
    ),
    ...unsent.map((item) => ({
      key: item.clientId,
      at: item.at,
      group: state.contact.value?.id ?? '',
      author: '',
      isOwn: true,
      text: item.text,
      sequence: Infinity,
      unsent: item,
    })),
  ]
}

function Rows(props: { items: Item[]; firstNew: string | undefined; ticket: ContactTicket | undefined }) {
  const now = useNow(MINUTE_MS)
  const lastOwn = props.items.findLast(({ isOwn }) => isOwn)
  return (
    <>
      {arrange(props.items, props.firstNew).map((row) => {
        if (row.kind === 'day') return <DayLine key={row.key}>{dayName(row.at, now, locale())}</DayLine>
        if (row.kind === 'new') return <NewLine key={row.key}>{t.newLine}</NewLine>
        const [{ activity, isOwn, author, at }] = row.items
        const time = clockTime(at, locale())
        if (activity)
          return (
            <ActivityLine key={row.key}>
              {t.activity(activity.code, activity.details)} · {time}
            </ActivityLine>
          )
        return (
          <MessageGroup
            key={row.key}
            {...(isOwn ? { side: 'own' } : { side: 'other', name: author, aside: time })}
          >
            {row.items.map((item) => (
              <Said key={item.key} item={item} isLastOwn={item === lastOwn} ticket={props.ticket} />
            ))}
          </MessageGroup>
        )
      })}
    </>
  )
}

function Said(props: { item: Item; isLastOwn: boolean; ticket: ContactTicket | undefined }) {
  const { at, text, unsent } = props.item
  const why = unsent?.failed
  return (
    <>
      <Bubble title={fullTime(at, locale())} {...(unsent && { look: why ? 'failed' : 'waiting' })}>
        {linkify(text)}
      </Bubble>
      {unsent && why ? (
        <div class="pair failed" role="alert">
          <p>{t.notSent(t.refusals[why] ?? t.refusedOtherwise)}</p>
          <Button look="quiet" size="s" onClick={() => sendAgain(unsent)}>
            {t.sendAgain}
          </Button>
          <Button look="quiet" size="s" onClick={() => navigator.clipboard?.writeText(text)}>
            {t.copy}
          </Button>
          <Button look="quiet" size="s" onClick={() => takeBack(unsent)}>
            {t.remove}
          </Button>
        </div>
      ) : (
        props.isLastOwn && <p class={unsent ? 'said late' : 'said'}>{stateOf(props.item, props.ticket)}</p>
      )}
    </>
  )
}

function stateOf({ unsent, sequence, at }: Item, ticket: ContactTicket | undefined): string {
  if (unsent) return state.connection.value === 'offline' ? t.onThisDevice : t.sending
  return `${ticket && ticket.seenByAgent >= sequence ? t.seen : t.sent} · ${clockTime(at, locale())}`
}

function Typing({ ticket }: { ticket: string }) {
  const typist = state.typing.value[ticket]
  const now = useNow(SECOND_MS)
  if (!typist || typist.until < now) return null
  return <TypingDots>{t.isTyping(typist.name)}</TypingDots>
}

function Composer({ ticket, isSolved }: { ticket: string; isSolved: boolean }) {
  const text = state.drafts.value[ticket] ?? ''
  const field = useRef<HTMLTextAreaElement>(null)
  const over = text.length - MESSAGE_MAX_CHARS
  useLayoutEffect(() => {
    if (!field.current) return
    field.current.style.height = 'auto'
    field.current.style.height = `${Math.min(field.current.scrollHeight + 2, COMPOSER_MAX_PX)}px`
  }, [text])
  const send = () => {
    const words = draft(ticket).trim()
    if (!words || over > 0) return
    sendMessage(ticket, words)
    saveDraft(ticket, '')
    field.current?.focus()
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        ref={field}
        data-focus
        class="hd-input"
        rows={1}
        aria-label={t.yourMessage}
        placeholder={isSolved ? t.writeToReopen : t.writeHere}
        value={text}
        onInput={(event) => {
          saveDraft(ticket, event.currentTarget.value)
          if (event.currentTarget.value) typing(ticket)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
          event.preventDefault()
          send()
        }}
      />
      <IconButton label={t.send} look="primary" type="submit" disabled={!text.trim() || over > 0}>
        <SendIcon />
      </IconButton>
      {over > 0 && (
        <p class="hd-field-error" role="alert">
          {t.tooLong(over)}
        </p>
      )}
    </form>
  )
}

/** Says how far the person has seen, while they can see it. */
function useSeeing(id: string, ticket: ContactTicket | undefined): void {
  const newest = ticket?.newestSequence ?? 0
  const isHeld = (state.threads.value[id]?.at(-1)?.sequence ?? 0) >= newest
  const isOpen = state.open.value
  useEffect(() => {
    const look = () => {
      if (
        ticket &&
        isHeld &&
        isOpen &&
        document.visibilityState === 'visible' &&
        newest > ticket.seenByContact
      )
        see(id, newest)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [id, newest, isHeld, isOpen])
}

/** After which entry the "new" line stands: decided when the person comes to look, not while they look. */
function useNewAfter(ticket: ContactTicket | undefined): number {
  const [newAfter, decide] = useState(Infinity)
  const isOpen = state.open.value
  useEffect(() => {
    if (isOpen) decide(ticket && isUnread(ticket) ? ticket.seenByContact : Infinity)
  }, [isOpen])
  return newAfter
}

/** Stays at the end while it is there, whatever grows; says when news stand below. */
function useStickingToEnd(scroller: { current: HTMLDivElement | null }, count: number): boolean {
  const isAtEnd = useRef(true)
  const [away, setAway] = useState(false)
  useEffect(() => {
    const box = scroller.current
    if (!box) return
    const watch = () => {
      // Not shown: nothing was scrolled.
      if (!box.clientHeight) return
      isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < AT_END_PX
      if (isAtEnd.current) setAway(false)
    }
    const growth = new ResizeObserver(() => {
      if (isAtEnd.current) box.scrollTop = box.scrollHeight
    })
    for (const part of [box, ...box.children]) growth.observe(part)
    box.addEventListener('scroll', watch)
    return () => {
      growth.disconnect()
      box.removeEventListener('scroll', watch)
    }
  }, [])
  useEffect(() => {
    if (!isAtEnd.current) setAway(true)
  }, [count])
  return away
}

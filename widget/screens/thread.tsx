// A ticket's thread: what both sides wrote, in order, each thing once; what this device has not yet delivered
// stands at the end with its state. Partners: ui/messages.tsx (what stands together), commands.ts.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ContactTicket, Entry } from '../../protocol/entities.ts'
import { MESSAGE_MAX_CHARS } from '../../protocol/limits.ts'
import { Avatar, Blank, Button, IconButton, Skeleton } from '../../ui/controls.tsx'
import {
  AlertIcon,
  ArrowDownIcon,
  CopyIcon,
  DoneIcon,
  RetryIcon,
  SendIcon,
  TrashIcon,
} from '../../ui/icons.tsx'
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
import { catchUp, readEarlier, see, sendAgain, sendMessage, solve, takeBack, typing } from '../commands.ts'
import { locale } from '../help.ts'
import { draft, saveDraft } from '../navigation.ts'
import { isNews, isUnread, state, type Unsent } from '../state.ts'
import * as t from '../strings/en.ts'
import { Frame, useNow, useWork } from './frame.tsx'
import { MergeCard } from './merge-card.tsx'

/** Nearer to the end than this is at the end. */
const AT_END_PX = 60
const MINUTE_MS = 60_000
const SECOND_MS = 1_000
/** The composer grows to eight lines. */
const COMPOSER_MAX_PX = 8 * 24 + 20

type Item = ThreadItem & { entry?: Entry; unsent?: Unsent }

export function Thread({ ticket: id }: { ticket: string }) {
  const ticket = state.tickets.value.find((one) => one.id === id)
  const entries = state.threads.value[id]
  const unsent = state.unsent.value.filter((item) => item.ticket === id)
  const merge = state.merges.value.find((one) => one.id === ticket?.mergeId)
  const scroller = useRef<HTMLDivElement>(null)
  const { error, run } = useWork()
  const newAfter = useNewAfter(ticket)

  const read = () => run(() => catchUp(id))
  useEffect(() => {
    if (!id.startsWith('new:') && !entries && state.signedIn.value) read()
  }, [id])
  useSeeing(id, ticket)

  const items: Item[] = [
    ...(entries ?? []).map((entry) => ({
      key: entry.kind === 'message' ? entry.clientId : entry.id,
      at: entry.createdAt,
      group: entry.kind === 'message' ? entry.author.id : null,
      entry,
    })),
    ...unsent.map((item) => ({
      key: item.clientId,
      at: item.at,
      group: state.contact.value?.id ?? '',
      unsent: item,
    })),
  ]
  const news = items.filter(({ entry }) => entry && entry.sequence > newAfter)
  // Who has answered needs no line above what they answered.
  const hasAnswered = unsent.length > 0 || news.some(({ entry }) => entry && isOwn(entry))
  const firstNew = news.find(({ entry }) => entry?.kind === 'message' || isNews(entry?.code ?? ''))
  const isAway = useStickingToEnd(scroller, items.length)

  return (
    <Frame
      scroller={scroller}
      lead={ticket?.assignee && <Avatar name={ticket.assignee.name} />}
      title={ticket?.subject ?? unsent[0]?.text ?? t.yourTickets}
      sub={
        ticket
          ? `${t.ticketNumber(ticket.number)} · ${(ticket.state !== 'solved' && ticket.assignee?.name) || t.states[ticket.state]}`
          : t.ticketUnsent
      }
      actions={
        ticket &&
        ticket.state !== 'solved' &&
        ticket.type !== 'account_merge' && (
          <IconButton label={t.solve} onClick={() => run(() => solve(id))}>
            <DoneIcon />
          </IconButton>
        )
      }
      foot={<Composer ticket={id} isSolved={ticket?.state === 'solved'} />}
    >
      {merge && <MergeCard merge={merge} />}
      {error && items.length === 0 ? (
        <Blank
          icon={<AlertIcon />}
          title={t.threadFailed}
          action={<Button onClick={read}>{t.again}</Button>}
          urgent
        >
          {t.threadFailedHint}
        </Blank>
      ) : (
        items.length === 0 && (
          <div class="pad">
            <Skeleton lines={6} label={t.loading} />
          </div>
        )
      )}
      {(entries?.[0]?.sequence ?? 1) > 1 && (
        <div class="centre">
          <Button look="quiet" size="s" onClick={() => run(() => readEarlier(id))}>
            {t.earlier}
          </Button>
        </div>
      )}
      <div class="thread" role="log" aria-live="polite" aria-label={t.thread}>
        <Rows items={items} firstNew={hasAnswered ? undefined : firstNew?.key} ticket={ticket} />
        <Typing ticket={id} />
      </div>
      {isAway && (
        <div class="jump">
          <Button
            look="secondary"
            size="s"
            icon={<ArrowDownIcon size={16} />}
            onClick={() =>
              scroller.current?.scrollTo({ top: scroller.current.scrollHeight, behavior: 'smooth' })
            }
          >
            {t.jumpDown}
          </Button>
        </div>
      )}
    </Frame>
  )
}

function Rows(props: { items: Item[]; firstNew: string | undefined; ticket: ContactTicket | undefined }) {
  const now = useNow(MINUTE_MS)
  const lastOwn = props.items.findLast(({ entry, unsent }) => unsent || (entry && isOwn(entry)))
  return (
    <>
      {arrange(props.items, props.firstNew).map((row) => {
        if (row.kind === 'day') return <DayLine key={row.key}>{dayName(row.at, now, locale())}</DayLine>
        if (row.kind === 'new') return <NewLine key={row.key}>{t.newLine}</NewLine>
        const [first] = row.items
        if (first.entry?.kind === 'activity')
          return (
            <ActivityLine key={row.key}>
              {t.activity(first.entry.code, first.entry.details)} · {clockTime(first.at, locale())}
            </ActivityLine>
          )
        const other = first.entry && !isOwn(first.entry) ? first.entry : undefined
        return (
          <MessageGroup
            key={row.key}
            side={other ? 'other' : 'own'}
            name={other?.author.name}
            aside={other && <time dateTime={first.at}>{clockTime(first.at, locale())}</time>}
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

function Said({
  item,
  isLastOwn,
  ticket,
}: {
  item: Item
  isLastOwn: boolean
  ticket: ContactTicket | undefined
}) {
  const { entry, unsent } = item
  const text = unsent?.text ?? (entry?.kind === 'message' ? entry.text : '')
  const look = unsent?.failed ? 'failed' : unsent ? 'waiting' : undefined
  return (
    <>
      <Bubble title={fullTime(item.at, locale())} {...(look && { look })}>
        {linkify(text)}
      </Bubble>
      {unsent?.failed ? (
        <div class="said-failed" role="alert">
          <p>{t.notSent(t.refusals[unsent.failed] ?? t.refusedOtherwise)}</p>
          <Button look="quiet" size="s" icon={<RetryIcon size={16} />} onClick={() => sendAgain(unsent)}>
            {t.sendAgain}
          </Button>
          <IconButton label={t.copy} onClick={() => navigator.clipboard?.writeText(unsent.text)}>
            <CopyIcon size={16} />
          </IconButton>
          <IconButton label={t.remove} onClick={() => takeBack(unsent)}>
            <TrashIcon size={16} />
          </IconButton>
        </div>
      ) : (
        isLastOwn && <p class={`said-state${unsent ? ' late' : ''}`}>{stateOf(item, ticket)}</p>
      )}
    </>
  )
}

function stateOf({ entry, unsent, at }: Item, ticket: ContactTicket | undefined): string {
  if (unsent) return state.connection.value === 'offline' ? t.onThisDevice : t.sending
  const isSeen = entry && ticket && ticket.seenByAgent >= entry.sequence
  return `${isSeen ? t.seen : t.sent} · ${clockTime(at, locale())}`
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
          {t.messageTooLong(over)}
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

const isOwn = (entry: Entry): boolean => entry.kind === 'message' && entry.author.kind === 'contact'

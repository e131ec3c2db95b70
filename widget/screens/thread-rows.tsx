// What both sides wrote, in order, each thing once; what this device has not yet delivered stands at the end with its
// state. Partners: ui/messages.tsx (what stands together), thread.tsx.

import type { Activity, ContactTicket, Entry } from '../../protocol/entities.ts'
import { Button } from '../../ui/controls.tsx'
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
import { sendAgain, takeBack } from '../commands.ts'
import { locale } from '../help.ts'
import { state, type Unsent } from '../state.ts'
import * as t from '../strings/en.ts'
import { useNow } from './frame.tsx'

const MINUTE_MS = 60_000
const SECOND_MS = 1_000

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

export function itemsOf(id: string, entries: Entry[] = []): Item[] {
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

export function Rows(props: {
  items: Item[]
  firstNew: string | undefined
  ticket: ContactTicket | undefined
}) {
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
  if (unsent)
    return state.connection.value === 'offline' || state.sessionRefused.value ? t.onThisDevice : t.sending
  return `${ticket && ticket.seenByAgent >= sequence ? t.seen : t.sent} · ${clockTime(at, locale())}`
}

export function Typing({ ticket }: { ticket: string }) {
  const typist = state.typing.value[ticket]
  const now = useNow(SECOND_MS)
  if (!typist || typist.until < now) return null
  return <TypingDots>{t.isTyping(typist.name)}</TypingDots>
}

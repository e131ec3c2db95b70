// What both sides wrote, in order, each thing once; what this device has not yet delivered stands at the end with its
// state. Partners: ui/messages.tsx (what stands together), thread.tsx.

import type { Activity, Attachment, ContactTicket, Entry, Message } from '../../protocol/entities.ts'
import { boxOf } from '../../ui/attachments.tsx'
import { Button } from '../../ui/controls.tsx'
import {
  ActivityLine,
  arrange,
  Bubble,
  blockOf,
  DayLine,
  MessageGroup,
  NewLine,
  type ThreadItem,
} from '../../ui/messages.tsx'
import { linkify } from '../../ui/text.tsx'
import { clockTime, dayName, fullTime } from '../../ui/time.ts'
import { sendAgain } from '../commands.ts'
import { locale } from '../help.ts'
import { pictureOf } from '../http.ts'
import { Files, Late, Otherwise, Said } from '../on-demand.tsx'
import { state, type Unsent } from '../state.ts'
import * as t from '../strings/en/panel.ts'
import { Deed } from './deed.tsx'
import { focusIn, useNow } from './frame.tsx'

const MINUTE_MS = 60_000

/** An entry of the server's, or what this device has not yet delivered. */
interface Item extends ThreadItem {
  author: string
  picture?: string | undefined
  isOwn: boolean
  text: string
  files?: Attachment[] | undefined
  /** Infinity while the server has not numbered it. */
  sequence: number
  activity?: Activity
  /** Numbered by the server. */
  message?: Message
  unsent?: Unsent
}

/** @param isEnd the entries are the newest: what is not sent yet follows them */
export function itemsOf(id: string, entries: Entry[] = [], isEnd = true): Item[] {
  const unsent = state.unsent.value.filter(({ ticket }) => isEnd && ticket === id)
  return [
    ...entries.flatMap((entry): Item[] => {
      const at = entry.createdAt
      if (entry.kind === 'activity')
        return [
          {
            ...entry,
            key: entry.id,
            at,
            block: blockOf(entry.sequence),
            group: null,
            author: '',
            isOwn: false,
            text: '',
            activity: entry,
          },
        ]
      // Worked into its message: entries.ts.
      if (entry.kind === 'revision') return []
      const { clientId, author, text, attachments: files, sequence } = entry
      const isOwn = author.kind === 'contact'
      return [
        {
          key: clientId,
          at,
          block: blockOf(sequence),
          group: author.id,
          author: author.name,
          picture: pictureOf(author),
          isOwn,
          text,
          files,
          sequence,
          message: entry,
        },
      ]
    }),
    ...unsent.map((item) => ({
      key: item.clientId,
      at: item.at,
      group: state.contact.value?.id ?? '',
      author: '',
      isOwn: true,
      text: item.text,
      files: item.attachments,
      sequence: Infinity,
      unsent: item,
    })),
  ]
}

export function Rows(props: {
  items: Item[]
  /** Below it stands how far it came. */
  lastOwn: Item | undefined
  firstNew: string | undefined
  ticket: ContactTicket | undefined
}) {
  const now = useNow(MINUTE_MS)
  return (
    <>
      {arrange(props.items, props.firstNew).map((row) => {
        if (row.kind === 'day') return <DayLine key={row.key}>{dayName(row.at, now, locale())}</DayLine>
        if (row.kind === 'new') return <NewLine key={row.key}>{t.newLine}</NewLine>
        const [{ activity, isOwn, author, picture, at }] = row.items
        const time = clockTime(at, locale())
        if (activity)
          return (
            <ActivityLine key={row.key} item={activity.sequence}>
              <Deed {...activity} /> · {time}
            </ActivityLine>
          )
        return (
          <MessageGroup
            key={row.key}
            {...(isOwn
              ? { side: 'own', name: t.said('', '') }
              : { side: 'other', name: author, picture, aside: time })}
          >
            {row.items.map((item) => (
              <One key={item.key} item={item} isLastOwn={item === props.lastOwn} ticket={props.ticket} />
            ))}
          </MessageGroup>
        )
      })}
    </>
  )
}

function One(props: { item: Item; isLastOwn: boolean; ticket: ContactTicket | undefined }) {
  const { at, text, files, unsent, message } = props.item
  const why = unsent?.failed
  const look = unsent ? (why ? 'failed' : 'waiting') : message?.deleted && 'deleted'
  const shown = files?.[0] && (
    <Files files={files}>
      {files.map((file) => (
        <p key={file.id} style={boxOf(file)} />
      ))}
    </Files>
  )
  return (
    <>
      <Said message={message} unsent={unsent} text={text}>
        {!text && shown ? (
          shown
        ) : (
          <Bubble item={message?.sequence} title={fullTime(at, locale())} {...(look && { look })}>
            {message?.deleted ? t.deleted : linkify(text)}
          </Bubble>
        )}
      </Said>
      {message && !text && shown && <span data-item={message.sequence} />}
      {text && shown}
      {unsent && why ? (
        <div class="pair failed" role="alert">
          <p>{t.notSent(t.refusals[why] ?? t.refusedOtherwise)}</p>
          <Button
            look="quiet"
            size="s"
            onClick={(event) => {
              sendAgain(unsent)
              // The button goes with what it does: the focus goes on to where one writes.
              focusIn(event.currentTarget.getRootNode() as ShadowRoot)
            }}
          >
            {t.sendAgain}
          </Button>
          <Otherwise unsent={unsent} />
        </div>
      ) : (
        props.isLastOwn && (
          <p class={unsent ? 'said late' : 'said'}>
            {unsent ? <Late>{waitingOn()}</Late> : stateOf(props.item, props.ticket)}
          </p>
        )
      )}
    </>
  )
}

const waitingOn = () =>
  state.connection.value === 'offline' || state.sessionRefused.value ? t.onThisDevice : t.sending

function stateOf({ sequence, at }: Item, ticket: ContactTicket | undefined): string {
  const { seenByAgent = 0, deliveredToAgent = 0 } = ticket ?? {}
  const how = seenByAgent >= sequence ? t.seen : deliveredToAgent >= sequence ? t.delivered : t.sent
  return `${how} · ${clockTime(at, locale())}`
}

// What is about something else begins a ticket of its own: which message, whether those after it come along, what the ticket is about.

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { whyNotFor } from '../../../protocol/desk/openable.ts'
import type { DeskTicket, Message } from '../../../protocol/entities.ts'
import { SPLIT_ENTRIES, SUBJECT_MAX_CHARS } from '../../../protocol/limits.ts'
import { plainWords } from '../../../protocol/plain-words.ts'
import { MERGE_TYPE } from '../../../protocol/type-names.ts'
import { Button, Switch, TextField } from '../../../ui/controls.tsx'
import { relativeTime } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import { firstName } from '../../facts/first-name.ts'
import { itemsOf } from '../../facts/thread-items.ts'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { useHeldKeys } from '../../keyboard/held-keys.ts'
import { lineStatus } from '../../line/line.ts'
import type { Refused } from '../../line/socket.ts'
import { openTicket } from '../../list/cursor.ts'
import { type Thread, threads, tickets, types } from '../../state.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { relating as words } from '../../strings/relating.ts'
import { strings } from '../../strings.ts'
import { reads, readThread } from '../../verbs/actions.ts'
import { arranging } from '../../verbs/arranging.ts'
import { split } from '../../verbs/relations.ts'
import { splitFrom } from '../../verbs/splitting.ts'
import { useBegun } from '../parts/begun.ts'
import { Trouble, useConfirm } from '../parts/confirm.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { sentBy } from '../parts/sent-by.ts'

/** Characters of a message in the list to choose from. */
const SHOWN_CHARS = 60

export function SplitDialog() {
  const [ticketId = ''] = arranging.value
  const isOpen = dialog.value === 'split'
  const ticket = isOpen ? tickets.value.get(ticketId) : undefined
  const thread = isOpen ? threads.value.get(ticketId) : undefined
  // Whoever presses the key on a row may not have read what was said.
  const isUnread = isOpen && !thread
  const isLive = lineStatus.value.state === 'live'
  const read = reads.value.get(ticketId) ?? 'reading'
  // What failed before this was asked for is no answer to it, and a frame that shows one stays while it is tried again.
  const [askedFor, setAskedFor] = useState('')
  const trouble = useRef<Refused | null>(null)
  if (!isUnread) trouble.current = null
  else if (askedFor === ticketId && read !== 'reading') trouble.current = read
  const isComing = isUnread && isLive && trouble.current === null
  useHeldKeys(isComing)
  useLayoutEffect(() => {
    if (isUnread && isLive) void readThread(ticketId)
    setAskedFor(isUnread && isLive ? ticketId : '')
  }, [ticketId, isUnread, isLive])
  if (ticket && thread) return <Splitting ticket={ticket} thread={thread} />
  // Nothing, as long as it may still come: a frame that another one follows would flash.
  if (!isUnread || isComing) return null
  return (
    <Dialog
      title={words.splitUnread}
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={closeDialog}>{strings.cancel}</Button>
          {trouble.current && <Button onClick={() => readThread(ticketId)}>{strings.tryAgain}</Button>}
        </>
      }
    >
      <p>{trouble.current ? sentenceOf(trouble.current) : words.splitOffline}</p>
    </Dialog>
  )
}

function Splitting({ ticket, thread }: { ticket: DeskTicket; thread: Thread }) {
  const said = messagesIn(thread)
  const own = said.filter(({ author }) => author.kind === 'contact')
  const [clientId] = useState(() => crypto.randomUUID())
  const begun = useBegun(`split ${ticket.id} ${splitFrom.peek()}`, {
    from: splitFrom.peek() ?? own.at(-1)?.sequence ?? 0,
    withLater: false,
    type: 'question',
    subject: null as string | null,
  })
  const { from, withLater, type, subject } = begun.value
  const choose = (chosen: Partial<typeof begun.value>) => begun.keep({ ...begun.value, ...chosen })
  const { busy, trouble, run } = useConfirm(words.notSplit)
  const first = said.find(({ sequence }) => sequence === from)
  const later = said.filter(({ sequence }) => sequence > from && sequence < from + SPLIT_ENTRIES)
  const last = withLater ? (later.at(-1)?.sequence ?? from) : from
  const submit = () => {
    if (!first || busy) return
    void run(
      async () => {
        const opened = await split({
          ...{ clientId, ticketId: ticket.id, from, upTo: last, type },
          subject: subject ?? plainWords(inShort(first)),
        })
        begun.letGo()
        return opened
      },
      (opened) => opened && openTicket(opened.id),
    )
  }
  const name = firstName(ticket.contact.name)
  return (
    <Dialog
      title={words.splitTitle(ticket.number)}
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={() => begun.letGo(closeDialog)}>{strings.cancel}</Button>
          <Button look="primary" busy={busy} disabled={!first} onClick={submit}>
            {words.split}
          </Button>
        </>
      }
    >
      <form
        class="update"
        // From every field, as in a reply: of a list Enter means something else.
        {...sentBy(submit)}
      >
        <div class="hd-field">
          <label for="split-from">{words.splitFrom(name)}</label>
          <select
            id="split-from"
            class="hd-input"
            autofocus
            value={String(from)}
            onChange={(event) => choose({ from: Number(event.currentTarget.value), subject: null })}
          >
            {own.toReversed().map((message) => (
              <option key={message.id} value={String(message.sequence)}>
                {`${inShort(message).slice(0, SHOWN_CHARS)} · ${relativeTime(message.createdAt, now.value)}`}
              </option>
            ))}
          </select>
        </div>
        {own.length === 0 && <p class="quiet">{words.nothingToSplit(name)}</p>}
        {later.length > 0 && (
          <Switch on={withLater} onChange={(withLater) => choose({ withLater })}>
            {words.withLater(later.length)}
          </Switch>
        )}
        <div class="hd-field">
          <label for="split-type">{words.splitType}</label>
          <select
            id="split-type"
            class="hd-input"
            value={type}
            onChange={(event) => choose({ type: event.currentTarget.value })}
          >
            {types.value
              .filter((form) => form.name !== MERGE_TYPE && !whyNotFor(form, ticket.contact))
              .map((form) => (
                <option key={form.name} value={form.name}>
                  {form.label}
                </option>
              ))}
          </select>
        </div>
        <TextField
          label={words.splitSubject}
          hint={words.splitHint(name, ticket.number)}
          maxLength={SUBJECT_MAX_CHARS}
          value={subject ?? (first ? plainWords(inShort(first)) : '')}
          onInput={(event) => choose({ subject: event.currentTarget.value })}
        />
        <Trouble text={trouble} />
      </form>
    </Dialog>
  )
}

/** As they are now, without what was taken back. */
function messagesIn(thread: Thread): Message[] {
  return itemsOf(thread, [], '').flatMap((item) => {
    if (item.kind !== 'message') return []
    const newest = item.revisions.at(-1)
    if (!newest) return item.message
    return newest.text === null ? [] : { ...item.message, text: newest.text }
  })
}

const inShort = ({ text, attachments = [] }: Message) =>
  (text || attachments.map(({ name }) => name).join(', ')).replace(/\s+/g, ' ').slice(0, SUBJECT_MAX_CHARS)

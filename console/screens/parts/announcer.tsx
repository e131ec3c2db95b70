// What eyes see happening, for ears, each thing once: new tickets; the ticket that a row has opened while the focus stays on the row;
// in it, what others write, that one's own is sent or saved, and for whom, and that the contact has seen it. Polite: it never interrupts.
// Partner: announcements.ts.

import { effect } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { Attachment } from '../../../protocol/entities.ts'
import type { DeskEvent } from '../../../protocol/socket.ts'
import { ears } from '../../announcements.ts'
import { firstName } from '../../facts/first-name.ts'
import { lastAgentMessage } from '../../facts/thread-items.ts'
import { focusedTicketId } from '../../list/cursor.ts'
import { route } from '../../route.ts'
import { me, threads, tickets } from '../../state.ts'
import { ears as words } from '../../strings/ears.ts'
import { strings } from '../../strings.ts'

/** What came at once is all said; what was said long ago is in nobody's way at the end of the page. */
const KEPT = 3

export function Announcer() {
  const [said, keep] = useState<{ sentence: string; at: number }[]>([])
  useEffect(() => {
    let at = 0
    ears.say = (sentence) => keep((said) => [...said, { sentence, at: at++ }].slice(-KEPT))
    ears.hear = (event) => {
      const sentence = sentenceOf(event)
      if (sentence) ears.say?.(sentence)
    }
    const stop = watchOpen(ears.say)
    return () => {
      stop()
      ears.say = undefined
      ears.hear = undefined
    }
  }, [])
  return (
    // Each sentence is an element of its own: the same one is said again.
    <div class="hd-hidden" role="status" aria-atomic="false">
      {said.map(({ sentence, at }) => (
        <p key={at}>{sentence}</p>
      ))}
    </div>
  )
}

function sentenceOf(event: DeskEvent): string | false | undefined {
  const isOpen = (ticketId: string) => ticketId === route.peek().ticketId
  if (event.name === 'ticket.opened' && !tickets.peek().has(event.body.ticket.id)) {
    const { contact, subject } = event.body.ticket
    return words.opened(contact.name, subject)
  }
  if (event.name === 'message.created' && isOpen(event.body.message.ticketId)) {
    const { author } = event.body.message
    return author.id === me.peek()?.id
      ? strings.thread.sent
      : words.message(author.name, textOf(event.body.message))
  }
  if (event.name === 'note.created' && isOpen(event.body.note.ticketId)) {
    const { author, line } = event.body.note
    if (line) return
    return author.id === me.peek()?.id ? words.noteSaved : words.note(author.name, textOf(event.body.note))
  }
  return
}

const textOf = ({ text, attachments = [] }: { text: string; attachments?: Attachment[] | undefined }) =>
  [text, ...attachments.map(({ name }) => name)].filter(Boolean).join(', ')

function watchOpen(say: (sentence: string) => void): () => void {
  let shown = ''
  let unseen = ''
  return effect(() => {
    const { ticketId } = route.value
    const ticket = tickets.value.get(ticketId ?? '')
    const thread = threads.value.get(ticketId ?? '')
    if (!ticketId) shown = ''
    if (!ticket || !thread) return
    if (shown !== ticket.id && focusedTicketId() === ticket.id)
      say(words.shows(ticket.number, ticket.subject))
    shown = ticket.id
    const last = lastAgentMessage(thread)
    const isSeen = !last || ticket.seenByContact >= last.sequence
    if (isSeen && last?.id === unseen) say(strings.thread.seen(firstName(ticket.contact.name)))
    unseen = isSeen ? '' : last.id
  })
}

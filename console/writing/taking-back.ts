// What was not sent, back into its box, because its writer wants it, or because somebody wrote while it was held: its text in front of
// what was begun there since, its files, what it quotes, and what its macros would do. Partners: outgoing.ts, holding.ts, drafts.ts, uploads.ts.

import { batch, effect, untracked } from '@preact/signals'
import type { Entry } from '../../protocol/entities.ts'
import { composerWanted, openTicket, stopWanted } from '../list/cursor.ts'
import { route } from '../route.ts'
import { me, threads, tickets } from '../state.ts'
import { strings } from '../strings.ts'
import { takeOffer, tell, toast } from '../toasts.ts'
import { draftOf, putDraft, takeBack } from './drafts.ts'
import { heldReply } from './holding.ts'
import { discard, type Outgoing, outgoing, UNDO_SEND_MS } from './outgoing.ts'
import { putBack } from './uploads.ts'

export function takeBackIntoBox({
  clientId,
  ticketId,
  mode,
  quotes,
  brings,
  attachments = [],
}: Outgoing): void {
  const draft = { ...draftOf(ticketId), ...(quotes && { quotes }) }
  takeBack(ticketId, mode, discard(clientId), draft, brings)
  if (attachments.length) putBack(ticketId, mode, attachments)
}

/** Somebody wrote while a reply was held, or on its way: it stops, as one does that is not sent yet. @returns what ends it */
export function stopOvertaken(): () => void {
  return effect(() => {
    const overtaken = outgoing.value.find(
      ({ state, ticketId, answers = 0 }) =>
        state === 'overtaken' ||
        (state === 'held' &&
          threads.value
            .get(ticketId)
            ?.entries.some((entry) => isOfOthers(entry) && entry.sequence > answers)),
    )
    if (overtaken) untracked(() => stop(overtaken))
  })
}

/** Those that wait behind it come back with it: nobody gets the second reply first. */
function stop(overtaken: Outgoing): void {
  const { ticketId, answers = 0 } = overtaken
  const all = outgoing.peek()
  const stopped = all
    .slice(all.indexOf(overtaken))
    .filter((one) => one.ticketId === ticketId && one.mode === 'reply' && !isOver(one))
  const isHere = route.peek().ticketId === ticketId
  const before = draftOf(ticketId)
  // The next key is meant for what is being typed, reply or note: so this is only told, and stops when the reply is sent.
  const isTyping = isHere && before[before.mode].trim() !== '' && document.activeElement?.id === 'composer'
  // What the reply answers is older than what came: so its box stops it.
  batch(() => {
    // The newest first: each comes in front of what stands there.
    for (const one of stopped.reverse()) takeBackIntoBox(one)
    putDraft(ticketId, { ...draftOf(ticketId), answers, ...(isTyping && { mode: before.mode }) })
    if (!isTyping) stopWanted.value = ticketId
  })
  if (isHere && !isTyping) return
  const number = tickets.peek().get(ticketId)?.number ?? 0
  const look = () => {
    const { reply, answers: by } = draftOf(ticketId)
    // It may have gone by then, or been read against what came.
    if (reply.trim() && by === answers) stopWanted.value = ticketId
    openTicket(ticketId)
  }
  tell(strings.composer.overtaken(number), { label: strings.news.look, run: look })
}

/** It has arrived, may have as a page went, or stands in the thread with its own way to be sent again. */
const isOver = ({ state, answers }: Outgoing): boolean =>
  state === 'sent' || state === 'failed' || answers === undefined

const isOfOthers = (entry: Entry): boolean =>
  entry.kind === 'message' && !(entry.author.kind === 'agent' && entry.author.id === me.peek()?.id)

/** Of this ticket, or of all: it is open then. @returns whether there was one to take back */
export function undoSend(ticketId?: string): boolean {
  const held = heldReply(ticketId)
  if (!held) return false
  takeBackIntoBox(held)
  openTicket(held.ticketId)
  composerWanted.value = held.ticketId
  return true
}

/** What the line offers, or a reply that is held: whichever came later. */
export function undoLast(): void {
  const { action, at = 0 } = toast.peek() ?? {}
  const { until = 0 } = heldReply() ?? {}
  if (action && at + UNDO_SEND_MS >= until) takeOffer()
  else undoSend()
}

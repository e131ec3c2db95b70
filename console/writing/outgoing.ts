// Replies and notes on their way: in the thread at once, here until they are acknowledged. Whatever happens, the
// text stays with a way to send it again; the name it was given (clientId) makes a second try harmless.

import { batch, effect, signal } from '@preact/signals'
import type { Attachment, Quote } from '../../protocol/entities.ts'
import { keep, ofThisTab, recall } from '../device.ts'
import { newestOf } from '../facts/meeting.ts'
import { ask, lineStatus } from '../line/line.ts'
import { Refused } from '../line/socket.ts'
import { preferences } from '../preferences.ts'
import { go, route } from '../route.ts'
import { keepEntry, keepNote, keepTicket, threads, tickets } from '../state.ts'
import { strings } from '../strings.ts'
import { tell, tellTrouble } from '../toasts.ts'
import { type Brings, draftOf, type Mode } from './drafts.ts'

export interface Outgoing {
  clientId: string
  ticketId: string
  mode: Mode
  text: string
  attachments?: Attachment[]
  quotes?: Quote | undefined
  brings?: Brings | undefined
  /** The newest entry when it was sent; none where it goes whatever was written since. */
  answers?: number | undefined
  /** The version of the draft that it was. */
  draft?: string | undefined
  at: string
  /**
   * `sending` goes by itself as soon as there is a line; `failed` waits for the agent; `sent` was acknowledged
   * before the thread could show it, because an entry before it is still on its way. `held` goes by itself, too, and can be
   * taken back until then (holding.ts). `overtaken` was refused, because somebody wrote before it arrived (taking-back.ts).
   */
  state: 'held' | 'sending' | 'failed' | 'sent' | 'overtaken'
  /** Of one that is held, on this device's clock, in ms. */
  until?: number
  code?: Refused['code'] | undefined
  /** What the server said with that code. */
  said?: string
}

export const outgoing = signal<readonly Outgoing[]>([])
let agentId = ''
let isFlushing = false
let flushing = Promise.resolve()

/** A reply can be taken back for this long: time to see the slip that one sees only afterwards. */
export const UNDO_SEND_MS = 10_000

/**
 * After a reload nothing is sent behind the agent's back: what was under way waits as failed. What was held was sent as the
 * page went: it goes once more, in case that did not arrive.
 */
export function recallOutgoing(ofAgentId: string): void {
  agentId = ofAgentId
  const kept = recall<Outgoing[]>(ofThisTab, `outgoing.${agentId}`, [])
  outgoing.value = kept.map((one) =>
    one.until ? { ...one, state: 'sending' } : { ...one, state: 'failed', code: 'line.lost' },
  )
}

export function send(
  ticketId: string,
  mode: Mode,
  text: string,
  attachments: Attachment[] = [],
  quotes?: Quote,
  brings?: Brings,
): void {
  const clientId = crypto.randomUUID()
  const isHeld = mode === 'reply' && preferences.peek().undoSend
  change([
    ...outgoing.value,
    {
      clientId,
      ticketId,
      mode,
      text,
      attachments,
      quotes,
      brings,
      answers: newestOf(threads.peek().get(ticketId)?.entries ?? []),
      draft: draftOf(ticketId).kept?.[mode],
      at: new Date().toISOString(),
      ...(isHeld
        ? { state: 'held' as const, until: Date.now() + UNDO_SEND_MS }
        : { state: 'sending' as const }),
    },
  ])
  void flush()
}

export function sendAgain(clientId: string): void {
  mark(clientId, { state: 'sending', code: undefined })
  void flush()
}

/** The agent takes it back; gives the text, so that it can be written on. */
export function discard(clientId: string): string {
  const text = outgoing.value.find((one) => one.clientId === clientId)?.text ?? ''
  change(outgoing.value.filter((one) => one.clientId !== clientId))
  return text
}

/** The agent logs out: what was not sent is given up, as the log-out has said. */
export const dropOutgoing = (): void => change([])

/** Of a ticket, without those that the thread shows already. */
export function outgoingOf(ticketId: string): Outgoing[] {
  return outgoing.value.filter((one) => one.ticketId === ticketId && !hasArrived(one))
}

/** One after the other, in the order in which they were written. @returns when none is left that can go */
export function flush(): Promise<void> {
  if (!isFlushing) flushing = flushAll()
  return flushing
}

async function flushAll(): Promise<void> {
  isFlushing = true
  try {
    for (let next = nextWaiting(); next && lineStatus.peek().state === 'live'; next = nextWaiting()) {
      if (hasArrived(next)) discard(next.clientId)
      else await deliver(next)
    }
  } finally {
    isFlushing = false
  }
}

const nextWaiting = () => outgoing.peek().find(({ state }) => state === 'sending')

/** What is asked of the server for it. */
export function bodyOf({
  clientId,
  ticketId,
  mode,
  text,
  attachments = [],
  quotes,
  brings,
  draft,
  answers,
}: Outgoing) {
  const { macros = [], actions = [] } = brings ?? {}
  return {
    clientId,
    ticketId,
    text,
    ...(attachments.length > 0 && { attachments: attachments.map(({ id }) => id) }),
    ...(draft && { draft }),
    ...(macros.length > 0 && { macros }),
    ...(actions.length > 0 && { actions }),
    ...((mode === 'reply' || actions.length > 0) && { upTo: answers }),
    ...(mode === 'reply' && quotes && { quotes: quotes.sequence }),
  }
}

async function deliver(one: Outgoing): Promise<void> {
  const { clientId, mode } = one
  const body = bodyOf(one)
  try {
    if (mode === 'reply') {
      const { ticket, message } = await ask('message.send', body)
      batch(() => {
        keepEntry(message)
        keepTicket(ticket)
        // Merged meanwhile: it stands in the other thread, and is said to.
        if (ticket.id === one.ticketId) settle(clientId)
        else discard(clientId)
      })
      if (ticket.id !== one.ticketId) tell(strings.done.landedIn(ticket.number))
    } else {
      const { ticket, note } = await ask('note.write', body)
      batch(() => {
        keepNote(note)
        keepTicket(ticket)
        settle(clientId)
      })
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    // A lost line is no verdict, nor is a silent one: it goes again, under the same name, before what was written after it.
    if (/^line/.test(error.code)) return
    // Nor is being asked to wait: it goes again after that time, and what was written after it stays behind it.
    if (error.code === 'request.too_many') {
      await new Promise((go) => setTimeout(go, error.retryAfterMs))
      return
    }
    if (mode === 'reply' && error.code === 'ticket.answered_meanwhile')
      return mark(clientId, { state: 'overtaken' })
    mark(clientId, { state: 'failed', code: error.code, said: error.message })
    tellElsewhere(one, error)
  }
}

/** Who went on does not see it in the thread. */
function tellElsewhere({ ticketId }: Outgoing, error: Refused): void {
  const number = tickets.peek().get(ticketId)?.number
  if (!number || route.peek().ticketId === ticketId) return
  const look = () => go({ ticketId, pane: 'thread' })
  tellTrouble(strings.composer.notSent(number), error, { label: strings.news.look, run: look })
}

function settle(clientId: string): void {
  const one = outgoing.value.find((each) => each.clientId === clientId)
  if (!one || !threads.value.has(one.ticketId) || hasArrived(one)) discard(clientId)
  else mark(clientId, { state: 'sent' })
}

effect(() => {
  const left = outgoing.value.filter((one) => one.state !== 'sent' || !hasArrived(one))
  if (left.length < outgoing.value.length) change(left)
})

export function mark(clientId: string, changes: Partial<Outgoing>): void {
  change(outgoing.value.map((one) => (one.clientId === clientId ? { ...one, ...changes } : one)))
}

function hasArrived({ clientId, ticketId, mode }: Outgoing): boolean {
  const thread = threads.value.get(ticketId)
  if (mode === 'note') return thread?.notes.some((note) => note.clientId === clientId) ?? false
  return thread?.entries.some((entry) => entry.kind === 'message' && entry.clientId === clientId) ?? false
}

function change(next: readonly Outgoing[]): void {
  // First: what follows from it may change it again.
  keep(ofThisTab, `outgoing.${agentId}`, next.length ? next : null)
  outgoing.value = next
}

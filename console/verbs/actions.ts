// What an agent can do, as verbs: each asks over the line, puts the answer into the state and says in a toast what
// could not be done. Screens and keys call the same verbs. Partners: outgoing.ts (sends), review.ts (merges).

import { batch, effect, signal, untracked } from '@preact/signals'
import type { TicketSort } from '../../protocol/desk/filters.ts'
import type { Answers, Message } from '../../protocol/entities.ts'
import { ask, lineStatus } from '../line/line.ts'
import { Refused } from '../line/socket.ts'
import { askedOf, filterOf, sortOf, sorts } from '../list/views.ts'
import { go, route } from '../route.ts'
import {
  forgetList,
  isListedToEnd,
  keepEntry,
  keepList,
  keepNotes,
  keepThread,
  keepTicket,
  listed,
  tickets,
} from '../state.ts'
import type { Denial } from '../strings/reasons.ts'
import { strings } from '../strings.ts'
import { type Toast, tell, tellTrouble, toast } from '../toasts.ts'
import { drafts, hasText } from '../writing/drafts.ts'
import { sendHeld } from '../writing/holding.ts'

/** What is being read now, and what could not be: ticket ids and view names → 'reading' or why not. */
export const reads = signal<ReadonlyMap<string, 'reading' | Refused>>(new Map())

// ---- reading

/** The first page of a view, unless what is known already is all there is. */
export function listView(view: string): Promise<void> {
  if (listed.peek().has(view) || isListedToEnd(view)) return Promise.resolve()
  return listPage(view)
}

export async function listMore(view: string): Promise<void> {
  const before = listed.peek().get(view)?.next
  if (before) await listPage(view, before)
}

/** Something was missed: the first page again, whatever is known. */
export const listAgain = (view: string): Promise<void> => listPage(view)

/** Another order: what was listed in the one before says nothing about it. */
export async function sortBy(view: string, sort: TicketSort): Promise<void> {
  if (sortOf(view) === sort) return
  batch(() => {
    sorts.value = { ...sorts.peek(), [view]: sort }
    forgetList(view)
  })
  await listView(view)
}

async function listPage(view: string, before?: string): Promise<void> {
  const sort = sortOf(view)
  const asked = askedOf(view)
  let isSame = true
  await reading(view, async () => {
    const page = await ask('ticket.list', { filter: filterOf(view), sort, ...(before && { before }) })
    // Of another order than it is in by now, or another filter, it says nothing.
    isSame = askedOf(view) === asked
    if (isSame) keepList(view, page)
  })
  if (!isSame) await listPage(view)
}

/** The newest page of a thread, with everything that stands beside it. */
export async function readThread(ticketId: string): Promise<void> {
  let keep = () => {}
  await reading(ticketId, async () => {
    const answer = await ask('thread.read', { ticketId })
    keep = () => keepThread(ticketId, answer, route.peek().ticketId)
  })
  // Not while it is being read: what it lacks is read at once.
  keep()
}

export const readNotes = (ticketId: string, before: number): Promise<void> =>
  reading(`${ticketId} older`, async () =>
    keepNotes(ticketId, (await ask('thread.notes', { ticketId, before })).notes),
  )

/** Not twice at once; a loss of the line is silent, because the next welcome reads again. */
export async function reading(name: string, work: () => Promise<void>): Promise<void> {
  if (reads.peek().get(name) === 'reading' || lineStatus.peek().state !== 'live') return
  mark(name, 'reading')
  try {
    await work()
    mark(name, null)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    mark(name, error.code === 'line.lost' ? null : error)
  }
}

function mark(name: string, state: 'reading' | Refused | null): void {
  const next = new Map(reads.peek())
  if (state) next.set(name, state)
  else next.delete(name)
  reads.value = next
}

// ---- saying that it was seen, that somebody writes

/** Both are signs, not data: when they do not arrive, the next one will. */
export const see = (ticketId: string, sequence: number): Promise<unknown> =>
  ask('thread.see', { ticketId, sequence }).catch(ignoreRefusal)

export const sayTyping = (ticketId: string): Promise<unknown> =>
  ask('typing.start', { ticketId }).catch(ignoreRefusal)

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Refused)) throw error
}

// ---- one's own messages

/** @throws Refused, which stands beside what was typed. */
export async function revise(message: Message, clientId: string, text: string | null): Promise<void> {
  const { ticketId, sequence } = message
  const { ticket, revision } = await ask('message.revise', { clientId, ticketId, sequence, text })
  batch(() => {
    keepEntry(revision)
    keepTicket(ticket)
  })
}

// ---- state

export async function solve(ticketId: string): Promise<void> {
  const ticket = tickets.peek().get(ticketId)
  if (!ticket || ticket.state === 'solved') return
  const say = () =>
    tell(strings.done.solved(ticket.number, hasText(drafts.peek().get(ticketId))), {
      label: strings.thread.reopen,
      run: () => reopen(ticketId),
    })
  const work = async () => {
    // Else it would open the ticket again.
    await sendHeld(ticketId)
    const upTo = tickets.peek().get(ticketId)?.newestSequence ?? ticket.newestSequence
    keepTicket((await ask('ticket.solve', { ticketId, upTo })).ticket)
    say()
  }
  // Who solves from the keyboard has gone on.
  const look = () => go({ ticketId, pane: 'thread' })
  if (await attempt(strings.trouble.solve(ticket.number), work, { label: strings.news.look, run: look }))
    return
  // Where only the answer was lost the ticket itself is asked, as soon as there is a line.
  const told = toast.peek()
  let wasLive = false
  effect(function () {
    const isLive = lineStatus.value.state === 'live'
    const { state } = tickets.value.get(ticketId) ?? {}
    if (toast.value !== told) this.dispose()
    else if (state === 'solved') untracked(say)
    else if (isLive && !wasLive) untracked(() => void readThread(ticketId))
    wasLive = isLive
  })
}

export async function reopen(ticketId: string): Promise<void> {
  const ticket = tickets.peek().get(ticketId)
  if (ticket?.state !== 'solved') return
  await attempt(strings.trouble.reopen(ticket.number), async () => {
    keepTicket((await ask('ticket.reopen', { ticketId })).ticket)
    tell(strings.done.reopened(ticket.number))
  })
}

/** @throws Refused, which stands in the form. */
export async function correct(ticketId: string, answers: Answers): Promise<void> {
  keepTicket((await ask('ticket.answer', { ticketId, answers })).ticket)
}

/** On all of one's devices, and for who hands tickets out. */
export async function setAway(isAway: boolean): Promise<void> {
  await attempt(strings.trouble.away, async () => {
    await ask('away.set', { isAway })
    tell(isAway ? strings.done.away : strings.done.back)
  })
}

/** @returns whether it was done; where not, it was said */
export async function attempt(
  what: Denial,
  work: () => Promise<void>,
  action?: Toast['action'],
): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    tellTrouble(what, error, action)
    if (!(error instanceof Refused)) throw error
    return false
  }
}

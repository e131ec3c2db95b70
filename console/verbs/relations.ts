// How tickets stand to each other, as verbs: linked, attached to the tracker of their cause, merged, split. Partners:
// tracker-updates.ts, screens/relate/.

import type { NotChanged } from '../../protocol/desk/changes.ts'
import type { DeskTicket } from '../../protocol/entities.ts'
import { TICKETS_AT_ONCE } from '../../protocol/limits.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { ask } from '../line/line.ts'
import { keepTicket, keepTickets, tickets } from '../state.ts'
import type { Denial } from '../strings/reasons.ts'
import { relating as words } from '../strings/relating.ts'
import { strings } from '../strings.ts'
import { tell, tellTrouble } from '../toasts.ts'
import { sendHeld } from '../writing/holding.ts'
import { attempt } from './actions.ts'
import { namesOf, notDone } from './changing.ts'

export const link = (ticketId: string, otherId: string): Promise<void> =>
  both('ticket.link', ticketId, otherId, {
    done: words.linked,
    notDone: words.notLinked,
    back: () => unlink(ticketId, otherId),
  })

export const unlink = (ticketId: string, otherId: string): Promise<void> =>
  both('ticket.unlink', ticketId, otherId, {
    done: words.unlinked,
    notDone: words.notUnlinked,
    back: () => link(ticketId, otherId),
  })

/** @param trackerId null: to none */
export async function attach(ticketIds: readonly string[], trackerId: string | null): Promise<void> {
  const before = new Map(ticketIds.map((id) => [id, tickets.peek().get(id)?.cause ?? null]))
  await attempt(words.notAttached(namesOf(ticketIds)), async () => {
    const left = await attachAll(ticketIds, trackerId)
    const done = ticketIds.filter((id) => !left.includes(id))
    const tracker = trackerId ? tickets.peek().get(trackerId)?.number : undefined
    const sentence =
      done.length === 0
        ? ''
        : tracker === undefined
          ? words.detached(namesOf(done), done.length)
          : words.attached(namesOf(done), done.length, tracker)
    const undo =
      done.length > 0
        ? { label: strings.undo, run: () => void attachBack(done, before, trackerId) }
        : undefined
    if (left.length > 0)
      tellTrouble([sentence, words.someLeft(left.length)].filter(Boolean).join(' '), null, undo)
    else tell(sentence, undo)
  })
}

/** Each to the tracker from which it came, where nobody has moved it since. */
async function attachBack(
  ticketIds: readonly string[],
  before: ReadonlyMap<string, string | null>,
  trackerId: string | null,
): Promise<void> {
  const isThere = (id: string) => (tickets.peek().get(id)?.cause ?? null) === trackerId
  const [back, moved] = [ticketIds.filter(isThere), ticketIds.filter((id) => !isThere(id))]
  await attempt(words.notAttached(namesOf(back)), async () => {
    for (const tracker of new Set(back.map((id) => before.get(id) ?? null)))
      await attachAll(
        back.filter((id) => (before.get(id) ?? null) === tracker),
        tracker,
      )
    const done = back.length > 0 ? strings.changes.takenBack(namesOf(back), back.length) : ''
    if (moved.length > 0) tellTrouble([done, notDone(moved.map(asMoved))].join(' ').trim(), null)
    else tell(done)
  })
}

const asMoved = (ticketId: string): NotChanged => ({ ticketId, code: 'ticket.changed_meanwhile' })

/** @returns those to which it was not done */
async function attachAll(ticketIds: readonly string[], trackerId: string | null): Promise<string[]> {
  const left: string[] = []
  for (let at = 0; at < ticketIds.length; at += TICKETS_AT_ONCE) {
    const asked = ticketIds.slice(at, at + TICKETS_AT_ONCE).map((ticketId) => ({
      ticketId,
      upTo: tickets.peek().get(ticketId)?.newestSequence ?? 0,
    }))
    const answer = await ask('tickets.attach', { tickets: asked, trackerId })
    keepTickets(answer.tickets)
    left.push(...answer.refused.map(({ ticketId }) => ticketId))
  }
  return left
}

export async function track(ticketId: string, on: boolean): Promise<void> {
  const ticket = tickets.peek().get(ticketId)
  if (!ticket) return
  const { number } = ticket
  await attempt(words.notTracked(number), async () => {
    keepTicket((await ask('ticket.track', { ticketId, on })).ticket)
    tell(on ? words.isTracker(number) : words.isNoTracker(number), {
      label: strings.undo,
      run: () => void track(ticketId, !on),
    })
  })
}

/** @throws Refused, which stands in the dialog. */
export async function merge(ticketId: string, intoId: string): Promise<void> {
  // What was held for it is said in it, before it closes.
  await sendHeld(ticketId)
  const upTo = tickets.peek().get(ticketId)?.newestSequence ?? 0
  keepTickets((await ask('ticket.merge', { ticketId, intoId, upTo })).tickets)
  const [from, into] = [ticketId, intoId].map((id) => tickets.peek().get(id)?.number ?? 0)
  tell(words.merged(from ?? 0, into ?? 0))
}

/** @throws Refused, which stands in the dialog. @returns the ticket that was begun */
export async function split(body: DeskCommandBody<'ticket.split'>): Promise<DeskTicket | undefined> {
  const answer = await ask('ticket.split', body)
  keepTickets(answer.tickets)
  const [before, begun] = answer.tickets
  if (before && begun) tell(words.wasSplit(begun.number, before.number))
  return begun
}

/** Trackers that are not solved, those of other pages of the list, too. */
export async function learnTrackers(): Promise<void> {
  keepTickets((await ask('tracker.list', {})).tickets)
}

/** The tickets of a tracker, a page of them. @returns where the next page begins */
export async function readAttached(ticketId: string, after?: string): Promise<string | null> {
  const answer = await ask('tracker.read', { ticketId, ...(after !== undefined && { after }) })
  keepTickets(answer.tickets)
  return answer.next
}

async function both(
  name: 'ticket.link' | 'ticket.unlink',
  ticketId: string,
  otherId: string,
  say: {
    done(number: number, other: number): string
    notDone(number: number): Denial
    back(): Promise<void>
  },
): Promise<void> {
  const ticket = tickets.peek().get(ticketId)
  if (!ticket) return
  await attempt(say.notDone(ticket.number), async () => {
    keepTickets((await ask(name, { ticketId, otherId })).tickets)
    const other = tickets.peek().get(otherId)?.number ?? 0
    tell(say.done(ticket.number, other), { label: strings.undo, run: () => void say.back() })
  })
}

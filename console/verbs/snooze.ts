// Putting a ticket aside and taking it back, as verbs. Partners: changing.ts, snooze-times.ts, screens/arrange/snooze-dialog.tsx.

import { effect, signal } from '@preact/signals'
import type { OpeningHours } from '../../protocol/hours.ts'
import { now } from '../clock.ts'
import { ask, lineStatus } from '../line/line.ts'
import { Refused } from '../line/socket.ts'
import { hoursVersion, keepTicket, tickets } from '../state.ts'
import { briefTime } from '../strings/brief-time.ts'
import { snoozeDialog as words } from '../strings/snooze-dialog.ts'
import { tell } from '../toasts.ts'
import { attempt } from './actions.ts'
import { changeTickets } from './changing.ts'

/** The desk's hours as they were last read, and which they were: “tomorrow morning” is theirs. */
const known = signal<{ version: number; hours: OpeningHours | null } | null>(null)

export const deskHours = (): OpeningHours | null => known.value?.hours ?? null

/** Read before they are wanted; without them it is the day of this device. */
export async function learnHours(): Promise<void> {
  if (known.peek()?.version === hoursVersion.peek()) return
  try {
    const { version, hours } = (await ask('hours.read', {})).hours
    known.value = { version, hours }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}

/** A list of times that changed under a finger would put aside until another day. */
effect(() => {
  const isOld = known.peek()?.version !== hoursVersion.value
  if (isOld && lineStatus.value.state === 'live') void learnHours()
})

/** As one of many: it is taken back only where nobody has changed it since. @param until null: until the contact writes */
export async function snooze(ticketId: string, until: string | null): Promise<void> {
  const ticket = tickets.peek().get(ticketId)
  if (!ticket) return
  const { number, contact } = ticket
  await changeTickets([ticketId], { kind: 'snooze', until }, () =>
    words.done(number, until && briefTime(until, now.peek()), contact.name),
  )
}

export async function wake(ticketId: string): Promise<void> {
  const ticket = tickets.peek().get(ticketId)
  if (ticket?.state !== 'snoozed') return
  await attempt(words.notEnded(ticket.number), async () => {
    keepTicket((await ask('ticket.wake', { ticketId })).ticket)
    tell(words.ended(ticket.number))
  })
}

// Putting a ticket aside, until a time or until its contact writes. The contact is not told: for them it stays what it was,
// in state and in time. Partners: protocol/desk/snooze.ts; aside.ts; tickets.ts, where a message ends it; desk-lines.ts.

import { SNOOZE_MAX_MS } from '../../protocol/limits.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { cancel, schedule, type WorkHandler } from '../due-work.ts'
import { Refusal } from '../errors.ts'
import type { Commit, Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { shownState, shownUpdatedAt, stateBefore, withoutSnooze } from './aside.ts'
import { type Actor, arrange } from './desk-lines.ts'
import { hasContactWritten } from './messages.ts'
import { getTicket, type Tickets } from './tickets.ts'

export const SNOOZE_ENDS = 'ticket.snooze_ends'

const DAY_MS = 24 * 60 * 60_000

type Clock = Pick<Parts, 'now' | 'newId'>

/** @throws Refusal('ticket.wrong_state' | 'ticket.answered_meanwhile' | 'snooze.time') */
export async function snooze(
  tx: Unit,
  parts: Clock,
  actor: Actor,
  { ticketId, until, upTo }: DeskCommandBody<'ticket.snooze'>,
): Promise<TicketRecord> {
  const ticket = await getTicket(tx, ticketId)
  const at = until === null ? null : timeToCome(until, parts.now())
  if (ticket.state === 'solved') throw new Refusal('ticket.wrong_state', { detail: 'It is solved.' })
  await refuseUnread(tx, ticket, upTo)
  if (ticket.state === 'snoozed' && ticket.snooze?.until === at) return ticket
  const aside: TicketRecord = {
    ...ticket,
    state: 'snoozed',
    snooze: { until: at, by: { id: actor.id, name: actor.name }, before: stateBefore(ticket) },
  }
  if (at) await schedule(tx, { id: snoozeWorkId(ticket), kind: SNOOZE_ENDS, subjectId: ticket.id, dueAt: at })
  else await cancel(tx, snoozeWorkId(ticket))
  return arrange(tx, parts, aside, actor, { code: 'snooze.set', details: at ? { until: at } : {} })
}

/** As macros and rules say it, who have all of it before them. @param days null: until the contact writes */
export function snoozeFor(
  tx: Unit,
  parts: Clock,
  actor: Actor,
  { id: ticketId, newestSequence: upTo }: TicketRecord,
  days: number | null,
): Promise<TicketRecord> {
  const until = days === null ? null : new Date(parts.now().getTime() + days * DAY_MS).toISOString()
  return snooze(tx, parts, actor, { ticketId, until, upTo })
}

/** An agent takes it back: it is what it was before. */
export async function wake(
  tx: Unit,
  parts: Clock,
  agent: AgentRecord,
  ticketId: string,
): Promise<TicketRecord> {
  const ticket = await getTicket(tx, ticketId)
  if (ticket.state !== 'snoozed') return ticket
  await cancel(tx, snoozeWorkId(ticket))
  const awake = { ...withoutSnooze(ticket), state: shownState(ticket) }
  return arrange(tx, parts, awake, agent, { code: 'snooze.ended', details: { why: 'agent' } })
}

/** The time has come: it stands before the agents again, and on top. Run twice, it is one end. */
export function endSnooze({
  commit,
  tickets,
  ...parts
}: { commit: Commit; tickets: Tickets } & Clock): WorkHandler {
  return async ({ subjectId }) => {
    await commit(async (tx) => {
      const ticket = await tx.tickets.find(subjectId)
      const at = parts.now().toISOString()
      const isDue = ticket?.snooze?.until && ticket.snooze.until <= at
      if (ticket?.state !== 'snoozed' || !isDue) return
      const line = { code: 'snooze.ended', details: { why: 'time' } } as const
      if (ticket.snooze?.before === 'waiting_on_contact') {
        // For its contact, too, it is with the agents now.
        await arrange(tx, parts, await tickets.change(tx, ticket, { state: 'open' }), null, line)
        return
      }
      const quiet = { at, shown: shownUpdatedAt(ticket) }
      await arrange(tx, parts, { ...withoutSnooze(ticket), state: 'open', updatedAt: at, quiet }, null, line)
    })
    return { done: true }
  }
}

export const snoozeWorkId = ({ id }: TicketRecord) => `snooze-${id}`

function timeToCome(until: string, now: Date): string {
  const ms = Date.parse(until) - now.getTime()
  // Also where it is no time at all.
  if (!(ms > 0 && ms <= SNOOZE_MAX_MS)) throw new Refusal('snooze.time', { field: '/until' })
  return new Date(until).toISOString()
}

/** What nobody has read is neither put aside nor solved. @throws Refusal('ticket.answered_meanwhile') */
export async function refuseUnread(
  tx: Pick<ReadTables, 'entries'>,
  ticket: TicketRecord,
  upTo: number,
): Promise<void> {
  if (await hasContactWritten(tx, ticket, upTo)) throw new Refusal('ticket.answered_meanwhile')
}

// One tracker gathers the tickets of a cause that many report: they are attached to it, of whichever contacts, and each keeps its
// own conversation. For agents alone. A tracker is attached to none, so that there is one place to look.
// Partners: updates.ts (one text to all of them), protocol/desk/relations.ts, desk-lines.ts.

import type { NotChanged } from '../../protocol/desk/changes.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, TicketRecord } from '../store/records.ts'
import { arrange } from './desk-lines.ts'
import { named } from './links.ts'
import { getTicket } from './tickets.ts'

type Clock = Pick<Parts, 'now' | 'newId'>

/** It is made one, or is one no more. @throws Refusal('not_found' | 'ticket.wrong_state') */
export async function track(
  tx: Unit,
  parts: Clock,
  agent: AgentRecord,
  { ticketId, on }: { ticketId: string; on: boolean },
): Promise<TicketRecord> {
  const ticket = await getTicket(tx, ticketId)
  if (on === (ticket.tracker !== undefined)) return ticket
  if (on) {
    refuseAsTracker(ticket)
    return arrange(tx, parts, { ...ticket, tracker: { attached: 0 } }, agent, BEGUN)
  }
  if (ticket.tracker?.attached || ticket.tracker?.updates)
    throw new Refusal('ticket.wrong_state', { detail: 'Tickets are attached to it.' })
  const { tracker: _ended, ...plain } = ticket
  return arrange(tx, parts, plain, agent, { code: 'tracker.ended', details: {} })
}

/**
 * Some tickets to one tracker, or to none; a ticket that becomes a tracker by it is one from then on. Attached already is no change.
 * @throws Refusal('not_found' | 'ticket.wrong_state') of the tracker; of the others it is told which
 */
export async function attach(
  tx: Unit,
  parts: Clock,
  agent: AgentRecord,
  { tickets: asked, trackerId }: DeskCommandBody<'tickets.attach'>,
): Promise<{ tickets: TicketRecord[]; refused: NotChanged[] }> {
  const to = trackerId === null ? null : await getTicket(tx, trackerId)
  if (to) refuseAsTracker(to)
  const at = parts.now().toISOString()
  const refused: NotChanged[] = []
  const kept: TicketRecord[] = []
  const came: TicketRecord[] = []
  /** By the tracker that they left. */
  const went = new Map<string, TicketRecord[]>()
  for (const [ticketId, upTo] of new Map(asked.map((one) => [one.ticketId, one.upTo]))) {
    const ticket = await tx.tickets.find(ticketId)
    if (!ticket) refused.push({ ticketId, code: 'not_found' })
    else if (to && (ticket.id === to.id || ticket.tracker))
      refused.push({ ticketId, code: 'ticket.wrong_state' })
    else if ((ticket.cause?.id ?? null) === (to?.id ?? null)) kept.push(ticket)
    else {
      const { cause, ...rest } = ticket
      const before = cause && (await tx.tickets.find(cause.id))
      if (before) went.set(before.id, [...(went.get(before.id) ?? []), ticket])
      kept.push(
        to
          ? await arrange(
              tx,
              parts,
              { ...rest, cause: { id: to.id, at, upTo: Math.min(upTo, ticket.newestSequence) } },
              agent,
              {
                code: 'cause.set',
                details: named(to),
              },
            )
          : await arrange(tx, parts, rest, agent, {
              code: 'cause.ended',
              details: before ? named(before) : {},
            }),
      )
      came.push(ticket)
    }
  }
  const trackers: TicketRecord[] = []
  if (to && came.length > 0) {
    // Said once, before what it gathers.
    const tracker = to.tracker
      ? to
      : await arrange(tx, parts, { ...to, tracker: { attached: 0 } }, agent, BEGUN)
    trackers.push(await counted(tx, parts, agent, tracker, came, 1))
  }
  for (const [id, tickets] of went)
    trackers.push(await counted(tx, parts, agent, await getTicket(tx, id), tickets, -1))
  return { tickets: [...kept, ...trackers], refused }
}

/** One of its tickets goes, for another reason than that somebody took it away. */
export async function leave(
  tx: Unit,
  parts: Clock,
  agent: AgentRecord,
  trackerId: string,
  ticket: TicketRecord,
): Promise<void> {
  const tracker = await tx.tickets.find(trackerId)
  if (tracker) await counted(tx, parts, agent, tracker, [ticket], -1)
}

const BEGUN = { code: 'tracker.begun', details: {} } as const

/** @throws Refusal('ticket.wrong_state') */
function refuseAsTracker({ cause, state }: TicketRecord): void {
  if (cause)
    throw new Refusal('ticket.wrong_state', { field: '/trackerId', detail: 'It is attached to a tracker.' })
  if (state === 'solved')
    throw new Refusal('ticket.wrong_state', { field: '/trackerId', detail: 'It is solved.' })
}

function counted(
  tx: Unit,
  parts: Clock,
  agent: AgentRecord,
  ticket: TicketRecord,
  tickets: readonly TicketRecord[],
  by: 1 | -1,
): Promise<TicketRecord> {
  const { attached = 0, ...rest } = ticket.tracker ?? {}
  const tracker = { ...rest, attached: Math.max(0, attached + by * tickets.length) }
  return arrange(tx, parts, { ...ticket, tracker }, agent, {
    code: by === 1 ? 'tracker.attached' : 'tracker.detached',
    details: { numbers: tickets.map(({ number }) => `#${number}`).join(', ') },
  })
}

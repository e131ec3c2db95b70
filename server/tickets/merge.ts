// Two tickets of one contact that are one matter become one: the first closes and says where it goes on, the second says what
// it goes on from. Nothing is copied and no number moves: what was written stays where it was, to be read by both sides. What is written
// into the first afterwards lands in the second (merged.ts). No undo: its two lines stand in both threads. This has nothing to do with
// the merge of accounts, whose tickets are left alone.

import { TAGS_OF_TICKET } from '../../protocol/limits.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import type { Priority } from '../../protocol/ticket-types.ts'
import { MERGE_TYPE } from '../../protocol/type-names.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { shownState, withoutSnooze } from './aside.ts'
import { refuseUnread } from './snooze.ts'
import { isSpokenFor } from './spoken-for.ts'
import { withTags } from './tags.ts'
import { getTicket, type Tickets } from './tickets.ts'
import { leave } from './trackers.ts'

/**
 * Done already is no change.
 * @throws Refusal('not_found' | 'ticket.other_contact' | 'ticket.wrong_state' | 'ticket.account_merge' | 'ticket.answered_meanwhile')
 */
export async function mergeTickets(
  tx: Unit,
  parts: { tickets: Tickets } & Pick<Parts, 'now' | 'newId'>,
  agent: AgentRecord,
  { ticketId, intoId, upTo }: DeskCommandBody<'ticket.merge'>,
): Promise<[from: TicketRecord, into: TicketRecord]> {
  const [from, into] = [await getTicket(tx, ticketId), await getTicket(tx, intoId)]
  if (from.mergedInto === into.id) return [from, into]
  await refuseTwo(tx, from, into)
  await refuseUnread(tx, from, upTo)

  const closed = await parts.tickets.addActivity(tx, closedFrom(from, into), 'ticket.continued', {
    ...lineOf(into),
    by: agent.name,
    how: 'merge',
  })
  const gathered = await withCauseOf(tx, parts, agent, from, into)
  const going = await parts.tickets.addActivity(tx, withAllOf(from, gathered), 'ticket.continues', {
    ...lineOf(from),
    by: agent.name,
    how: 'merge',
  })
  return [closed, going]
}

/** What both sides read of the other ticket. */
const lineOf = ({ id, number }: TicketRecord) => ({ name: `#${number}`, ticketId: id })

async function refuseTwo(
  tables: Pick<ReadTables, 'merges'>,
  from: TicketRecord,
  into: TicketRecord,
): Promise<void> {
  const wrong = (detail: string) => new Refusal('ticket.wrong_state', { detail })
  if (from.id === into.id) throw wrong('No ticket is merged into itself.')
  if (from.contactId !== into.contactId) throw new Refusal('ticket.other_contact')
  if (from.mergedInto || into.mergedInto) throw wrong('One of them was merged into another ticket before.')
  if (into.state === 'solved') throw wrong('The ticket in which it would go on is solved.')
  if (from.tracker) throw wrong('Tickets are attached to it.')
  // Neither a request nor an invitation to one: what they are about has rules, and an end, of its own.
  const asks = from.mergeId !== null || (from.type === MERGE_TYPE && from.state !== 'solved')
  if (asks || (await isSpokenFor(tables, into))) throw new Refusal('ticket.account_merge')
}

/** Not solved by anybody: no promise is kept by it, and nothing that was done to it can be taken back. */
function closedFrom(from: TicketRecord, into: TicketRecord): TicketRecord {
  const { lastChange: _change, cause: _cause, sla, ...rest } = withoutSnooze(from)
  return {
    ...rest,
    state: 'solved',
    mergedInto: into.id,
    waitingSince: null,
    ...(sla && { sla: { ...sla, clocks: {} } }),
  }
}

/** Who waits goes on waiting, from when they began; what was set for the one holds where the other has nothing. */
function withAllOf(from: TicketRecord, into: TicketRecord): TicketRecord {
  const [waitingSince] = [from.waitingSince, into.waitingSince].filter((at) => at !== null).sort()
  // Also where its question was put aside: the one that goes on would never come back for it.
  const isAsked = shownState(from) === 'open' && into.state !== 'open'
  const priority = moreUrgentOf(from.priority, into.priority)
  const tags = [...new Set([...(into.tags ?? []), ...(from.tags ?? [])])].slice(0, TAGS_OF_TICKET).sort()
  return {
    ...withTags(isAsked ? { ...withoutSnooze(into), state: 'open' } : into, tags),
    assigneeId: into.assigneeId ?? from.assigneeId,
    waitingSince: waitingSince ?? null,
    ...(priority && { priority }),
  }
}

const ORDER: Priority[] = ['low', 'normal', 'high', 'urgent']
function moreUrgentOf(one: Priority | undefined, other: Priority | undefined): Priority | undefined {
  if (!one && !other) return undefined
  return ORDER[Math.max(ORDER.indexOf(one ?? 'normal'), ORDER.indexOf(other ?? 'normal'))]
}

/** An update reaches each contact once for each cause: the one that closes gives its place to the other, or up. */
async function withCauseOf(
  tx: Unit,
  parts: Pick<Parts, 'now' | 'newId'>,
  agent: AgentRecord,
  from: TicketRecord,
  into: TicketRecord,
): Promise<TicketRecord> {
  if (!from.cause) return into
  if (!into.cause && !into.tracker) return { ...into, cause: { ...from.cause, upTo: 0 } }
  await leave(tx, parts, agent, from.cause.id, from)
  return getTicket(tx, into.id)
}

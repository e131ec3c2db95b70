// What is done to all that are chosen, as verbs: solve, assign, snooze; to one, what is taken back in the same way. Tags and priority are tags.ts. What could not be done
// to stays chosen; where it could to all, they do, for what comes next, unless they are done with. Partners: selection.ts, changing.ts.

import type { TicketChange } from '../../protocol/desk/changes.ts'
import { now } from '../clock.ts'
import { select, selected } from '../list/selection.ts'
import { agents, me, tickets } from '../state.ts'
import { briefTime } from '../strings/brief-time.ts'
import { strings } from '../strings.ts'
import { changeTickets } from './changing.ts'

const words = strings.bulk

export const solveAll = (ticketIds: readonly string[]): Promise<void> =>
  toAll(
    ticketIds.filter((id) => tickets.peek().get(id)?.state !== 'solved'),
    { kind: 'solve' },
    words.solved,
  )

/** Nothing is done where it is theirs already: what was not done cannot be taken back. */
export function assignAll(ticketIds: readonly string[], agentId: string | null): Promise<void> {
  const isMe = agentId === me.peek()?.id
  const name = agents.peek().find(({ id }) => id === agentId)?.name
  const to = isMe ? strings.assignee.you : (name ?? strings.assignee.nobody.toLowerCase())
  return toAll(
    ticketIds.filter((id) => (tickets.peek().get(id)?.assignee?.id ?? null) !== agentId),
    { kind: 'assign', agentId },
    (all, count) => words.assigned(all, count, to),
  )
}

export const assign = (ticketId: string, agentId: string | null): Promise<void> =>
  assignAll([ticketId], agentId)

export const assignToMe = (ticketId: string): Promise<void> => assign(ticketId, me.peek()?.id ?? null)

/** It is nobody's there until it is somebody's turn, or somebody takes it. */
export const handOver = (ticketIds: readonly string[], team: string): Promise<void> =>
  toAll(ticketIds, { kind: 'team', team }, (all, count) => words.handedOver(all, count, team))

/** @param until null: until the contact writes */
export const snoozeAll = (ticketIds: readonly string[], until: string | null): Promise<void> =>
  toAll(
    ticketIds.filter((id) => tickets.peek().get(id)?.state !== 'solved'),
    { kind: 'snooze', until },
    (all, count) => words.snoozed(all, count, until && briefTime(until, now.peek())),
  )

export async function toAll(
  ticketIds: readonly string[],
  change: TicketChange,
  what: (tickets: string, count: number) => string,
): Promise<void> {
  if (ticketIds.length === 0) return
  // A ticket that is open beside them is not one of them.
  const wereChosen = ticketIds.some((id) => selected.peek().includes(id))
  const left = await changeTickets(ticketIds, change, what)
  const areDone = change.kind === 'solve' || change.kind === 'snooze'
  // Of those that stand there still: what comes back another day is not chosen for that.
  if (wereChosen) select(left.length > 0 || areDone ? left : selected.peek())
}

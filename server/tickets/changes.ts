// What an agent does to a ticket as a whole, and takes back. Each ticket is a commit of its own: what cannot be done to one
// hinders no other. Taking back gives exactly the fields back that were moved, and only where nobody has moved them since.
// Partners: protocol/desk/changes.ts, and the file of each kind.

import type { TicketChange } from '../../protocol/desk/changes.ts'
import { TAKE_BACK_WITHIN_MS } from '../../protocol/limits.ts'
import { cancel, schedule } from '../due-work.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { AgentRecord, Changeable, TicketRecord } from '../store/records.ts'
import { handOver, type TeamParts } from '../teams/teams.ts'
import { arrange } from './desk-lines.ts'
import { refuseUnread, SNOOZE_ENDS, snooze, snoozeWorkId } from './snooze.ts'
import { changeTags, prioritise, tagsLine } from './tags.ts'
import { getTicket, type Tickets } from './tickets.ts'

const FIELDS = [
  'assigneeId',
  'team',
  'state',
  'waitingSince',
  'solvedSequence',
  'solvedAt',
  'score',
  'snooze',
  'tags',
  'priority',
] as const satisfies (keyof Changeable)[]

export type Changes = ReturnType<typeof changeRules>

export function changeRules({ tickets, ...parts }: { tickets: Tickets } & TeamParts) {
  return {
    /** The same `changeId` again finds it done. */
    async change(
      tx: Unit,
      agent: AgentRecord,
      changeId: string,
      { ticketId, upTo }: { ticketId: string; upTo: number },
      change: TicketChange,
    ): Promise<TicketRecord> {
      const before = await getTicket(tx, ticketId)
      const isDone = before.lastChange?.id === changeId && before.lastChange.by === agent.id
      if (isDone) return before
      const after = await done(tx, agent, before, upTo, change)
      const moved = FIELDS.filter((field) => !isSame(before[field], after[field]))
      if (moved.length === 0) return after
      const at = parts.now().toISOString()
      const [was, is] = [pick(before, moved), pick(after, moved)]
      const kept = { ...after, lastChange: { id: changeId, by: agent.id, at, kind: change.kind, was, is } }
      await tx.tickets.put(kept)
      return kept
    },

    /** @throws Refusal('ticket.changed_meanwhile') */
    async takeBack(tx: Unit, agent: AgentRecord, changeId: string, ticketId: string): Promise<TicketRecord> {
      const { lastChange, ...ticket } = await getTicket(tx, ticketId)
      const isTheirs = lastChange?.id === changeId && lastChange.by === agent.id
      if (!isTheirs) throw new Refusal('ticket.changed_meanwhile')
      const { was, is, kind, at } = lastChange
      const moved = FIELDS.filter((field) => field in was || field in is)
      const isLate = parts.now().getTime() - Date.parse(at) > TAKE_BACK_WITHIN_MS
      const isMoved = (field: keyof Changeable) => !isSame(ticket[field], is[field])
      // A rating of the solution is kept by itself, so one that came by now is no reason to leave it solved.
      if (isLate || moved.some((field) => field !== 'score' && isMoved(field)))
        throw new Refusal('ticket.changed_meanwhile')
      const given: TicketRecord = { ...ticket }
      for (const field of moved) delete given[field]
      Object.assign(given, was)
      await setClock(tx, given)
      return tell(tx, agent, kind, ticket, given)
    },
  }

  async function done(
    tx: Unit,
    agent: AgentRecord,
    ticket: TicketRecord,
    upTo: number,
    change: TicketChange,
  ): Promise<TicketRecord> {
    switch (change.kind) {
      case 'assign': {
        const assignee = change.agentId ? await tx.agents.find(change.agentId) : null
        if (assignee === undefined || assignee?.disabledAt) throw new Refusal('not_found')
        return tickets.assign(tx, ticket.id, assignee)
      }
      case 'team':
        return handOver(tx, { ...parts, tickets }, agent, ticket, change.team)
      case 'solve':
        await refuseUnread(tx, ticket, upTo)
        return tickets.solve(tx, ticket, { name: agent.name, side: 'agent' })
      case 'snooze':
        return snooze(tx, parts, agent, { ticketId: ticket.id, until: change.until, upTo })
      case 'tags':
        return changeTags(tx, parts, agent, ticket, change)
      case 'priority':
        return prioritise(tx, parts, agent, ticket, change.priority)
    }
  }

  /** Who heard of it hears that it was taken back, in the same way. */
  async function tell(
    tx: Unit,
    agent: AgentRecord,
    kind: TicketChange['kind'],
    before: TicketRecord,
    given: TicketRecord,
  ): Promise<TicketRecord> {
    switch (kind) {
      case 'solve':
        return tickets.addActivity(tx, given, 'ticket.reopened', { name: agent.name })
      case 'assign': {
        const assignee = given.assigneeId ? await tx.agents.find(given.assigneeId) : undefined
        if (!assignee) return tickets.change(tx, given, {})
        return tickets.addActivity(tx, given, 'ticket.assigned', { name: assignee.name })
      }
      case 'team': {
        // Its contact sees who has it.
        const back = await tickets.change(tx, given, {})
        return arrange(tx, parts, back, agent, { code: 'team.set', details: { team: given.team ?? '' } })
      }
      case 'snooze': {
        const until = given.snooze?.until
        if (given.snooze)
          return arrange(tx, parts, given, agent, { code: 'snooze.set', details: until ? { until } : {} })
        return arrange(tx, parts, given, agent, { code: 'snooze.ended', details: { why: 'agent' } })
      }
      case 'tags': {
        const [now, then] = [before.tags ?? [], given.tags ?? []]
        const added = then.filter((tag) => !now.includes(tag))
        const removed = now.filter((tag) => !then.includes(tag))
        return arrange(tx, parts, given, agent, tagsLine(added, removed))
      }
      case 'priority':
        return arrange(tx, parts, given, agent, {
          code: 'priority.changed',
          details: { to: given.priority ?? 'normal' },
        })
    }
  }
}

/** What is put aside again ends at its time again; what is not, does not. */
async function setClock(tx: Unit, ticket: TicketRecord): Promise<void> {
  const dueAt = ticket.state === 'snoozed' ? ticket.snooze?.until : undefined
  const id = snoozeWorkId(ticket)
  if (dueAt) await schedule(tx, { id, kind: SNOOZE_ENDS, subjectId: ticket.id, dueAt })
  else await cancel(tx, id)
}

function pick(ticket: TicketRecord, fields: readonly (keyof Changeable)[]): Changeable {
  return Object.fromEntries(
    fields.filter((field) => ticket[field] !== undefined).map((field) => [field, ticket[field]]),
  )
}

/** Both came from the same kind of record: their keys stand in one order. */
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

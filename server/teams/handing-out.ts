// Tickets of a team that nobody has go to its members by turns, and come back from who is silent while the contact waits. One
// piece of due work for the whole desk, so that two copies never give at the same time; what it does to a ticket is looked at
// again in the commit that does it. No message waits for any of this. Partners: turns.ts, the rule; teams.ts.

import { schedule, type WorkHandler } from '../due-work.ts'
import type { Commit, Reaction, Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import { countedTime } from '../sla/counted-time.ts'
import type { TeamRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { arrange } from '../tickets/desk-lines.ts'
import { pagesOfNotes } from '../tickets/notes.ts'
import type { Tickets } from '../tickets/tickets.ts'
import { isThere, type Member, takenBackAt, whoseTurn } from './turns.ts'

export const HAND_OUT = 'teams.hand_out'
/** While a ticket waits for somebody who can take it: a reply, a solution or an open desk makes room. */
const WAITING_MS = 15_000
/** Whether somebody was silent for so many minutes is looked at each minute. */
const SILENCE_MS = 60_000
/** Tickets that are looked at in one go. */
const TICKETS_AT_ONCE = 100

interface HandingParts extends Pick<Parts, 'now' | 'newId'> {
  read: ReadTables
  commit: Commit
  tickets: Tickets
}

/** What may give somebody a ticket wakes the work. A ticket that has nobody is looked at in the commit that says so. */
export function wakeHandingOut({ now }: Pick<Parts, 'now'>): Reaction {
  return (event, tx) => {
    switch (event.name) {
      case 'team.changed':
      case 'away.changed':
      case 'agent.disabled':
        return wake(tx)
      case 'ticket.opened':
      case 'ticket.changed':
      case 'ticket.arranged':
        return isForTeam(event.ticket) ? wakeFor(event.ticket.team, tx) : null
      default:
        return null
    }
  }

  async function wakeFor(name: string, tx: Unit): Promise<void> {
    if ((await tx.teams.find(name))?.byTurns) await wake(tx)
  }

  async function wake(tx: Unit): Promise<void> {
    const dueAt = now().toISOString()
    const standing = await tx.dueWork.find(HAND_OUT)
    // One that is running may have looked already.
    if (standing && !standing.leaseUntil && standing.dueAt <= dueAt) return
    await schedule(tx, { id: HAND_OUT, kind: HAND_OUT, subjectId: 'desk', dueAt })
  }
}

/** Due work of the kind HAND_OUT. Run twice, it gives nothing twice. */
export function handOut(parts: HandingParts): WorkHandler {
  const { read, now } = parts
  return async () => {
    const teams = await read.teams.list()
    const silent = teams.filter(({ takeBackMinutes }) => takeBackMinutes !== null)
    for (const team of silent) await takeBackFrom(parts, team)
    let isWaiting = false
    for (const team of teams.filter(({ byTurns }) => byTurns))
      if (await giveFrom(parts, team, teams)) isWaiting = true
    if (!isWaiting && silent.length === 0) return { done: true }
    const inMs = isWaiting ? WAITING_MS : SILENCE_MS
    const why = isWaiting ? 'a ticket waits for somebody who can take it' : 'somebody may be silent'
    return { againAt: new Date(now().getTime() + inMs).toISOString(), why }
  }
}

/** @returns whether a ticket stays that nobody could take */
async function giveFrom(parts: HandingParts, team: TeamRecord, teams: TeamRecord[]): Promise<boolean> {
  const { read, now } = parts
  const { tickets } = await read.tickets.select({
    filter: { teams: [team.name], states: ['open'], assignees: ['nobody'] },
    ...{ sort: 'longest_wait', agentId: '', now: now(), limit: TICKETS_AT_ONCE },
  })
  if (tickets.length === 0) return false
  const members = await membersOf(parts, team, teams)
  let isWaiting = false
  for (const ticket of tickets) {
    const passedOver = passedOverOf(ticket)
    const member = whoseTurn(
      members.filter(({ id }) => !passedOver.includes(id)),
      team.limit,
    )
    if (!member) isWaiting = true
    else if (await give(parts, team.name, ticket.id, member.id)) {
      member.open++
      member.gotAt = now().toISOString()
    }
  }
  return isWaiting
}

async function membersOf(
  { read, now }: HandingParts,
  { members }: TeamRecord,
  teams: TeamRecord[],
): Promise<Member[]> {
  const all = await Promise.all(
    members.map(async (id): Promise<Member[]> => {
      const agent = await read.agents.find(id)
      if (!agent) return []
      const filter = { states: ['open' as const], assignees: [id] }
      const gotAt = teams.flatMap((team) => team.gotAt[id] ?? []).sort()
      return [
        {
          id,
          isThere: isThere(agent, await read.agentSessions.listForAgent(id), now()),
          // Who has more than can be counted has enough.
          open: (await read.tickets.count({ filter, agentId: id, now: now() })) ?? Number.POSITIVE_INFINITY,
          gotAt: gotAt.at(-1) ?? null,
        },
      ]
    }),
  )
  return all.flat()
}

/** @returns whether they have it now: meanwhile somebody may have taken it, or have gone away */
function give({ commit, tickets, ...parts }: HandingParts, name: string, ticketId: string, agentId: string) {
  return commit(async (tx) => {
    const [ticket, team, agent] = [
      await tx.tickets.find(ticketId),
      await tx.teams.find(name),
      await tx.agents.find(agentId),
    ]
    const isFree = ticket && isForTeam(ticket) && ticket.team === name
    if (!isFree || !team?.byTurns || !agent || agent.disabledAt || agent.awaySince) return false
    const given = await tickets.assign(tx, ticketId, agent)
    const details = { agentId, name: agent.name, team: name }
    await arrange(tx, parts, given, null, { code: 'turn.given', details })
    await tx.teams.put({ ...team, gotAt: { ...team.gotAt, [agentId]: parts.now().toISOString() } })
    return true
  })
}

async function takeBackFrom(parts: HandingParts, team: TeamRecord): Promise<void> {
  const { read, now } = parts
  const { takeBackMinutes } = team
  if (takeBackMinutes === null) return
  const openTime = countedTime((await read.openingHours.find())?.hours ?? null)
  const filter = { teams: [team.name], states: ['open' as const], waitsLongerThanMinutes: takeBackMinutes }
  for (let before: string | null | undefined; before !== null; ) {
    const page = await read.tickets.select({
      ...{ filter, sort: 'longest_wait' as const, agentId: '', now: now(), limit: TICKETS_AT_ONCE },
      ...(before && { before }),
    })
    before = page.next
    for (const ticket of page.tickets) {
      const facts = await silenceOf(read, ticket)
      if (facts && takenBackAt(facts, takeBackMinutes, openTime) <= now().getTime())
        await takeBack(parts, ticket, takeBackMinutes)
    }
  }
}

/** What an assignee last did for a ticket whose contact waits; null where nobody has it, or nobody waits. */
async function silenceOf(read: ReadTables, { id, assigneeId, waitingSince, assignedAt }: TicketRecord) {
  if (!assigneeId || !waitingSince) return null
  const noted = await lastNoteBy(read, id, assigneeId, waitingSince)
  const drafts = [
    await read.drafts.find(assigneeId, id, 'reply'),
    await read.drafts.find(assigneeId, id, 'note'),
  ]
  const wroteAt = [...(noted ? [noted] : []), ...drafts.flatMap((draft) => draft?.savedAt ?? [])]
  return { waitingSince, assignedAt, wroteAt }
}

/** When; what is older than `since` does not count. */
async function lastNoteBy(read: ReadTables, ticketId: string, agentId: string, since: string) {
  for await (const page of pagesOfNotes(read, ticketId)) {
    const last = page.findLast(({ author }) => author.id === agentId)
    if (last) return last.createdAt
    if ((page[0]?.createdAt ?? '') < since) return undefined
  }
  return undefined
}

function takeBack({ commit, tickets, ...parts }: HandingParts, seen: TicketRecord, minutes: number) {
  return commit(async (tx) => {
    const ticket = await tx.tickets.find(seen.id)
    const isSame =
      ticket?.assigneeId && ticket.assigneeId === seen.assigneeId && ticket.waitingSince === seen.waitingSince
    if (!isSame || ticket.state !== 'open' || ticket.newestNote !== seen.newestNote) return
    const agent = await tx.agents.find(ticket.assigneeId ?? '')
    const passedOver = {
      since: seen.waitingSince ?? '',
      ids: [...passedOverOf(ticket), ticket.assigneeId ?? ''],
    }
    const free = await tickets.change(tx, { ...ticket, passedOver }, { assigneeId: null })
    const details = { agentId: ticket.assigneeId ?? '', name: agent?.name ?? '', minutes: String(minutes) }
    await arrange(tx, parts, free, null, { code: 'turn.taken_back', details })
  })
}

/** Who let this contact wait already: the ticket does not come to them once more. */
const passedOverOf = ({ passedOver, waitingSince }: TicketRecord): string[] =>
  passedOver && passedOver.since === waitingSince ? passedOver.ids : []

const isForTeam = (ticket: TicketRecord): ticket is TicketRecord & { team: string } =>
  ticket.team !== undefined && ticket.assigneeId === null && ticket.state === 'open'

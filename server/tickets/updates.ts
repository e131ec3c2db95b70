// One text to all tickets of a cause, as an ordinary reply in each: kept with the command, sent by due work in steps, each ticket once
// (its message has a name of its own), whatever crashes between. Until its time all of it can be taken back; later what was not sent yet
// can be stopped. A line among the tracker's notes says how it ended. Partners: trackers.ts, tickets.ts (sendAsAgent).

import { UPDATES_AT_ONCE } from '../../protocol/limits.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { cancel, schedule, type WorkHandler } from '../due-work.ts'
import { Refusal } from '../errors.ts'
import type { Commit, Unit } from '../events.ts'
import { sha256 } from '../hashes.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, TicketRecord, TrackerUpdateRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { arrange } from './desk-lines.ts'
import { hasContactWritten } from './messages.ts'
import { isSpokenFor } from './spoken-for.ts'
import { cleanText } from './text.ts'
import { claimClientId, claimed } from './thread.ts'
import { getTicket, type Tickets } from './tickets.ts'

export const TRACKER_UPDATE = 'tracker.update'

/** Tickets of one step, side by side: after each is told how far it is. */
const STEP_TICKETS = 20
/** Steps before the work is claimed anew: far fewer than a lease lasts. */
const STEPS_OF_A_RUN = 20

type Clock = Pick<Parts, 'now' | 'newId'>
type Of = { ticketId: string; updateId: string }

/** The same clientId again is the same update. @throws Refusal('not_found' | 'ticket.wrong_state' | 'request.too_many') */
export async function beginUpdate(
  tx: Unit,
  parts: Clock,
  agent: AgentRecord,
  { clientId, ticketId, solves, own, holdMs = 0, ...body }: DeskCommandBody<'tracker.update'>,
): Promise<TicketRecord> {
  const text = cleanText(body.text)
  const fingerprint = ['tracker.update', ticketId, text, String(solves), String(own)]
  if (await claimClientId(tx, agent.id, clientId, fingerprint)) return getTicket(tx, ticketId)

  const { tracker, ...rest } = await getTicket(tx, ticketId)
  const total = (tracker?.attached ?? 0) + (own ? 1 : 0)
  if (!tracker || total === 0)
    throw new Refusal('ticket.wrong_state', { detail: 'No ticket is attached to it.' })
  const { updates = [] } = tracker
  if (updates.length >= UPDATES_AT_ONCE) throw new Refusal('request.too_many', { retryAfterMs: 1_000 })
  const at = parts.now()
  const update: TrackerUpdateRecord = {
    id: parts.newId('upd'),
    by: { id: agent.id, name: agent.name },
    text,
    at: at.toISOString(),
    startsAt: new Date(at.getTime() + holdMs).toISOString(),
    ...{ solves, own, total },
    ...{ upTo: '', sent: 0, solved: 0, unread: 0, left: 0 },
  }
  const ticket = await tell(tx, { ...rest, tracker: { ...tracker, updates: [...updates, update] } })
  await schedule(tx, workOf(ticket, update))
  await tx.clientIds.put({ ...claimed(agent.id, clientId, fingerprint), ticketId })
  return ticket
}

/** Begun already is no change. */
export async function sendUpdateNow(
  tx: Unit,
  parts: Clock,
  { ticketId, updateId }: Of,
): Promise<TicketRecord> {
  const ticket = await getTicket(tx, ticketId)
  const update = updateIn(ticket, updateId)
  if (!update || update.begun) return ticket
  const now = { ...update, startsAt: parts.now().toISOString() }
  await schedule(tx, workOf(ticket, now))
  return tell(tx, withUpdate(ticket, now))
}

/** @returns what was written, where nobody has it. @throws Refusal('ticket.changed_meanwhile') where it is over */
export async function stopUpdate(
  tx: Unit,
  { ticketId, updateId }: Of,
): Promise<{ ticket: TicketRecord; text: string | null }> {
  const ticket = await getTicket(tx, ticketId)
  const update = updateIn(ticket, updateId)
  if (!update) throw new Refusal('ticket.changed_meanwhile')
  if (update.begun)
    return { ticket: await tell(tx, withUpdate(ticket, { ...update, stopped: true })), text: null }
  await cancel(tx, workId(update))
  return { ticket: await tell(tx, withoutUpdate(ticket, update)), text: update.text }
}

/** Run twice, even at once, it is one update: a message that is there is not sent again, a step that was noted is not noted again. */
export function sendUpdates({
  read,
  commit,
  ...parts
}: { read: Pick<ReadTables, 'tickets'>; commit: Commit; tickets: Tickets } & Clock): WorkHandler {
  return async ({ id, subjectId }) => {
    for (let step = 0; step < STEPS_OF_A_RUN; step++) {
      const update = await commit((tx) => begun(tx, subjectId, id))
      if (!update) return { done: true }
      const after = update.upTo ? { after: update.upTo } : {}
      const page = update.stopped
        ? []
        : await read.tickets.causedBy(subjectId, { ...after, limit: STEP_TICKETS })
      const results = await Promise.all(
        page.map((ticket) => commit((tx) => sendTo(tx, parts, subjectId, update, ticket.id))),
      )
      const isLast = page.length < STEP_TICKETS
      const upTo = page.at(-1)?.id ?? update.upTo
      await commit((tx) => note(tx, parts, subjectId, update, { results, upTo, isLast }))
      if (isLast) return { done: true }
    }
    return { againAt: parts.now().toISOString(), why: 'There are more tickets.' }
  }
}

/** From here on somebody may have it. */
async function begun(tx: Unit, trackerId: string, work: string): Promise<TrackerUpdateRecord | undefined> {
  const tracker = await tx.tickets.find(trackerId)
  const update = tracker?.tracker?.updates?.find((one) => workId(one) === work)
  if (!tracker || !update || update.begun) return update
  await tell(tx, withUpdate(tracker, { ...update, begun: true }))
  return { ...update, begun: true }
}

type Result = 'sent' | 'solved' | 'unread' | 'left'

async function sendTo(
  tx: Unit,
  parts: { tickets: Tickets },
  trackerId: string,
  { id, at }: TrackerUpdateRecord,
  ticketId: string,
): Promise<Result> {
  const update = updateIn(await tx.tickets.find(trackerId), id)
  const ticket = await tx.tickets.find(ticketId)
  if (!update || !ticket) return 'left'
  // A step that was not noted, because this process ended.
  if (await tx.clientIds.find(update.by.id, nameOf(update, ticket)))
    return ticket.state === 'solved' ? 'solved' : 'sent'
  const isMeant = ticket.cause?.id === trackerId && ticket.cause.at <= at
  return isMeant && !update.stopped ? reply(tx, parts, update, ticket) : 'left'
}

async function reply(
  tx: Unit,
  { tickets }: { tickets: Tickets },
  update: TrackerUpdateRecord,
  ticket: TicketRecord,
): Promise<Result> {
  const agent = await tx.agents.find(update.by.id)
  if (!agent || ticket.state === 'solved') return 'left'
  const isRead = !(await hasUnread(tx, ticket))
  const body = { clientId: nameOf(update, ticket), ticketId: ticket.id, text: update.text }
  const sent = await tickets.sendAsAgent(tx, agent, body, { takes: false, answers: isRead })
  if (!isRead) return 'unread'
  if (!update.solves || (await isSpokenFor(tx, ticket))) return 'sent'
  await tickets.solve(tx, sent.ticket, { name: agent.name, side: 'agent' })
  return 'solved'
}

/** How far it is; after the last step its own contact gets it, and the line is written. */
async function note(
  tx: Unit,
  parts: { tickets: Tickets } & Clock,
  trackerId: string,
  { id, upTo: before }: TrackerUpdateRecord,
  step: { results: Result[]; upTo: string; isLast: boolean },
): Promise<void> {
  const tracker = await tx.tickets.find(trackerId)
  const known = updateIn(tracker, id)
  // Noted by another run of the same work.
  if (!tracker || !known || known.upTo !== before) return
  const isForOwn = step.isLast && known.own && !known.stopped
  const results = isForOwn ? [...step.results, await reply(tx, parts, known, tracker)] : step.results
  const count = (...which: Result[]) => results.filter((one) => which.includes(one)).length
  const update: TrackerUpdateRecord = {
    ...known,
    upTo: step.upTo,
    sent: known.sent + count('sent', 'solved', 'unread'),
    solved: known.solved + count('solved'),
    unread: known.unread + count('unread'),
    left: known.left + count('left'),
  }
  const ticket = await getTicket(tx, trackerId)
  if (!step.isLast) return void (await tell(tx, withUpdate(ticket, update)))
  const agent = (await tx.agents.find(update.by.id)) ?? null
  const { sent, solved, unread, left, total } = update
  const details = Object.entries({ sent, solved, unread, left, total }).filter(([, value]) => value > 0)
  await arrange(
    tx,
    parts,
    withoutUpdate(ticket, update),
    agent,
    {
      code: update.stopped ? 'update.stopped' : 'update.sent',
      details: Object.fromEntries(details.map(([name, value]) => [name, String(value)])),
    },
    update.text,
  )
}

/** What its contact wrote and no agent has looked at, nor whoever attached it. */
async function hasUnread(tx: Unit, ticket: TicketRecord): Promise<boolean> {
  return hasContactWritten(tx, ticket, Math.max(ticket.seenByAgent, ticket.cause?.upTo ?? 0))
}

/** No line: what happens in between is told, and not kept for later readers. */
async function tell(tx: Unit, ticket: TicketRecord): Promise<TicketRecord> {
  await tx.tickets.put(ticket)
  tx.record({ name: 'ticket.arranged', ticket })
  return ticket
}

/** The message's: its reader cannot tell by it that others have one. */
const nameOf = (update: TrackerUpdateRecord, ticket: TicketRecord) => sha256('update', update.id, ticket.id)
const workId = ({ id }: TrackerUpdateRecord) => `update-${id}`
const workOf = ({ id }: TicketRecord, update: TrackerUpdateRecord) => ({
  id: workId(update),
  kind: TRACKER_UPDATE,
  subjectId: id,
  dueAt: update.startsAt,
})

const updateIn = (ticket: TicketRecord | undefined, id: string) =>
  ticket?.tracker?.updates?.find((one) => one.id === id)

function withUpdate(ticket: TicketRecord, update: TrackerUpdateRecord): TicketRecord {
  const { attached = 0, updates = [] } = ticket.tracker ?? {}
  return {
    ...ticket,
    tracker: { attached, updates: updates.map((one) => (one.id === update.id ? update : one)) },
  }
}

function withoutUpdate(ticket: TicketRecord, { id }: TrackerUpdateRecord): TicketRecord {
  const { attached = 0, updates = [] } = ticket.tracker ?? {}
  const rest = updates.filter((one) => one.id !== id)
  return { ...ticket, tracker: { attached, ...(rest.length > 0 && { updates: rest }) } }
}

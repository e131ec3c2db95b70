// What macros do to a ticket, in one commit with the reply or the note that they are sent with: all of it, or nothing at all
// and a refusal that says why. The agent has seen each action before, and could take it away. Partners: macros.ts;
// tickets/tickets.ts, whose verbs these are.

import { actionsTogether } from '../../protocol/desk/macro-actions.ts'
import type { MacroAction } from '../../protocol/desk/macros.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { AgentRecord, TicketRecord } from '../store/records.ts'
import { handOver, isTeam, type TeamParts } from '../teams/teams.ts'
import { goesOnAt } from '../tickets/merged.ts'
import { refuseUnread, snoozeFor } from '../tickets/snooze.ts'
import { isSpokenFor } from '../tickets/spoken-for.ts'
import { changeTags, prioritise } from '../tickets/tags.ts'
import { getTicket, type Tickets } from '../tickets/tickets.ts'
import { countUses } from './macros.ts'

interface ActingParts extends TeamParts {
  tickets: Tickets
}

/** @throws Refusal('macro.not_done' | 'ticket.answered_meanwhile') beside what sending refuses */
export async function sendWithActions(
  tx: Unit,
  parts: ActingParts,
  agent: AgentRecord,
  body: DeskCommandBody<'message.send'>,
) {
  const { actions, isNew } = await begun(tx, agent, body)
  if (!isNew) return parts.tickets.sendAsAgent(tx, agent, body)
  await refuseUnseen(tx, body, actions)
  // Before the message: who has the ticket by then is not the one who answers.
  await before(tx, parts, agent, body.ticketId, actions)
  const isForNobody = actions.some((one) => one.do === 'team' || (one.do === 'assign' && one.to === 'nobody'))
  const { ticket, message } = await parts.tickets.sendAsAgent(tx, agent, body, { takes: !isForNobody })
  return { ticket: await after(tx, parts, agent, ticket, actions), message }
}

/** @throws Refusal('macro.not_done' | 'ticket.answered_meanwhile') beside what writing refuses */
export async function noteWithActions(
  tx: Unit,
  parts: ActingParts,
  agent: AgentRecord,
  body: DeskCommandBody<'note.write'>,
) {
  const { actions, isNew } = await begun(tx, agent, body)
  if (isNew) await refuseUnseen(tx, body, actions)
  const { ticket, note } = await parts.tickets.writeNote(tx, agent, body)
  if (!isNew || actions.length === 0) return { ticket, note }
  const changed = await before(tx, parts, agent, ticket.id, actions)
  return { ticket: await after(tx, parts, agent, changed, actions), note }
}

/** Sent again: it was done the first time, and is not done twice. */
async function begun(
  tx: Unit,
  agent: AgentRecord,
  { clientId, macros = [], actions = [] }: DeskCommandBody<'note.write'>,
): Promise<{ actions: MacroAction[]; isNew: boolean }> {
  const isNew = !(await tx.clientIds.find(agent.id, clientId))
  if (isNew) await countUses(tx, agent, macros)
  return { actions: actionsTogether(actions), isNew }
}

/**
 * What the contact has just written is neither solved nor put aside unread. Consoles of an older version do not say what they have seen.
 * @throws Refusal('ticket.answered_meanwhile')
 */
async function refuseUnseen(
  tx: Unit,
  { ticketId, upTo }: DeskCommandBody<'note.write'>,
  actions: MacroAction[],
): Promise<void> {
  const leavesIt = actions.some((one) => one.do === 'snooze' || (one.do === 'state' && one.to === 'solved'))
  const ticket = leavesIt && upTo !== undefined && (await tx.tickets.find(ticketId))
  if (ticket) await refuseUnread(tx, ticket, upTo)
}

async function before(
  tx: Unit,
  parts: ActingParts,
  agent: AgentRecord,
  ticketId: string,
  actions: MacroAction[],
): Promise<TicketRecord> {
  let ticket = await goesOnAt(tx, await getTicket(tx, ticketId))
  for (const action of actions) {
    if (action.do === 'assign')
      ticket = await parts.tickets.assign(tx, ticket.id, await named(tx, agent, action.to))
    if (action.do === 'team') ticket = await toTeam(tx, parts, agent, ticket, action.to)
    // Both are the desk's own: no contact sees that the ticket changed.
    if (action.do === 'priority') ticket = await prioritise(tx, parts, agent, ticket, action.to)
    if (action.do === 'tag')
      ticket = await changeTags(tx, parts, agent, ticket, { add: [action.add], remove: [] })
  }
  return ticket
}

/** A reply leaves the ticket waiting on its contact: the state that is wished comes behind it. */
async function after(
  tx: Unit,
  parts: ActingParts,
  agent: AgentRecord,
  ticket: TicketRecord,
  actions: MacroAction[],
): Promise<TicketRecord> {
  const { tickets } = parts
  for (const action of actions) {
    if (action.do === 'snooze') return snoozeFor(tx, parts, agent, ticket, action.days)
    if (action.do !== 'state') continue
    if (action.to === 'solved') {
      if (await isSpokenFor(tx, ticket))
        throw new Refusal('macro.not_done', {
          field: '/actions',
          detail: 'A merge of accounts is under way in it.',
        })
      return tickets.solve(tx, ticket, { name: agent.name, side: 'agent' })
    }
    if (ticket.state === 'open') return ticket
    if (ticket.state === 'solved') return tickets.reopen(tx, ticket.id, { name: agent.name })
    return tickets.change(tx, ticket, { state: 'open' })
  }
  return ticket
}

async function toTeam(
  tx: Unit,
  parts: ActingParts,
  agent: AgentRecord,
  ticket: TicketRecord,
  name: string,
): Promise<TicketRecord> {
  if (!(await isTeam(tx, parts.types, name)))
    throw new Refusal('macro.not_done', {
      field: '/actions',
      detail: `The team ${name} to which it gives the ticket is not there any more.`,
    })
  return handOver(tx, parts, agent, ticket, name)
}

async function named(tx: Unit, agent: AgentRecord, to: string): Promise<AgentRecord | null> {
  if (to === 'me') return agent
  if (to === 'nobody') return null
  const assignee = await tx.agents.find(to)
  if (!assignee || assignee.disabledAt)
    throw new Refusal('macro.not_done', {
      field: '/actions',
      detail: `The agent ${assignee?.name ?? ''} to whom it assigns is not there any more.`,
    })
  return assignee
}

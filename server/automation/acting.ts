// One rule on one ticket: what it does is done with the verbs that agents use, under the rule's name, in the commit of the run.
// What is refused is left out, the rest is done, and what was left out stands on the rule. Partner: judge.ts, which says what.

import type { LeftOut, RuleAction } from '../../protocol/desk/rules.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { RuleMarks, RuleRecord, TicketRecord } from '../store/records.ts'
import { handOver, isTeam } from '../teams/teams.ts'
import type { TicketTypes } from '../ticket-types/types.ts'
import { type Actor, arrange } from '../tickets/desk-lines.ts'
import { snoozeFor } from '../tickets/snooze.ts'
import { changeTags, prioritise } from '../tickets/tags.ts'
import type { Tickets } from '../tickets/tickets.ts'
import { replyOf } from './filling.ts'
import { verdictOn } from './judge.ts'

/** Who a contact reads as the writer of what no person wrote. */
const NOBODY = {
  kind: 'agent',
  // Which rule it was is the desk's affair.
  id: 'automatic',
  name: 'Automatic reply',
  automatic: true,
} as const

export interface ActingParts extends Pick<Parts, 'now' | 'newId'> {
  tickets: Tickets
  types: Pick<TicketTypes, 'all' | 'find' | 'form'>
}

/** @returns the ticket as it is then; the rule's figures are kept with it */
export async function act(
  tx: Unit,
  parts: ActingParts,
  rule: RuleRecord,
  before: TicketRecord,
): Promise<TicketRecord> {
  let ticket = before
  let [hasDone, trouble]: [boolean, LeftOut | null] = [false, null]
  for (const action of rule.actions) {
    const hasReplied = ticket.ruled?.[rule.id]?.hasReplied ?? false
    const verdict = verdictOn(action, ticket, { hasReplied })
    const outcome = verdict.is === 'done' ? await perform(tx, parts, rule, ticket, action) : verdict
    if ('ticket' in outcome) [ticket, hasDone] = [outcome.ticket, true]
    // That it writes only once is no trouble: it is what it promises.
    else if (outcome.is === 'left_out' && outcome.why !== 'told_before') trouble = outcome.why
  }
  if (!hasDone && !trouble) return ticket
  const at = parts.now().toISOString()
  const { figures } = (await tx.rules.find(rule.id)) ?? rule
  await tx.rules.put({
    ...rule,
    figures: {
      runs: figures.runs + (hasDone ? 1 : 0),
      lastRunAt: hasDone ? at : figures.lastRunAt,
      trouble: trouble ? { at, ticketId: ticket.id, number: ticket.number, why: trouble } : figures.trouble,
    },
  })
  return ticket
}

export function marked(ticket: TicketRecord, ruleId: string, marks: RuleMarks): TicketRecord {
  return { ...ticket, ruled: { ...ticket.ruled, [ruleId]: { ...ticket.ruled?.[ruleId], ...marks } } }
}

type Outcome = { ticket: TicketRecord } | { is: 'left_out'; why: LeftOut }

async function perform(
  tx: Unit,
  parts: ActingParts,
  rule: RuleRecord,
  ticket: TicketRecord,
  action: RuleAction,
): Promise<Outcome> {
  const { tickets, newId } = parts
  const actor: Actor = { id: rule.id, name: rule.name, isRule: true }
  const acted = (changed: TicketRecord, details: Record<string, string>) =>
    arrange(tx, parts, changed, actor, { code: 'rule.acted', details })
  switch (action.do) {
    case 'priority':
      return { ticket: await prioritise(tx, parts, actor, ticket, action.to) }
    case 'tag':
      return { ticket: await changeTags(tx, parts, actor, ticket, { add: [action.add], remove: [] }) }
    case 'untag':
      return { ticket: await changeTags(tx, parts, actor, ticket, { add: [], remove: [action.remove] }) }
    case 'team':
      if (!(await isTeam(tx, parts.types, action.to))) return { is: 'left_out', why: 'team_gone' }
      return { ticket: await handOver(tx, parts, actor, ticket, action.to) }
    case 'assign': {
      const agent = action.to === 'nobody' ? null : await tx.agents.find(action.to)
      if (agent === undefined || agent?.disabledAt) return { is: 'left_out', why: 'agent_gone' }
      const assigned = await tickets.assign(tx, ticket.id, agent)
      return { ticket: await acted(assigned, { did: 'assigned', ...(agent && { to: agent.name }) }) }
    }
    case 'solve': {
      const solved = await tickets.solve(tx, ticket, { name: '', side: 'system' })
      return { ticket: await acted(solved, { did: 'solved' }) }
    }
    case 'snooze':
      return { ticket: await snoozeFor(tx, parts, actor, ticket, action.days) }
    case 'note': {
      const noted = await tickets.addNote(tx, ticket, actor, {
        clientId: newId('not'),
        text: action.text.trim(),
      })
      return { ticket: noted.ticket }
    }
    case 'reply':
    case 'macro': {
      const reply = await replyOf(tx, parts.types, action, ticket)
      if ('why' in reply) return { is: 'left_out', why: reply.why }
      const written = { clientId: newId('msg'), text: reply.text }
      const asWritten = marked(ticket, rule.id, { hasReplied: true })
      const told = await tickets.addMessage(tx, asWritten, NOBODY, written)
      return { ticket: await acted(told.ticket, { did: 'replied' }) }
    }
  }
}

// What people do becomes a cause for rules, as due work in the very commit of what they did: so it is there or it is not, as that
// is. What a rule does is no cause, for any rule: that no rule can loop rests on this. Partner: runs.ts, which runs them.

import type { DeskLine } from '../../protocol/desk/desk-lines.ts'
import type { Note } from '../../protocol/entities.ts'
import { schedule } from '../due-work.ts'
import type { DomainEvent, Reaction, Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { RuleCause } from '../store/records.ts'
import type { WhichRules } from './which.ts'

export const RULES_RUN = 'rules.run'
export const runsOf = (ticketId: string) => `rules-${ticketId}`

export function noteCauses({ now, which }: Pick<Parts, 'now'> & { which: WhichRules }): Reaction {
  return (event, tx) => {
    if (which.isByRules(tx)) return null
    const found = causeIn(event)
    return found && which.mayBeOn(found.on) ? note(tx, found) : null
  }

  async function note(tx: Unit, { ticketId, ...cause }: Found): Promise<void> {
    if (!(await which.areOn(tx)).has(cause.on)) return
    const id = runsOf(ticketId)
    const at = now().toISOString()
    // One work a ticket, so that its causes are taken in the order in which they came.
    const causes = [...((await tx.dueWork.find(id))?.causes ?? []), { ...cause, at }]
    await schedule(tx, { id, kind: RULES_RUN, subjectId: ticketId, dueAt: at, causes })
  }
}

type Found = Omit<RuleCause, 'at'> & { ticketId: string }

function causeIn(event: DomainEvent): Found | null {
  switch (event.name) {
    case 'ticket.opened':
      return { on: 'ticket_opened', ticketId: event.ticket.id }
    case 'message.created': {
      const { author, sequence } = event.message
      const on = author.kind === 'contact' ? 'contact_wrote' : 'agent_replied'
      return { on, ticketId: event.ticket.id, sequence }
    }
    case 'activity.created': {
      const on = ON_ACTIVITY[event.activity.code]
      return on ? { on, ticketId: event.ticket.id } : null
    }
    case 'note.created': {
      const on = onLine(event.note)
      return on ? { on, ticketId: event.note.ticketId } : null
    }
    case 'ticket.rated':
      return { on: 'rated', ticketId: event.ticket.id, score: event.ticket.score ?? 0 }
    default:
      return null
  }
}

const ON_ACTIVITY: Partial<Record<string, RuleCause['on']>> = {
  'ticket.assigned': 'assigned',
  'ticket.solved': 'solved',
  'ticket.reopened': 'reopened',
}

const ON_LINE: Partial<Record<DeskLine['code'], RuleCause['on']>> = {
  'snooze.set': 'snoozed',
  'tags.changed': 'tags_changed',
  'priority.changed': 'priority_changed',
  'team.set': 'team_changed',
}

/** What a line among the notes is to rules, where a person stands behind it: not what the time did, nor another rule. */
export const onLine = ({ line, author }: Pick<Note, 'line' | 'author'>): RuleCause['on'] | undefined =>
  line && author.id !== '' && !author.rule ? ON_LINE[line.code] : undefined

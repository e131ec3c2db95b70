// Whether a rule runs, and what it then does to a ticket as it stands: said before anything is done, so that a dry run and a
// run say the same. Pure. Partners: acting.ts, which does it; trial.ts, which does not.

import { fits } from '../../protocol/desk/filtering.ts'
import type { LeftOut, RuleAction, RuleConditions, RuleTrigger } from '../../protocol/desk/rules.ts'
import { TicketState } from '../../protocol/entities.ts'
import { TAGS_OF_TICKET } from '../../protocol/limits.ts'
import { facetsOfRecord, factsAbout } from '../store/facets.ts'
import type { ContactRecord, RuleCause, TicketRecord } from '../store/records.ts'
import { withTags } from '../tickets/tags.ts'
import { hasAnyOf } from './words.ts'

/** What a condition may ask of a moment. */
interface Moment {
  ticket: TicketRecord
  at: string
  contact: ContactRecord | undefined
  /** Subject, and what was written; asked only where a rule looks for words. */
  text: () => Promise<string>
  isOpen: () => Promise<boolean>
}

type Verdict = { is: 'done' | 'nothing' } | { is: 'left_out'; why: LeftOut }

/** Those of people; time is looked at by spans.ts. */
export function isMeant(when: RuleTrigger, cause: RuleCause): boolean {
  return when.on === cause.on && (when.on !== 'rated' || (cause.score ?? 0) <= when.atMost)
}

export async function holds({ filter, words, desk }: RuleConditions, moment: Moment): Promise<boolean> {
  // It goes on in another one, which is what rules look at.
  if (moment.ticket.mergedInto) return false
  const asked = { states: [...TicketState.enum], ...filter }
  const { ticket, contact } = moment
  const now = Date.parse(moment.at)
  const [identity, facts] = [() => contact?.identity, factsAbout(ticket, () => contact)]
  if (!fits(facetsOfRecord(ticket), asked, { agentId: '', now, identity, facts })) return false
  if (desk !== undefined && (desk === 'open') !== (await moment.isOpen())) return false
  return words === undefined || hasAnyOf(words, await moment.text())
}

/**
 * What a person would be refused, or ought to look at first, is left out: nothing that waits for an answer is solved or put
 * aside, a merge moves its ticket by itself, and a contact is written to once by each rule.
 * @param actions of the rule; a macro stands there as its reply, or as null where it is gone
 */
export function verdictOn(
  action: RuleAction,
  ticket: TicketRecord,
  { hasReplied }: { hasReplied: boolean },
): Verdict {
  switch (action.do) {
    case 'priority':
      return changes((ticket.priority ?? 'normal') !== action.to)
    case 'tag':
      if (ticket.tags?.includes(action.add)) return NOTHING
      return (ticket.tags?.length ?? 0) >= TAGS_OF_TICKET ? leftOut('too_many_tags') : DONE
    case 'untag':
      return changes(ticket.tags?.includes(action.remove) ?? false)
    case 'assign':
      return changes(ticket.assigneeId !== (action.to === 'nobody' ? null : action.to))
    case 'team':
      return changes(ticket.team !== action.to)
    case 'solve':
    case 'snooze':
      if (ticket.state === 'solved' || ticket.state === 'snoozed') return NOTHING
      if (ticket.mergeId) return leftOut('merge')
      return ticket.state === 'open' ? leftOut('waits_for_answer') : DONE
    case 'note':
      return DONE
    case 'reply':
    case 'macro':
      return hasReplied ? leftOut('told_before') : DONE
  }
}

/** The ticket as it would be: for what comes after. */
export function asIfDone(action: RuleAction, ticket: TicketRecord, at: string): TicketRecord {
  const tags = ticket.tags ?? []
  switch (action.do) {
    case 'priority':
      return { ...ticket, priority: action.to }
    case 'tag':
      return withTags(ticket, [...tags, action.add].sort())
    case 'untag':
      return withTags(
        ticket,
        tags.filter((tag) => tag !== action.remove),
      )
    case 'assign':
      return { ...ticket, assigneeId: action.to === 'nobody' ? null : action.to }
    case 'team':
      // Whoever has it in the other team has it no more.
      return { ...ticket, team: action.to, assigneeId: null }
    case 'solve':
      return { ...ticket, state: 'solved', solvedAt: at, waitingSince: null }
    case 'snooze':
      return { ...ticket, state: 'snoozed' }
    case 'note':
    case 'reply':
    case 'macro':
      return ticket
  }
}

/** What writes to the contact. */
export const isReply = ({ do: what }: RuleAction): boolean => what === 'reply' || what === 'macro'

const NOTHING: Verdict = { is: 'nothing' }
const DONE: Verdict = { is: 'done' }
const changes = (isChange: boolean): Verdict => (isChange ? DONE : NOTHING)
const leftOut = (why: LeftOut): Verdict => ({ is: 'left_out', why })

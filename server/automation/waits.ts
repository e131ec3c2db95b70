// Time that goes by as a cause: due work stands ready for the soonest moment at which a rule that is on would run on a ticket.
// What was due before a rule was switched on is left as it is, so that nobody's old tickets are flooded. Partners: spans.ts, the
// rule; runs.ts.

import { schedule, type WorkHandler } from '../due-work.ts'
import type { Commit, Reaction, Unit } from '../events.ts'
import type { CountedTime } from '../sla/counted-time.ts'
import type { RuleRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { unsolvedTickets } from '../tickets/unsolved.ts'
import { type ActingParts, marked } from './acting.ts'
import { runIfItHolds } from './runs.ts'
import { betweenActs, comesAbout, hasRun, isTimed } from './spans.ts'
import type { WhichRules } from './which.ts'

export const RULES_WAIT = 'rules.wait'
export const RULES_SURVEY = 'rules.survey'
const waitOf = (ticketId: string) => `rules-wait-${ticketId}`
/** Some milliseconds of work. */
const TICKETS_OF_COMMIT = 50

/** Wherever a ticket changes, through rules too: another moment may be the soonest. */
export function watchWaits({ which }: { which: WhichRules }): Reaction {
  return (event, tx) => {
    switch (event.name) {
      case 'ticket.opened':
      case 'ticket.changed':
      case 'ticket.arranged':
        return which.mayBeOn('waited') || which.mayBeOn('promise') ? watch(tx, event.ticket.id) : null
      case 'rule.changed':
        return event.rule.isOn && isTimed(event.rule.when) ? survey(tx, event.rule) : null
      default:
        return null
    }
  }

  async function watch(tx: Unit, ticketId: string): Promise<void> {
    const triggers = await which.areOn(tx)
    if (!triggers.has('waited') && !triggers.has('promise')) return
    const ticket = await tx.tickets.find(ticketId)
    if (ticket) await standReady(tx, ticket, await timedRules(tx), await which.openTime(tx))
  }

  /** Tickets that wait already. */
  function survey(tx: Unit, rule: RuleRecord): Promise<void> {
    const dueAt = rule.onSince ?? rule.changedAt
    return schedule(tx, { id: RULES_SURVEY, kind: RULES_SURVEY, subjectId: rule.id, dueAt })
  }
}

/** Due work of the kind RULES_WAIT; its subject is a ticket. */
export function runWaits({
  commit,
  which,
  ...parts
}: { commit: Commit; which: WhichRules } & ActingParts): WorkHandler {
  return async ({ id, subjectId }) => {
    await commit(async (tx) => {
      const found = await tx.tickets.find(subjectId)
      if (!found || !(await tx.dueWork.find(id))) return
      await tx.dueWork.remove(id)
      which.takeOver(tx)
      const openTime = await which.openTime(tx)
      const rules = await timedRules(tx)
      const at = parts.now().toISOString()
      let ticket = found
      for (const rule of rules) {
        const due = dueOf(rule, ticket, openTime)
        if (!due || due.at > at) continue
        // Looked at once in this span, whether or not its conditions hold.
        const ranFor = { span: due.span, between: betweenActs(ticket) }
        ticket = marked(ticket, rule.id, { ranFor })
        await tx.tickets.put(ticket)
        ticket = await runIfItHolds(tx, parts, rule, ticket, { at })
      }
      await standReady(tx, ticket, rules, openTime)
    })
    return { done: true }
  }
}

/** Due work of the kind RULES_SURVEY: a rule that waits was switched on. */
export function surveyTickets({
  read,
  commit,
  which,
}: {
  read: Pick<ReadTables, 'tickets'>
  commit: Commit
  which: WhichRules
}): WorkHandler {
  return async () => {
    for await (const page of unsolvedTickets(read, TICKETS_OF_COMMIT))
      await commit(async (tx) => {
        const [rules, openTime] = [await timedRules(tx), await which.openTime(tx)]
        for (const { id } of page) {
          const ticket = await tx.tickets.find(id)
          if (ticket) await standReady(tx, ticket, rules, openTime)
        }
      })
    return { done: true }
  }
}

/** Put too early is fine: it looks, and comes again. */
async function standReady(
  tx: Unit,
  ticket: TicketRecord,
  rules: RuleRecord[],
  openTime: CountedTime,
): Promise<void> {
  const [next] = rules.flatMap((rule) => dueOf(rule, ticket, openTime)?.at ?? []).sort()
  if (!next) return
  const id = waitOf(ticket.id)
  const known = await tx.dueWork.find(id)
  if (known && !known.leaseUntil && known.dueAt <= next) return
  await schedule(tx, { id, kind: RULES_WAIT, subjectId: ticket.id, dueAt: next })
}

function dueOf(rule: RuleRecord, ticket: TicketRecord, openTime: CountedTime) {
  const due = isTimed(rule.when) ? comesAbout(rule.when, ticket, openTime) : null
  if (!due || due.at < (rule.onSince ?? '') || hasRun(rule, ticket, due.span)) return null
  return due
}

async function timedRules(tables: Pick<ReadTables, 'rules'>): Promise<RuleRecord[]> {
  return (await tables.rules.list()).filter(({ isOn, when }) => isOn && isTimed(when))
}

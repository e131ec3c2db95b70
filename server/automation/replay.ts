// One ticket's past with a rule in it: what the rule would have done, by the very functions that a run asks. Reads nothing and
// changes nothing. Partners: history.ts, which tells the past; trial.ts, which goes through the tickets.

import type { LeftOut, RuleAction, RuleHit } from '../../protocol/desk/rules.ts'
import { plainWords } from '../../protocol/plain-words.ts'
import type { CountedTime } from '../sla/counted-time.ts'
import type { Policies } from '../sla/policy.ts'
import type {
  AgentRecord,
  ContactRecord,
  EntryRecord,
  RuleCause,
  RuleRecord,
  TicketRecord,
} from '../store/records.ts'
import type { TicketTypes } from '../ticket-types/types.ts'
import { marked } from './acting.ts'
import { type Past, type Told, toldAgain, withClocks } from './history.ts'
import { asIfDone, holds, isMeant, isReply, verdictOn } from './judge.ts'
import { betweenActs, comesAbout, hasRun, isTimed } from './spans.ts'

/** Within this time all of one act is done, and no second one is begun. */
const MOMENT_MS = 100

export interface Facts {
  policies: Policies
  types: Pick<TicketTypes, 'find'>
  agents: readonly AgentRecord[]
  openTime: CountedTime
  isOpen: (at: string) => boolean
  contactOf: (contactId: string) => Promise<ContactRecord | undefined>
  /** What cannot be done at all, as things are now. */
  impossible: ReadonlyMap<RuleAction, LeftOut>
  /** Until then it is looked. */
  to: string
}

/** One ticket's past with that rule in it; null where it would have done nothing, and left nothing out. */
export async function replay(rule: RuleRecord, past: Past, facts: Facts): Promise<RuleHit | null> {
  const { when } = rule
  const type = facts.types.find(past.ticket.type)
  const { begun, told } = toldAgain(past, { ruleId: rule.id, type, agents: facts.agents })
  const contact = await facts.contactOf(past.ticket.contactId)
  let [ticket, lastSaid]: [TicketRecord, string] = [begun, '']
  let hit: RuleHit | null = null

  async function run(at: string, said: string): Promise<void> {
    const text = async () => `${ticket.subject}\n${said}`
    const isOpen = async () => facts.isOpen(at)
    if (!(await holds(rule.conditions, { ticket, at, contact, text, isOpen }))) return
    const [done, leftOut]: [RuleAction[], RuleHit['leftOut']] = [[], []]
    for (const action of rule.actions) {
      const hasReplied = ticket.ruled?.[rule.id]?.hasReplied ?? false
      const why = facts.impossible.get(action)
      const verdict = verdictOn(action, ticket, { hasReplied })
      if (verdict.is === 'nothing') continue
      if (why || verdict.is === 'left_out') {
        const reason = verdict.is === 'left_out' ? verdict.why : why
        if (reason && reason !== 'told_before') leftOut.push({ action, why: reason })
        continue
      }
      done.push(action)
      ticket = asIfDone(action, ticket, at)
      if (isReply(action)) ticket = marked(ticket, rule.id, { hasReplied: true })
    }
    ticket = withClocks(ticket, at, facts)
    if (done.length > 0 || leftOut.length > 0) hit = withRun(hit, past.ticket, { at, done, leftOut })
  }

  /** All that time brings about before something else happens. */
  async function pass(until: string): Promise<void> {
    if (!isTimed(when)) return
    for (;;) {
      const due = comesAbout(when, ticket, facts.openTime)
      if (!due || due.at >= until || hasRun(rule, ticket, due.span)) return
      ticket = marked(ticket, rule.id, { ranFor: { span: due.span, between: betweenActs(ticket) } })
      await run(due.at, lastSaid)
    }
  }

  for (const together of inOneGo(told)) {
    const [{ at }] = together
    await pass(at)
    for (const { onto, message } of together) {
      ticket = withClocks(onto(ticket), at, facts)
      if (message?.author.kind === 'contact') lastSaid = message.text
    }
    for (const { causes, message } of together)
      for (const cause of causes)
        if (isMeant(when, cause)) await run(at, said(cause, message, past.entries, lastSaid))
  }
  // What is due at this very moment has come about, too.
  await pass(new Date(Date.parse(facts.to) + 1).toISOString())
  return hit
}

/** A rule runs a moment later: what one act has led to is seen together. */
function inOneGo(told: readonly Told[]): [Told, ...Told[]][] {
  const groups: [Told, ...Told[]][] = []
  for (const one of told) {
    const last = groups.at(-1)
    if (last && Date.parse(one.at) - Date.parse(last[0].at) <= MOMENT_MS) last.push(one)
    else groups.push([one])
  }
  return groups
}

/** Where it is about no message, what the contact wrote last; of the opening, what it began with. */
function said(
  cause: RuleCause,
  message: EntryRecord | undefined,
  entries: readonly EntryRecord[],
  lastSaid: string,
): string {
  const about = cause.on === 'ticket_opened' ? entries.find(({ kind }) => kind === 'message') : message
  return about?.kind === 'message' ? about.text : lastSaid
}

function withRun(
  before: RuleHit | null,
  { id, number, subject }: TicketRecord,
  run: Pick<RuleHit, 'at' | 'done' | 'leftOut'>,
): RuleHit {
  const known = before ?? {
    ticketId: id,
    number,
    subject: plainWords(subject),
    times: 0,
    at: run.at,
    done: [],
    leftOut: [],
  }
  return {
    ...known,
    times: known.times + (run.done.length > 0 ? 1 : 0),
    done: [...new Set([...known.done, ...run.done])],
    leftOut: [...known.leftOut, ...run.leftOut].filter(
      ({ action }, at, all) => all.findIndex((one) => one.action === action) === at,
    ),
  }
}

// A dry run: what a rule, as it stands, would have done to the tickets that were opened in the last month. It reads, and keeps
// nothing but how far it is. A slice of tickets at a time, as long as somebody asks for the next: so it can be stopped, goes on at
// any copy, and holds up nobody. Partner: replay.ts, which does it for one ticket.

import type { LeftOut, RuleAction, RuleHit, RuleTrial } from '../../protocol/desk/rules.ts'
import { TRIAL_MS } from '../../protocol/limits.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import type { Parts } from '../parts.ts'
import { countedTime } from '../sla/counted-time.ts'
import type { Policies } from '../sla/policy.ts'
import type { AgentRecord, EntryRecord, RuleRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { isTeam } from '../teams/teams.ts'
import type { TicketTypes } from '../ticket-types/types.ts'
import { allNotes } from '../tickets/notes.ts'
import { replyInMacro } from './filling.ts'
import type { Past } from './history.ts'
import { type Facts, replay } from './replay.ts'
import { known } from './rules.ts'
import { isOpenAt } from './runs.ts'

/** Of one answer: a tenth of a second of work, with rests between. */
const TICKETS_OF_SLICE = 50
/** Of a thread, read at once. */
const ENTRIES_AT_ONCE = 500

export interface TrialParts extends Pick<Parts, 'now' | 'newId'> {
  read: ReadTables
  commit: Commit
  types: Pick<TicketTypes, 'all' | 'find'>
  policies: Policies
  /** Lets others have their turn. */
  rest: () => Promise<unknown>
}

/** @throws Refusal('rule.changed' | 'not_found'); also where another trial of the rule was begun meanwhile */
export async function tryRule(
  parts: TrialParts,
  agent: AgentRecord,
  { ruleId, version, trialId }: DeskCommandBody<'rule.try'>,
): Promise<{ rule: RuleRecord; hits: RuleHit[] }> {
  const { read, commit, rest } = parts
  const rule = known(await read.rules.list(), ruleId, version)
  const trial = trialId === undefined ? begin(parts, agent) : goingOn(rule, trialId)
  const { from, to } = trial
  const page = await read.tickets.between({
    ...{ by: 'opened', from, to, limit: TICKETS_OF_SLICE },
    ...(trial.next && { before: trial.next }),
  })
  const facts = await factsFor(parts, rule, to)
  const hits: RuleHit[] = []
  for (const ticket of page.tickets) {
    const hit = await replay(rule, await pastOf(read, ticket), facts)
    if (hit) hits.push(hit)
    await rest()
  }
  const ran = hits.filter(({ times }) => times > 0)
  const after: RuleTrial = {
    ...trial,
    next: page.next,
    reached: page.tickets.at(-1)?.createdAt ?? from,
    looked: trial.looked + page.tickets.length,
    runs: trial.runs + ran.reduce((sum, { times }) => sum + times, 0),
    tickets: trial.tickets + ran.length,
  }
  const kept = await commit(async (tx) => {
    const now = known(await tx.rules.list(), ruleId, version)
    if (trialId !== undefined && goingOn(now, trialId).next !== trial.next) throw begunAnew()
    const tried = { ...now, trial: after }
    await tx.rules.put(tried)
    tx.record({ name: 'rule.changed', rule: tried })
    return tried
  })
  return { rule: kept, hits }
}

function begin({ now, newId }: Pick<Parts, 'now' | 'newId'>, agent: AgentRecord): RuleTrial {
  const to = now().toISOString()
  const from = new Date(now().getTime() - TRIAL_MS).toISOString()
  return { id: newId('try'), by: agent.name, from, to, next: '', reached: to, looked: 0, runs: 0, tickets: 0 }
}

function goingOn({ trial }: RuleRecord, trialId: string): RuleTrial {
  if (trial?.id !== trialId || trial.next === null) throw begunAnew()
  return trial
}

const begunAnew = () =>
  new Refusal('rule.changed', { detail: 'This dry run is over, or another one was begun; begin anew.' })

async function factsFor(parts: TrialParts, rule: RuleRecord, to: string): Promise<Facts> {
  const { read, policies, types } = parts
  const hours = (await read.openingHours.find())?.hours ?? null
  const agents = await read.agents.list()
  const impossible = new Map<RuleAction, LeftOut>()
  for (const action of rule.actions) {
    if (action.do === 'assign' && action.to !== 'nobody')
      if (!agents.some(({ id, disabledAt }) => id === action.to && !disabledAt))
        impossible.set(action, 'agent_gone')
    if (action.do === 'team' && !(await isTeam(read, types, action.to))) impossible.set(action, 'team_gone')
    if (action.do === 'macro' && (await replyInMacro(read, types, action.macroId)) === null)
      impossible.set(action, 'macro_gone')
  }
  return {
    ...{ policies, types, agents, impossible, to },
    openTime: countedTime(hours),
    isOpen: (at) => isOpenAt(hours, at),
    contactOf: (contactId) => read.contacts.find(contactId),
  }
}

async function pastOf(read: ReadTables, ticket: TicketRecord): Promise<Past> {
  const entries: EntryRecord[] = []
  for (let last = 0; last < ticket.newestSequence; ) {
    const page = await read.entries.after(ticket.id, last, ENTRIES_AT_ONCE)
    entries.push(...page)
    last = page.at(-1)?.sequence ?? ticket.newestSequence
  }
  const notes = await allNotes(read, ticket)
  const ratings = ticket.solvedSequence === undefined ? [] : await read.ratings.list(ticket.id)
  return { ticket, entries, notes, ratings }
}

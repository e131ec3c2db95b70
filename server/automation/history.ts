// A ticket's past, told again: how it stood at each thing that people did to it, as far as thread, notes and ratings tell. What the
// rule that is tried did by itself is left out, so that it is judged as if it had never been. Pure; partner: trial.ts.

import type { DeskLine } from '../../protocol/desk/desk-lines.ts'
import type { Message } from '../../protocol/entities.ts'
import type { TypeEntry } from '../../protocol/settings/type-entries.ts'
import { windOn } from '../sla/clocks.ts'
import type { CountedTime } from '../sla/counted-time.ts'
import type { Policies } from '../sla/policy.ts'
import type {
  AgentRecord,
  EntryRecord,
  NoteRecord,
  RatingRecord,
  RuleCause,
  TicketRecord,
} from '../store/records.ts'
import { stateBefore, withoutSnooze } from '../tickets/aside.ts'
import { withTags } from '../tickets/tags.ts'
import { onLine } from './causes.ts'

export interface Past {
  /** As it is now. */
  ticket: TicketRecord
  entries: EntryRecord[]
  notes: NoteRecord[]
  ratings: RatingRecord[]
}

export interface Told {
  at: string
  /** Of whom the rule hears; null where it is the time, or another rule. */
  causes: RuleCause[]
  /** What it makes of the ticket as it stood before. */
  onto: (ticket: TicketRecord) => TicketRecord
  message?: Message
}

/** As it was opened; then what happened, in order. */
export function toldAgain(
  { ticket, entries, notes, ratings }: Past,
  { ruleId, type, agents }: { ruleId: string; type: TypeEntry | undefined; agents: readonly AgentRecord[] },
): { begun: TicketRecord; told: Told[] } {
  const lines = notes.filter(({ line }) => line)
  const acts = new Map(
    lines.flatMap(({ line, afterSequence, author }) =>
      (line?.code === 'rule.acted' && !isTakenAway(line)) || line?.code === 'turn.given'
        ? [[afterSequence, author.id || 'the turn'] as const]
        : [],
    ),
  )
  const opened: ToldBy = {
    at: ticket.createdAt,
    causes: [{ on: 'ticket_opened', at: ticket.createdAt }],
    onto: same,
  }
  const told = [
    opened,
    ...entries.map((entry) => withoutCopy(ticket, toldBy(entry, acts.get(entry.sequence), agents))),
    ...lines.map(lineTold),
    ...ratings.map(
      ({ ratedAt: at, score }): ToldBy => ({
        at,
        causes: [{ on: 'rated', at, score }],
        onto: (before) => ({ ...before, score }),
      }),
    ),
  ].filter(({ by }) => by !== ruleId)
  // Stable: of one instant, in the order above.
  return { begun: begunAs(ticket, type), told: told.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) }
}

/** What was promised it then: the clocks are wound as they would have been. */
export function withClocks(
  ticket: TicketRecord,
  at: string,
  { policies, openTime }: { policies: Policies; openTime: CountedTime },
): TicketRecord {
  const sla = windOn(ticket.sla, ticket, policies(ticket), { at, openTime })
  return sla === ticket.sla || !sla ? ticket : { ...ticket, sla }
}

type ToldBy = Told & { by?: string }

/** Nothing of it is there when a ticket is opened, or its type says it. */
const CAME_LATER = [
  ...(['priority', 'team', 'tags', 'snooze', 'sla', 'ruled'] as const),
  ...(['repliedAt', 'score', 'solvedAt', 'solvedSequence', 'mentions', 'mergedInto'] as const),
]

const same = (ticket: TicketRecord) => ticket

function begunAs(ticket: TicketRecord, type: TypeEntry | undefined): TicketRecord {
  const began: TicketRecord = { ...ticket }
  for (const field of CAME_LATER) delete began[field]
  return {
    ...began,
    state: 'open',
    assigneeId: ticket.openedBy?.id ?? null,
    waitingSince: ticket.createdAt,
    firstReplyAt: null,
    updatedAt: ticket.createdAt,
    ...(type?.priority && { priority: type.priority }),
    ...(type?.team && { team: type.team }),
  }
}

/** @param ruleId the rule that did it, where one did */
function toldBy(entry: EntryRecord, ruleId: string | undefined, agents: readonly AgentRecord[]): ToldBy {
  const at = entry.createdAt
  const causes = (on: RuleCause['on'], sequence?: number): RuleCause[] =>
    ruleId ? [] : [{ on, at, ...(sequence !== undefined && { sequence }) }]
  const by = ruleId ? { by: ruleId } : {}
  if (entry.kind === 'revision') return { at, causes: [], onto: same }
  if (entry.kind === 'message') {
    if (entry.author.kind === 'contact') {
      const onto = (before: TicketRecord): TicketRecord => ({
        ...withoutSnooze(before),
        state: 'open',
        waitingSince: before.waitingSince ?? at,
        updatedAt: at,
      })
      return { at, causes: causes('contact_wrote', entry.sequence), onto, message: entry }
    }
    if (entry.author.automatic) return { at, causes: [], onto: same }
    const onto = (before: TicketRecord): TicketRecord => ({
      ...withoutSnooze(before),
      state: 'waiting_on_contact',
      waitingSince: null,
      repliedAt: at,
      updatedAt: at,
      firstReplyAt: before.firstReplyAt ?? (before.openedBy ? null : at),
    })
    return { at, causes: causes('agent_replied', entry.sequence), onto, message: entry }
  }
  const { name = '' } = entry.details
  switch (entry.code) {
    case 'ticket.assigned': {
      const assigneeId = agents.find((agent) => agent.name === name)?.id ?? `somebody called ${name}`
      return { ...by, at, causes: causes('assigned'), onto: (before) => ({ ...before, assigneeId }) }
    }
    case 'ticket.solved': {
      const onto = (before: TicketRecord): TicketRecord => ({
        ...withoutSnooze(before),
        state: 'solved',
        waitingSince: null,
        solvedAt: at,
      })
      return { ...by, at, causes: causes('solved'), onto }
    }
    case 'ticket.reopened': {
      const onto = (before: TicketRecord): TicketRecord => ({
        ...before,
        state: 'open',
        waitingSince: before.waitingSince ?? at,
      })
      return { ...by, at, causes: causes('reopened'), onto }
    }
    case 'ticket.continued': {
      const { how, ticketId = '' } = entry.details
      const onto: Told['onto'] = (before) => (how === 'merge' ? { ...before, mergedInto: ticketId } : before)
      return { at, causes: [], onto }
    }
    default:
      return { at, causes: [], onto: same }
  }
}

/** Split off from another ticket, where it was written: here it is what this one began with. */
function withoutCopy({ createdAt }: TicketRecord, told: ToldBy): ToldBy {
  return told.at < createdAt ? { ...told, at: createdAt, causes: [] } : told
}

function lineTold(note: NoteRecord): ToldBy {
  const { line, author, createdAt: at } = note
  const { added = '', removed = '', to = '', team = '', why } = line?.details ?? {}
  const by = author.rule ? { by: author.id } : {}
  const on = onLine(note)
  const told = (onto: Told['onto']): ToldBy => ({ ...by, at, causes: on ? [{ on, at }] : [], onto })
  switch (line?.code) {
    case 'tags.changed':
      return told((before) => {
        const tags = new Set(before.tags)
        for (const tag of listed(removed)) tags.delete(tag)
        for (const tag of listed(added)) tags.add(tag)
        return withTags(before, [...tags].sort())
      })
    case 'priority.changed':
      return told((before) => ({ ...before, priority: to as NonNullable<TicketRecord['priority']> }))
    case 'team.set':
      return told((before) => ({ ...before, team, assigneeId: null }))
    case 'turn.taken_back':
      return told((before) => ({ ...before, assigneeId: null }))
    // All else that it says stands in the thread, too.
    case 'rule.acted':
      return told((before) => (isTakenAway(line) ? { ...before, assigneeId: null } : before))
    case 'snooze.set':
      return told((before) =>
        before.state === 'solved'
          ? before
          : {
              ...before,
              state: 'snoozed',
              snooze: { until: null, by: { id: '', name: '' }, before: stateBefore(before) },
            },
      )
    case 'snooze.ended':
      return told((before) =>
        before.state === 'snoozed'
          ? { ...withoutSnooze(before), state: why === 'time' ? 'open' : stateBefore(before) }
          : before,
      )
    default:
      return told(same)
  }
}

/** To nobody: of that there is no line in the thread. */
const isTakenAway = ({ details }: DeskLine) => details.did === 'assigned' && !details.to

/** Tags hold no comma: protocol/desk/tag-text.ts. */
const listed = (tags: string) => tags.split(', ').filter(Boolean)

// Figures over tickets, from what the store has at this moment: heads in pages, never threads. So they are the same after a
// restart and on each copy, and there is nothing that could fall behind. Partners: figures.ts, docs/decisions/0033-…

import type { ReportAnswer, ReportQuery } from '../../protocol/desk/reports.ts'
import { solvedAtOf, type TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { deskZone } from '../tickets/availability.ts'
import { beginningOf, dayAfter, daysFrom, wallOf } from './days.ts'
import { countOpened, countSolved, figuresOf, newTally, type Tally } from './figures.ts'
import { checkedSpan } from './span.ts'

/** Some milliseconds of work, after which others have their turn. */
const PAGE = 200
const HOURS_OF_DAY = 24
/** Whoever has no agent, and no team. */
const NOBODY = 'nobody'
const NO_TEAM = 'none'

export interface ReportParts {
  read: Pick<ReadTables, 'tickets' | 'agents' | 'openingHours'>
  /** Lets others have their turn. */
  rest: () => Promise<unknown>
}

/** @throws Refusal('request.malformed') for days that are none, or too many */
export async function reportOf({ read, rest }: ReportParts, query: ReportQuery): Promise<ReportAnswer> {
  const { from, to } = checkedSpan(query)
  const zone = await deskZone(read)
  const wall = wallOf(zone)
  const total = newTally()
  const days = new Map(daysFrom(from, to).map((day) => [day, newTally()]))
  const hours = new Map(Array.from({ length: HOURS_OF_DAY }, (_, hour) => [String(hour), newTally()]))
  const [types, teams, agents] = [
    new Map<string, Tally>(),
    new Map<string, Tally>(),
    new Map<string, Tally>(),
  ]
  const groupsOf = (ticket: TicketRecord) => [
    total,
    tallyIn(types, ticket.type),
    tallyIn(teams, teamOf(ticket)),
    tallyIn(agents, agentOf(ticket)),
  ]
  const span = { from: beginningOf(from, zone), to: beginningOf(dayAfter(to), zone) }

  for await (const ticket of ticketsIn({ read, rest }, 'opened', span, query)) {
    const { day, hour } = wall(ticket.createdAt)
    const inTime = [days.get(day), hours.get(String(hour))].filter((tally) => tally !== undefined)
    for (const tally of [...groupsOf(ticket), ...inTime]) countOpened(tally, ticket)
  }
  for await (const ticket of ticketsIn({ read, rest }, 'solved', span, query)) {
    // It goes on in another, and is solved there.
    if (ticket.mergedInto) continue
    const ofDay = days.get(wall(solvedAtOf(ticket)).day)
    for (const tally of [...groupsOf(ticket), ...(ofDay ? [ofDay] : [])]) countSolved(tally, ticket)
  }

  const names = new Map((await read.agents.list()).map(({ id, name }) => [id, name]))
  return {
    zone,
    total: figuresOf(total),
    days: rowsOf(days),
    hours: rowsOf(hours),
    types: largestFirst(rowsOf(types)),
    teams: largestFirst(rowsOf(teams)),
    agents: largestFirst(rowsOf(agents)).map((row) => ({ ...row, name: names.get(row.key) ?? '' })),
  }
}

export async function* ticketsIn(
  { read, rest }: Pick<ReportParts, 'rest'> & { read: Pick<ReadTables, 'tickets'> },
  by: 'opened' | 'solved',
  span: { from: string; to: string },
  { type, team, agent }: Partial<ReportQuery>,
): AsyncGenerator<TicketRecord> {
  for (let before: string | null | undefined; before !== null; ) {
    const page = await read.tickets.between({ by, ...span, limit: PAGE, ...(before && { before }) })
    for (const ticket of page.tickets) {
      if (type !== undefined && ticket.type !== type) continue
      if (team !== undefined && teamOf(ticket) !== team) continue
      if (agent !== undefined && agentOf(ticket) !== agent) continue
      yield ticket
    }
    before = page.next
    if (before !== null) await rest()
  }
}

const teamOf = ({ team }: TicketRecord) => team ?? NO_TEAM
const agentOf = ({ assigneeId }: TicketRecord) => assigneeId ?? NOBODY

function tallyIn(group: Map<string, Tally>, key: string): Tally {
  const known = group.get(key)
  if (known) return known
  const made = newTally()
  group.set(key, made)
  return made
}

const rowsOf = (group: Map<string, Tally>) =>
  [...group].map(([key, tally]) => ({ key, figures: figuresOf(tally) }))

const largestFirst = (rows: ReturnType<typeof rowsOf>) =>
  rows.sort(
    (a, b) =>
      b.figures.opened - a.figures.opened ||
      b.figures.solved - a.figures.solved ||
      a.key.localeCompare(b.key),
  )

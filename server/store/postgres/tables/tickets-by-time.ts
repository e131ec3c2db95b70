// Pages of tickets, by when they changed, were opened or were solved. A page begins behind the last ticket of the one before: its instant
// and its id, as a cursor says them. Partner: tickets.ts.

import type { DeskView } from '../../../../protocol/entities.ts'
import { isInstant } from '../../../../protocol/instants.ts'
import { solvedAtOf, type TicketRecord } from '../../records.ts'
import type { TicketPage, Tickets } from '../../store.ts'
import type { Question } from '../question.ts'
import type { View } from '../view.ts'

interface Place {
  at: string
  id: string
}

export function inDeskView(view: View, query: Parameters<Tickets['list']>[0]): Promise<TicketPage> {
  const before = placeAfter(query.before)
  const question = ticketsIn(query.view, query.agentId, before, query.limit + 1)
  return page(view, question, ({ updatedAt }) => updatedAt)
}

export function openedOrSolvedBetween(
  view: View,
  query: Parameters<Tickets['between']>[0],
): Promise<TicketPage> {
  const [, , when] = WHEN[query.by]
  return page(view, ticketsBetween(query, placeAfter(query.before), query.limit + 1), when)
}

export function oldestSolved(
  view: View,
  { before, after, limit }: Parameters<Tickets['oldestSolved']>[0],
): Promise<TicketPage> {
  return page(view, ticketsSolvedBefore(before, placeAfter(after), limit + 1), solvedAtOf)
}

/** The question asks for one more than fits: it tells whether there is another page. */
async function page(
  view: View,
  question: Question<'tickets'>,
  when: (ticket: TicketRecord) => string,
): Promise<TicketPage> {
  const found = await view.list(question)
  const tickets = found.slice(0, question.limit - 1)
  const last = tickets.at(-1)
  return { tickets, next: last && found.length > tickets.length ? `${when(last)}~${last.id}` : null }
}

/** An instant and an id, as they stand in the list; anything else begins at the first page. */
const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*Z)~([A-Za-z0-9_-]+)$/

function placeAfter(cursor: string | undefined): Place | undefined {
  const [, at, id] = CURSOR.exec(cursor ?? '') ?? []
  return at !== undefined && id !== undefined && isInstant(at) ? { at, id } : undefined
}

const WHEN = {
  opened: ['true', 'created_at', ({ createdAt }: TicketRecord) => createdAt],
  solved: [`state = 'solved'`, 'COALESCE(solved_at, updated_at)', solvedAtOf],
} as const

/** Of a view, those before the last of the page before. */
export function ticketsIn(
  view: DeskView,
  agentId: string,
  before: Place | undefined,
  limit: number,
): Question<'tickets'> {
  const [where, belongs] = VIEWS[view]
  const values = [
    ...(view === 'mine' || view === 'mentions' ? [agentId] : []),
    ...(before ? [before.at, before.id] : []),
  ]
  const at = values.length
  return {
    name: 'tickets',
    called: `tickets in ${view}${before ? ', next page' : ''}`,
    where: before ? `${where} AND (updated_at, id) < ($${at - 1}::timestamptz, $${at})` : where,
    order: 'updated_at DESC, id DESC',
    values,
    limit,
    belongs: (ticket) =>
      belongs(ticket, agentId) &&
      (!before || ticket.updatedAt < before.at || (ticket.updatedAt === before.at && ticket.id < before.id)),
    place: ({ updatedAt, id }) => [updatedAt, id],
    descending: true,
  }
}

type Belongs = (ticket: TicketRecord, agentId: string) => boolean
const VIEWS: Record<DeskView, [where: string, belongs: Belongs]> = {
  unsolved: [`state <> 'solved'`, ({ state }) => state !== 'solved'],
  mine: [
    `assignee_id = $1 AND state <> 'solved' AND state <> 'snoozed'`,
    (ticket, agentId) => isAtHand(ticket) && ticket.assigneeId === agentId,
  ],
  mentions: [
    `mentions ? $1 AND state <> 'solved'`,
    ({ state, mentions = [] }, agentId) => state !== 'solved' && mentions.includes(agentId),
  ],
  unassigned: [
    `assignee_id IS NULL AND state <> 'solved' AND state <> 'snoozed'`,
    (ticket) => isAtHand(ticket) && ticket.assigneeId === null,
  ],
  open: [`state = 'open'`, ({ state }) => state === 'open'],
  waiting_on_contact: [`state = 'waiting_on_contact'`, ({ state }) => state === 'waiting_on_contact'],
  snoozed: [`state = 'snoozed'`, ({ state }) => state === 'snoozed'],
  solved: [`state = 'solved'`, ({ state }) => state === 'solved'],
}

const isAtHand = ({ state }: TicketRecord) => state !== 'solved' && state !== 'snoozed'

function ticketsBetween(
  { by, from, to }: { by: 'opened' | 'solved'; from: string; to: string },
  before: Place | undefined,
  limit: number,
): Question<'tickets'> {
  const [where, column, when] = WHEN[by]
  const span = `${where} AND ${column} >= $1::timestamptz AND ${column} < $2::timestamptz`
  return {
    name: 'tickets',
    called: `tickets ${by} between${before ? ', next page' : ''}`,
    where: before ? `${span} AND (${column}, id) < ($3::timestamptz, $4)` : span,
    order: `${column} DESC, id DESC`,
    values: [from, to, ...(before ? [before.at, before.id] : [])],
    limit,
    belongs: (ticket) =>
      (by === 'opened' || ticket.state === 'solved') &&
      when(ticket) >= from &&
      when(ticket) < to &&
      (!before || when(ticket) < before.at || (when(ticket) === before.at && ticket.id < before.id)),
    place: (ticket) => [when(ticket), ticket.id],
    descending: true,
  }
}

const ticketsSolvedBefore = (
  before: string,
  after: Place | undefined,
  limit: number,
): Question<'tickets'> => {
  const [where, column, when] = WHEN.solved
  const until = `${where} AND ${column} < $1::timestamptz`
  return {
    name: 'tickets',
    called: `tickets solved before${after ? ', next page' : ''}`,
    where: after ? `${until} AND (${column}, id) > ($2::timestamptz, $3)` : until,
    order: `${column}, id`,
    values: [before, ...(after ? [after.at, after.id] : [])],
    limit,
    belongs: (ticket) =>
      ticket.state === 'solved' &&
      when(ticket) < before &&
      (!after || when(ticket) > after.at || (when(ticket) === after.at && ticket.id > after.id)),
    place: (ticket) => [when(ticket), ticket.id],
  }
}

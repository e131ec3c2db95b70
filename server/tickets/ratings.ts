// What a contact says of a solution: one rating for each time that the ticket was solved, theirs alone, changeable for a
// day. A ticket that is opened again may be rated anew; what was said before stays, for agents to read.

import { RATING_CHANGE_MS } from '../../protocol/limits.ts'
import type { ContactCommandBody } from '../../protocol/socket.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { RatingRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { keptText } from './text.ts'

/** @throws Refusal('ticket.wrong_state' | 'rating.too_late') */
export async function rate(
  tx: Unit,
  { now }: Pick<Parts, 'now'>,
  ticket: TicketRecord,
  { score, comment = '' }: ContactCommandBody<'ticket.rate'>,
): Promise<TicketRecord> {
  if (ticket.state !== 'solved' || ticket.mergedInto)
    throw new Refusal('ticket.wrong_state', { detail: 'A ticket is rated once it is solved.' })
  const known = await ratingOf(tx, ticket)
  const words = keptText(comment)
  // Sent again, it is what it was: also after the day is over.
  if (known?.score === score && known.comment === words) return ticket
  const at = now()
  if (known && at.getTime() - Date.parse(known.ratedAt) > RATING_CHANGE_MS)
    throw new Refusal('rating.too_late')
  // Words that are added a moment later are no change of mind.
  const isChanged = known && (known.score !== score || known.comment !== '')
  const agent = ticket.assigneeId ? await tx.agents.find(ticket.assigneeId) : undefined
  await tx.ratings.put({
    ticketId: ticket.id,
    solved: solutionOf(ticket),
    agent: agent ? { id: agent.id, name: agent.name } : null,
    ratedAt: at.toISOString(),
    ...known,
    score,
    comment: words,
    changedAt: isChanged ? at.toISOString() : (known?.changedAt ?? null),
  })
  const rated = { ...ticket, score, updatedAt: at.toISOString() }
  await tx.tickets.put(rated)
  tx.record({ name: 'ticket.rated', ticket: rated })
  return rated
}

/** Of the present solution. */
export async function ratingOf(
  tables: Pick<ReadTables, 'ratings'>,
  ticket: TicketRecord,
): Promise<RatingRecord | null> {
  if (ticket.state !== 'solved') return null
  return (await tables.ratings.find(ticket.id, solutionOf(ticket))) ?? null
}

/** Of solutions after which it was opened again. */
export async function earlierRatings(
  tables: Pick<ReadTables, 'ratings'>,
  ticket: TicketRecord,
): Promise<RatingRecord[]> {
  // Asked for with each message, so only where there can be one.
  if (ticket.solvedSequence === undefined && ticket.score === undefined) return []
  const all = await tables.ratings.list(ticket.id)
  return all.filter(({ solved }) => ticket.state !== 'solved' || solved !== solutionOf(ticket))
}

const solutionOf = ({ solvedSequence = 0 }: TicketRecord) => solvedSequence

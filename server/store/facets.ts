// Of a ticket's record what filters ask for; whether its contact is verified stands elsewhere. Partner: protocol/filters.ts.

import { type Facets, relationOf } from '../../protocol/filtering.ts'
import { nextDueAt } from '../sla/shown.ts'
import type { TicketRecord } from './records.ts'

export function facetsOfRecord(ticket: TicketRecord): Omit<Facets, 'identity'> {
  const { id, number, state, type, tags = [], mentions = [], priority = 'normal', team = null } = ticket
  const { assigneeId, waitingSince, updatedAt } = ticket
  return {
    ...{ id, number, state, type, tags, mentions, priority, team, assigneeId, waitingSince, updatedAt },
    relation: relationOf(ticket),
    dueAt: nextDueAt(ticket),
  }
}

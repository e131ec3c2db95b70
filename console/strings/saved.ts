// The words of views. Partner: filter-sentence.ts, what one holds, said as a sentence.

import type { TicketSort } from '../../protocol/desk/filters.ts'

const SORTS: Record<TicketSort, string> = {
  newest: 'Newest change first',
  longest_wait: 'Longest wait first',
  next_due: 'Due first',
  priority: 'Most urgent first',
  number: 'Highest number first',
}
export const saved = {
  heading: 'Saved views',
  teams: 'Teams',
  add: 'New view',
  edit: 'Edit this view',
  sort: 'In this order',
  sortLabel: (sort: TicketSort) => `Order: ${SORTS[sort]}. Change`,
  sorts: SORTS,
  gone: ['There is no such view', 'It may have been deleted, or be somebody else’s own.'] as [string, string],
  empty: ['Nothing here now', 'Tickets that fit appear here by themselves.'] as [string, string],
} as const

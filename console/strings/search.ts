// The words of the search over all tickets.

import { FILTER_NAMES } from '../../protocol/desk/desk-search.ts'

export const search = {
  label: 'Search all tickets',
  hint: 'Search tickets',
  title: 'Search',
  clear: 'Clear the search',
  results: (query: string) => `Tickets found for ${query}`,
  found: (count: number, isAll: boolean) =>
    `${count}${isAll ? '' : '+'} ${count === 1 && isAll ? 'ticket' : 'tickets'} found`,
  asking: 'Searching …',
  more: 'Show more',
  notWhole: 'Older tickets are still being read into the search; some may be missing.',
  noneTitle: 'Nothing was found',
  none: 'Every word has to stand in the ticket. Try fewer words, the beginning of one, or take a filter away.',
  filtersTitle: 'Which tickets?',
  filters: `Type words, a number such as #123, or filters: ${FILTER_NAMES.map((name) => `${name}:`).join(' ')}`,
  failedTitle: 'The search did not answer',
  offlineTitle: 'Search needs the connection',
  offline: 'It goes on by itself as soon as the connection is back.',
  note: 'Note',
  addFilter: 'Add a filter',
  remove: (filter: string) => `Remove ${filter}`,
  unknown: (filter: string) => `${filter} is no filter: it is left out`,
  chips: 'Filters',
  suggestions: {
    'state:open': 'Open',
    'state:waiting': 'Waiting on contact',
    'state:solved': 'Solved',
    'assignee:me': 'Mine',
    'assignee:none': 'Unassigned',
    'priority:urgent': 'Urgent',
    'after:7d': 'Opened in the last 7 days',
    'after:4w': 'Opened in the last 4 weeks',
  },
  type: (label: string) => `Type: ${label}`,
  contacts: 'Contacts',
} as const

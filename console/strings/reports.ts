// The words of reports. A figure's definition stands beside it: what is counted, and when.

import type { Promised } from '../../protocol/desk/sla.ts'
import { GAP_KEPT_DAYS } from '../../protocol/limits.ts'
import type { About, NarrowedBy } from '../reports.ts'
import { sla } from './sla.ts'

export const reports = {
  about: { tickets: 'Tickets', help: 'Help center' } satisfies Record<About, string>,
  aboutLabel: 'What the report is about',
  span: 'Time',
  days: (count: number) => (count === 365 ? 'Last 12 months' : `Last ${count} days`),
  own: 'Other days',
  from: 'From',
  to: 'To',
  fromTo: (from: string, to: string) => `${from} – ${to}`,
  narrow: { type: 'Type', team: 'Team', agent: 'Agent' } satisfies Record<NarrowedBy, string>,
  all: { type: 'All types', team: 'All teams', agent: 'All agents' } satisfies Record<NarrowedBy, string>,
  nobody: 'Nobody',
  noTeam: 'No team',
  gone: 'An agent who is gone',
  csv: 'Download CSV',
  reading: 'Counting …',
  failed: 'The figures could not be counted',
  tooLong: 'A report covers a year and a day at most. Choose days that are closer together.',
  emptyTitle: 'No ticket in this time',
  empty: 'Choose other days, or fewer filters.',
  emptyHelpTitle: 'Nothing was searched, read or voted on in this time',
  emptyHelp: 'Choose other days.',
  zone: (zone: string) => `Days and hours on the desk’s clock (${zone}).`,

  none: '–',
  daysAndHours: (days: number, hours: number) => (hours > 0 ? `${days} d ${hours} h` : `${days} d`),
  noneDrawn: 'Nothing in this time',
  /** All, and none, are said of nothing else. */
  share: (of: number) => `${of > 0 && of < 1 ? Math.min(Math.max(Math.round(of * 100), 1), 99) : of * 100} %`,

  figures: {
    opened: ['Opened', 'Tickets that were opened in this time.'],
    solved: ['Solved', 'Tickets that were solved in this time and are solved now.'],
    firstReply: [
      'First reply',
      'Median time from the first message to the first answer of an agent, of tickets opened in this time. Nights count.',
    ],
    solution: [
      'Time to solution',
      'Median time from the first message to the solution, of tickets solved in this time. Nights count.',
    ],
    kept: [
      'Promises kept',
      'Of all first replies, next replies and solutions that were promised to tickets opened in this time: the share that was in time.',
    ],
    satisfied: [
      'Satisfaction',
      'Of ratings of tickets solved in this time: the share of four and five of five.',
    ],
  },
  ofRatings: (count: number) => (count === 1 ? '1 rating' : `${count} ratings`),
  ofPromises: (kept: number, all: number) => `${kept} of ${all}`,
  ofReplied: (replied: number, opened: number) => `${replied} of ${opened} answered`,

  charts: {
    volume: [
      'Opened and solved, by day',
      'Each ticket on the day it was opened, and on the day it was solved.',
    ],
    firstReply: ['First reply, by day', 'Median of the tickets that were opened on that day.'],
    hours: ['Opened, by hour of the day', 'All days of this time together.'],
    searches: [
      'Searches, by day',
      'After which an article was opened (by day in UTC), and that found nothing.',
    ],
  },
  promisesTitle: 'Promises, one by one',
  promises: sla.promises satisfies Record<Promised, string>,
  groups: { type: 'By type', team: 'By team', agent: 'By agent' } satisfies Record<NarrowedBy, string>,
  toTickets: 'Find these tickets',
  columns: { day: 'Day', hour: 'Hour', promise: 'Promise', kept: 'Kept', missed: 'Missed', share: 'Share' },
  asTable: 'Show as table',
  of: (what: string, title: string) => `${what}: ${title}`,
  asChart: 'Show as chart',
  arrows: 'Arrow keys, or the pointer, read out each column.',
  point: (column: string, values: string) => `${column}: ${values}`,
  hour: (hour: string) => `${hour.padStart(2, '0')}:00`,

  help: {
    answered: [
      'Searches answered',
      'Of searches that ended in an opened article or found nothing: the share that ended in one.',
    ],
    nothing: ['Searches without an answer', 'Searches in widget and help center that found nothing.'],
    afterReading: [
      'Tickets after reading',
      'Share of the tickets opened in this time whose writer handed over an article that they had read.',
    ],
    opened: ['Tickets opened', 'In this time, of whatever type.'],
  },
  found: 'Ended in an article',
  nothing: 'Found nothing',
  unanswered: [
    'Questions without an answer',
    `What people of the last ${GAP_KEPT_DAYS} days searched for and did not find, or searched for last before they wrote to us; the commonest first. Addresses, numbers and people are left out.`,
  ],
  question: 'Question',
  newest: 'Last',
  findsNow: 'Search finds now',
  stillNothing: 'Nothing sure',
  begin: 'Begin an article',
  beginHint: 'An article begins as a draft with the question in it.',
  articles: [
    'Articles',
    'Votes on “Did this answer your question?” in this time, and tickets whose writer had read the article. Those that helped least stand first.',
  ],
  article: 'Article',
  yes: 'Yes',
  partly: 'Partly',
  no: 'No',
  before: 'Before tickets',
  missing: 'What was missing',
  noRows: 'Nothing in this time.',
} as const

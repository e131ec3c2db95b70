// The words of what tickets are promised, where it is set.

import type { Priority } from '../../protocol/ticket-types.ts'

export const slaPage = {
  notRead: 'The promised times could not be read',
  intro:
    'How long it may take until somebody answers, and until a ticket is solved. Agents see what is left in the list and above the thread; no contact is told.',
  byFile: 'Set by the file',
  byFileHint:
    'These times stand in ticket-types.yaml, which the operator keeps. What you save here stands in their place, all of it.',
  setHere: 'Set here',
  setHereHint: 'What ticket-types.yaml says of promised times does not count.',
  noFile: 'ticket-types.yaml promises nothing. What you save here holds.',
  back: 'Back to the file …',
  backTitle: 'Go back to what the file says?',
  backText:
    'What was set here is gone, and the times of ticket-types.yaml hold from now on, for tickets under way, too.',
  backIt: 'Go back',
  isBack: 'The file’s times hold again.',
  all: 'All tickets',
  allHint: 'What a type says for itself, below, goes before this.',
  ofTypeHint: 'Where a field is empty, what stands in grey holds.',
  asAllOf: (type: string) => `${type}: promised as all tickets are`,
  addType: 'Times of a type’s own',
  addTypeHint: 'Its tickets are promised something else than the others.',
  choose: 'Choose a type',
  counts: 'What counts',
  hours: { opening_hours: 'Opening hours', calendar: 'Around the clock' },
  rows: {
    all: 'Every priority',
    urgent: 'Urgent',
    high: 'High',
    normal: 'Normal',
    low: 'Low',
  } satisfies Record<Priority | 'all', string>,
  cell: (whose: string, row: string, promise: string) => `${whose}, ${row}: ${promise}`,
  nothing: 'none',
  wrong: (text: string) => `“${text}” is no length of time. Write 30 min, 4 h or 1 h 30 min.`,
  tooLong: 'At most a year.',
  underWay:
    'A change holds for tickets under way, too, within moments: what they have waited counts, and what is late stays late.',
  lateTold: 'What is late at once is told like any other: by a line among its notes, and to webhooks.',
  counting: 'Counting what this would do …',
  notCounted: 'What this would do could not be counted.',
  mend: 'Mend what is marked, then it is counted what this would do.',
  would: (tickets: number, changed: number) =>
    tickets === 0
      ? 'No ticket is under way.'
      : changed === 0
        ? `Nothing changes for the ${tickets === 1 ? 'ticket' : `${tickets} tickets`} under way.`
        : `Of ${tickets === 1 ? 'one ticket' : `${tickets} tickets`} under way ${changed} would be due at another time.`,
  late: (newly: number) => (newly === 1 ? 'One would be late at once.' : `${newly} would be late at once.`),
  lateNow: (late: number) =>
    late === 1 ? 'One is late already and stays so.' : `${late} are late already and stay so.`,
  save: 'Save',
  saveLate: (newly: number) => `Save, with ${newly} late`,
  discard: 'Discard changes',
  saved: 'The times are saved.',
  notSaved: 'The times were not saved.',
} as const

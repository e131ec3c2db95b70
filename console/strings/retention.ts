// The words of how long solved tickets are kept.

import type { KeptBecause } from '../../protocol/settings/retention.ts'

const tickets = (count: number) => (count === 1 ? '1 ticket' : `${count.toLocaleString()} tickets`)

const WHY_KEPT: Record<KeptBecause, string> = {
  merge: 'an account merge can still go on or be taken back',
  tracker: 'other tickets are attached',
  continued: 'they go on in a ticket that is kept',
}

export const retention = {
  notRead: 'This could not be read',
  notSaved: 'It was not saved.',
  notCounted: 'It could not be counted.',
  title: 'Solved tickets',
  hint: 'What was solved long ago can go by itself, at two in the night. It goes for good: messages, notes, files, ratings, and what the search has of it. A ticket that is opened again begins anew.',
  all: 'Keep solved tickets',
  ofType: (label: string) => `${label}: keep solved ones`,
  types: 'By type',
  typesHint: 'A type that is kept longer, or shorter, than the others.',
  asAll: 'As above',
  ever: 'For ever',
  days: (days: number) => {
    if (days % 365 === 0) return days === 365 ? '1 year' : `${days / 365} years`
    return days === 7 ? '1 week' : `${days} days`
  },
  counting: 'Counting what would go …',
  none: 'No ticket is old enough yet. From now on those go that come to that age.',
  would: (count: number, when: string) => `${tickets(count)} would go ${when}.`,
  oldest: (day: string) => `The oldest was solved on ${day}.`,
  ofThem: (list: string) => `Of these: ${list}.`,
  stays: (count: number, why: KeptBecause) => `${tickets(count)} of that age stay: ${WHY_KEPT[why]}.`,
  forGood:
    'Nothing brings them back, and reports lose them too: their figures are counted from the tickets that there are.',
  save: 'Save',
  saveAndRemove: (count: number) => `Save, and let ${tickets(count)} go`,
  discard: 'Discard changes',
  saved: 'Saved.',
  savedOff: 'Nothing is removed any more.',
  nights: 'What went by night',
  next: (when: string) => `Next ${when}`,
  off: 'All tickets are kept',
  last: (count: number, when: string) =>
    count === 0 ? `Nothing was old enough ${when}` : `${tickets(count)} went ${when}`,
  going: (count: number) => `Going on: ${tickets(count)} so far`,
  always: 'Whatever is set',
  alwaysHint: 'Nobody needs these longer, so there is nothing to choose. They go in the same nights.',
  proofs: 'Codes that prove an address',
  proofsHint: 'The address, what became of the code, and the mail that carried it.',
  deliveries: 'Webhooks that have ended',
  deliveriesHint: 'What was sent, with its attempts. From then on it cannot be sent again.',
  gaps: 'Searches that found nothing',
  gapsHint: 'The words that somebody typed. How many there were on a day stays, for the reports.',
  merges: 'Account merges',
  mergesHint: 'Who decided what, and what the host was told: it is evidence.',
  after: (days: number) => `After ${days} days`,
  never: 'Kept',
  lastChanged: (by: string, at: string) => `Last changed by ${by}, ${at}.`,
  copies:
    'Backups that were made before still have what went. How many went stands in the log of the agents’ page; what it was stands nowhere.',
} as const

// The words of choosing until when a ticket is put aside.

import { firstName } from '../facts/first-name.ts'
import type { SnoozeTime } from '../verbs/snooze-times.ts'
import type { Denial } from './reasons.ts'

export const snoozeDialog = {
  title: (tickets: string) => `Snooze ${tickets}`,
  hint: 'It leaves the desk until then. A message of the contact brings it back at once; they do not see that it was snoozed.',
  times: {
    later: 'Later today',
    tomorrow: 'Tomorrow morning',
    monday: 'Monday morning',
  } satisfies Record<Exclude<SnoozeTime['name'], 'day'>, string>,
  /** Neither tomorrow nor Monday, for the desk is closed then. */
  opensOn: (day: string) => `${day}, when the desk opens`,
  untilReply: 'Until they write',
  wake: 'Back to the desk now',
  pick: 'Another time',
  pickSet: 'Snooze',
  closed: (opens: string) => `The desk is closed then, until ${opens}.`,
  past: 'That time has passed. Choose one to come, within a year.',
  done: (number: number, when: string | null, name: string) =>
    when ? `#${number} is snoozed until ${when}.` : `#${number} is snoozed until ${firstName(name)} writes.`,
  ended: (number: number) => `#${number} is back at the desk.`,
  notEnded: (number: number): Denial => `#${number} was not brought back.`,
} as const

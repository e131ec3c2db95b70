// The words of the dialog in which a view is put together, which come with it. Partner: saved.ts, which says what one holds.

import { COUNTED_MOST } from '../../protocol/limits.ts'
import type { Denial } from './reasons.ts'

export const viewDialog = {
  newTitle: 'New view',
  editTitle: (name: string) => `Edit “${name}”`,
  name: 'Name',
  nameMissing: 'Give it a name.',
  who: 'Who sees it',
  own: 'Only me',
  everybody: 'Every agent',
  stays: 'This stays as it was when the view was made.',
  conditions: {
    states: 'that are',
    types: 'of type',
    tags: 'tagged',
    priorities: 'of priority',
    assignees: 'assigned to',
    teams: 'for team',
    identity: 'from',
    relation: 'of one cause',
    waits: 'waiting longer than',
    due: 'with something promised',
  },
  relations: { tracker: 'trackers', attached: 'attached to a tracker' },
  identities: { verified: 'verified contacts', guest: 'guests' },
  anyWait: 'any time',
  anyDue: 'does not matter',
  live: (count: number | null | undefined) => {
    if (count === undefined) return 'Counting …'
    if (count === null) return 'They could not be counted in time.'
    if (count > COUNTED_MOST) return `More than ${COUNTED_MOST.toLocaleString('en')} tickets now`
    return count === 1 ? '1 ticket now' : `${count} tickets now`
  },
  twin: (name: string) => `There is a view “${name}” already. Give this one another name.`,
  changed: (by: string, name: string, holds: string) =>
    `${by} changed it meanwhile; it is “${name}” now: ${holds} Save again to replace that with yours.`,
  notSaved: 'The view was not saved.',
  save: 'Save',
  remove: 'Delete',
  removed: (name: string) => `“${name}” is deleted.`,
  notBack: (name: string): Denial => `“${name}” was not brought back.`,
  notRemoved: (name: string): Denial => `“${name}” was not deleted.`,
  notMoved: (name: string): Denial => `“${name}” was not moved.`,
  up: 'Move up',
  down: 'Move down',
} as const

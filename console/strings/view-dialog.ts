// The words of the dialog in which a view is put together, which come with it. Partner: saved.ts, which says what one holds.

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
  live: (count: number | null) =>
    count === null ? 'Counting …' : count === 1 ? '1 ticket now' : `${count} tickets now`,
  save: 'Save',
  remove: 'Delete',
  up: 'Move up',
  down: 'Move down',
} as const

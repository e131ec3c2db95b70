// The words of changing tickets, one or many: tags, priority, and what was done.

import type { Priority } from '../../protocol/ticket-types.ts'
import type { Denial } from './reasons.ts'

const PRIORITIES: Record<Priority, string> = { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' }

export const changes = {
  ticket: 'Ticket',
  tickets: (count: number) => (count === 1 ? '1 ticket' : `${count} tickets`),
  progress: (at: number, count: number) => `${at} of ${count} …`,
  stopped: (tickets: string, count: number): Denial =>
    count === 1 ? `${tickets} was not reached.` : `${tickets} were not reached.`,
  notDone: (tickets: string, count: number, why: string) =>
    `${tickets} ${count === 1 ? 'was' : 'were'} left as ${count === 1 ? 'it is' : 'they are'}: ${why}`,
  takenBack: (tickets: string, count: number) => `${tickets} ${count === 1 ? 'is' : 'are'} as before.`,
  tags: 'Tags',
  tagsOf: (tickets: string) => `Tags of ${tickets}`,
  changeTags: (tags: string) => (tags ? `Tags: ${tags}. Change` : 'Add tags'),
  add: 'Add',
  tagField: 'Tag',
  tagHint: 'Enter adds it. Contacts never see tags.',
  known: 'Tags in use',
  newTag: (tag: string) => `New tag “${tag}”`,
  onSome: 'on some',
  unsaved: 'not saved',
  removeTag: (tag: string) => `Take away ${tag}`,
  save: 'Save',
  tagged: (tickets: string, added: string, removed: string) =>
    [
      added && `${tickets} tagged ${added}.`,
      removed && `${removed} taken away${added ? '' : ` from ${tickets}`}.`,
    ]
      .filter(Boolean)
      .join(' '),
  priority: 'Priority',
  priorityOf: (tickets: string) => `Priority of ${tickets}`,
  priorities: PRIORITIES,
  changePriority: (priority: Priority) => `Priority: ${PRIORITIES[priority]}. Change`,
  prioritised: (tickets: string, priority: Priority) =>
    `Priority of ${tickets}: ${PRIORITIES[priority].toLowerCase()}.`,
} as const

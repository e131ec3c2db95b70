// The words of views: what one holds, said as a sentence.

import type { TicketFilter, TicketSort } from '../../protocol/filters.ts'
import type { Priority } from '../../protocol/ticket-types.ts'

const or = (words: readonly string[]) => new Intl.ListFormat(undefined, { type: 'disjunction' }).format(words)

const SORTS: Record<TicketSort, string> = {
  newest: 'Newest change first',
  longest_wait: 'Longest wait first',
  next_due: 'Due first',
  priority: 'Most urgent first',
  number: 'Highest number first',
}
const STATES = {
  open: 'open',
  waiting_on_contact: 'waiting on contact',
  snoozed: 'snoozed',
  solved: 'solved',
}
const PRIORITIES: Record<Priority, string> = { low: 'low', normal: 'normal', high: 'high', urgent: 'urgent' }
const hours = (minutes: number) =>
  minutes % 1_440 === 0
    ? days(minutes / 1_440)
    : minutes % 60 === 0
      ? hour(minutes / 60)
      : `${minutes} minutes`
const due = (minutes: number) => (minutes ? `due within ${hours(minutes)}, or late` : 'late')
const days = (count: number) => (count === 1 ? 'a day' : `${count} days`)
const hour = (count: number) => (count === 1 ? 'an hour' : `${count} hours`)

export const saved = {
  heading: 'Saved views',
  teams: 'Teams',
  add: 'New view',
  edit: 'Edit this view',
  sort: 'In this order',
  sortLabel: (sort: TicketSort) => `Order: ${SORTS[sort]}. Change`,
  sorts: SORTS,
  states: STATES,
  priorities: PRIORITIES,
  me: 'me',
  nobody: 'nobody',
  waits: hours,
  due,
  removed: (name: string) => `“${name}” is deleted.`,
  notMoved: (name: string) => `“${name}” was not moved.`,
  notRemoved: (name: string) => `“${name}” was not deleted.`,
  gone: ['There is no such view', 'It may have been deleted, or be somebody else’s own.'] as [string, string],
  empty: ['Nothing here now', 'Tickets that fit appear here by themselves.'] as [string, string],
  parts,
  sentence: (filter: TicketFilter, names: Names): string =>
    `Tickets ${[...(filter.states ? [] : ['that are not solved']), ...parts(filter, names)].join(', ')}.`,
} as const

interface Names {
  type: (name: string) => string
  agent: (id: string) => string
}

/** One for each condition that is there. */
function parts(filter: TicketFilter, names: Names): string[] {
  const { states, types, tags, priorities, assignees, teams, identity, relation } = filter
  const { waitsLongerThanMinutes, dueWithinMinutes } = filter
  return [
    states && `that are ${or(states.map((state) => STATES[state]))}`,
    types && `of type ${or(types.map(names.type))}`,
    tags && `tagged ${or(tags)}`,
    priorities && `of ${or(priorities.map((one) => PRIORITIES[one]))} priority`,
    assignees && `assigned to ${or(assignees.map(names.agent))}`,
    teams && `for ${or(teams)}`,
    filter.mentionsMe && 'whose notes name you',
    identity && (identity === 'guest' ? 'from guests' : 'from verified contacts'),
    relation && (relation === 'tracker' ? 'that are trackers' : 'that are attached to a tracker'),
    waitsLongerThanMinutes && `waiting longer than ${hours(waitsLongerThanMinutes)}`,
    dueWithinMinutes !== undefined && `with something promised that is ${due(dueWithinMinutes)}`,
  ].filter((part) => typeof part === 'string')
}

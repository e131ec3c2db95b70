// What a filter holds, said as a sentence: of views and rules, which come on demand. Partner: saved.ts.

import type { FieldTest, TicketFilter } from '../../protocol/desk/filters.ts'
import type { Priority } from '../../protocol/ticket-types.ts'

const or = (words: readonly string[]) => new Intl.ListFormat(undefined, { type: 'disjunction' }).format(words)

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

/** Of single conditions. */
export const filterWords = {
  states: STATES,
  priorities: PRIORITIES,
  me: 'me',
  nobody: 'nobody',
  waits: hours,
  due,
} as const

export const filterSentence = (filter: TicketFilter, names: FilterNames): string =>
  `Tickets ${[...(filter.states ? [] : ['that are not solved']), ...filterParts(filter, names)].join(', ')}.`

export interface FilterNames {
  type: (name: string) => string
  agent: (id: string) => string
  field: (test: FieldTest) => string
}

/** One for each condition that is there. */
export function filterParts(filter: TicketFilter, names: FilterNames): string[] {
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
    ...(filter.fields ?? []).map(names.field),
  ].filter((part) => typeof part === 'string')
}

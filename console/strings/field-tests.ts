// The words of what a filter asks of any field, as one chooses it and as a sentence. They come with the dialog of views and the page of
// rules. Partner: screens/views/field-conditions.tsx.

import type { TestFault } from '../../protocol/desk/field-tests.ts'
import type { FieldTest } from '../../protocol/desk/filters.ts'
import type { TicketMerge } from '../../protocol/entities.ts'

const or = (words: readonly string[]) => new Intl.ListFormat('en', { type: 'disjunction' }).format(words)
const quoted = (words: readonly string[]) => or(words.map((word) => `“${word}”`))
const days = (count: string) => (count === '1' ? 'day' : `${count} days`)

const TESTS: Record<FieldTest['is'], string> = {
  any_of: 'is',
  none_of: 'is not',
  contains: 'contains',
  contains_not: 'does not contain',
  given: 'is there',
  empty: 'is empty',
  at_least: 'is at least',
  at_most: 'is at most',
  in_last_days: 'in the last … days',
  in_next_days: 'in the next … days',
  before_last_days: 'longer ago than … days',
}
const OF_TIMES: Partial<Record<FieldTest['is'], string>> = {
  at_least: 'from a day on',
  at_most: 'up to a day',
  given: 'it is so',
  empty: 'it is not so',
}
const OF_OPENERS: Partial<Record<FieldTest['is'], string>> = { given: 'an agent', empty: 'the contact' }

export const fieldTests = {
  heading: 'and whose',
  add: 'Add a condition',
  remove: (field: string) => `Remove the condition on ${field}`,
  field: 'Field',
  test: 'What is asked of it',
  value: 'With what it is compared',
  several: 'one, or several with commas',
  numberOrDay: 'a number, or a day as 2026-03-12',
  days: 'days',
  ofFive: (score: number) => `${score} of 5`,
  groups: { ticket: 'Ticket', contact: 'Contact', attribute: 'What the host says of the contact' },
  fields: {
    subject: 'subject',
    type: 'type',
    tag: 'tags',
    page: 'page where it was opened',
    browser: 'browser',
    opened_by: 'opened by',
    rating: 'rating',
    created: 'opened',
    updated: 'last changed',
    first_reply: 'first replied to',
    solved: 'solved',
    merged: 'merged into another',
    merge: 'account merge',
    email: 'e-mail address',
    locale: 'language',
  } as Record<string, string>,
  merges: {
    to_decide: 'waiting for a decision',
    approved: 'approved, not yet done',
    asked: 'waiting for the host',
  } satisfies Record<TicketMerge, string>,
  tests: (field: string, is: FieldTest['is'], isTime: boolean): string =>
    (isTime && OF_TIMES[is]) || (field === 'opened_by' && OF_OPENERS[is]) || TESTS[is],
  faults: {
    no_such_test: 'Choose what is asked.',
    missing: 'Say with what it is compared.',
    no_number: 'Write a number.',
    no_day: 'Choose a day.',
    no_days: 'Write a number of days.',
  } satisfies Record<TestFault, string>,
  sentence,
} as const

/** @param values as people read them */
function sentence(field: string, is: FieldTest['is'], values: readonly string[], isTime: boolean): string {
  const [first = '…'] = values
  const said = values.length > 0 ? quoted(values) : '…'
  if (isTime) {
    switch (is) {
      case 'given':
        return `that are ${field}`
      case 'empty':
        return `that are not ${field}`
      case 'at_least':
        return `${field} on ${first} or later`
      case 'at_most':
        return `${field} on ${first} or earlier`
      case 'before_last_days':
        return `${field} more than ${days(first)} ago`
      default:
        return `${field} in the last ${days(first)}`
    }
  }
  switch (is) {
    case 'any_of':
      return `whose ${field} is ${said}`
    case 'none_of':
      return `whose ${field} is not ${said}`
    case 'contains':
      return `whose ${field} contains ${said}`
    case 'contains_not':
      return `whose ${field} does not contain ${said}`
    case 'given':
      return `with ${field}`
    case 'empty':
      return `without ${field}`
    case 'at_least':
      return `whose ${field} is at least ${first}`
    case 'at_most':
      return `whose ${field} is at most ${first}`
    case 'in_last_days':
      return `whose ${field} is in the last ${days(first)}`
    case 'in_next_days':
      return `whose ${field} is in the next ${days(first)}`
    case 'before_last_days':
      return `whose ${field} is more than ${days(first)} ago`
  }
}

// Which question fits which field, and what a test still needs: the server refuses by it, the console offers by it, and neither its list
// nor its rows need it. Partners: fields.ts, which judges; filters.ts, the schema.

import { answerOf, attributeOf, isDay } from './fields.ts'
import type { FieldTest } from './filters.ts'

type Is = FieldTest['is']
const PRESENCE: Is[] = ['given', 'empty']
const WORDS: Is[] = ['contains', 'contains_not', 'any_of', 'none_of', ...PRESENCE]
const DAYS: Is[] = ['in_last_days', 'before_last_days', 'at_least', 'at_most']

/** Best first. */
export function testsOf(field: string): readonly Is[] {
  if (answerOf(field) !== null) return [...WORDS, ...DAYS, 'in_next_days']
  if (attributeOf(field) !== null)
    return ['any_of', 'none_of', 'contains', 'contains_not', 'at_least', 'at_most', ...PRESENCE]
  switch (field) {
    case 'created':
    case 'updated':
      return DAYS
    case 'first_reply':
    case 'solved':
      return [...DAYS, ...PRESENCE]
    case 'rating':
      return ['at_most', 'at_least', ...PRESENCE]
    case 'merged':
      return PRESENCE
    case 'type':
      return ['any_of', 'none_of']
    case 'merge':
    case 'opened_by':
    case 'tag':
      return ['any_of', 'none_of', ...PRESENCE]
    default:
      return WORDS
  }
}

export const asksNothing = (is: Is): boolean => is === 'given' || is === 'empty'
export const isOfDays = (is: Is): boolean => is.endsWith('_days')
/** A time is compared with a day, what is not with a number or a day. */
export const isTime = (field: string): boolean =>
  field === 'created' || field === 'updated' || field === 'first_reply' || field === 'solved'

export type TestFault = 'no_such_test' | 'missing' | 'no_number' | 'no_day' | 'no_days'

export function faultOfTest({ field, is, values = [] }: FieldTest): TestFault | null {
  if (!testsOf(field).includes(is)) return 'no_such_test'
  if (asksNothing(is)) return null
  if (values.length === 0 || values.some((value) => !value.trim())) return 'missing'
  const [value = '', ...more] = values
  if (isOfDays(is)) return more.length === 0 && /^\d{1,5}$/.test(value) ? null : 'no_days'
  if (is !== 'at_least' && is !== 'at_most') return null
  if (more.length === 0 && isDay(value)) return field === 'rating' ? 'no_number' : null
  if (isTime(field)) return 'no_day'
  return more.length === 0 && Number.isFinite(Number(value)) ? null : 'no_number'
}

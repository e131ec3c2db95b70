// For whom a block of an article is: one reading of it on both sides, and no guess about what is not known.

import { expect, test } from 'vitest'
import { branchFor, conditionText, evaluate, parseCondition } from '../../protocol/conditions.ts'

const holds = (text: string, attributes: object) => evaluate(parseCondition(text), { ...attributes })
const maya = { discipline: 'PA', year: 2, international: false, school: 'North & South' }

test('every test must hold, one value of each is enough, capitals and spaces do not matter', () => {
  const said = (text: string) => holds(text, maya)
  expect(said('discipline=PA')).toBe(true)
  expect(said('discipline = np | pa')).toBe(true)
  expect(said('discipline=PA & year=2')).toBe(true)
  expect(said('discipline=PA & year=3')).toBe(false)
  expect(said('discipline!=PA')).toBe(false)
  expect(said('discipline!=NP|Nursing')).toBe(true)
  expect(said('international=false')).toBe(true)
})

test('what is not known is neither true nor false, unless something else decides', () => {
  expect(holds('country=US', maya)).toBeUndefined()
  expect(holds('country!=US', maya)).toBeUndefined()
  expect(holds('country=US & discipline=PA', maya)).toBeUndefined()
  expect(holds('country=US & discipline=NP', maya)).toBe(false)
  expect(holds('constructor=x', maya)).toBeUndefined()
  expect(evaluate(parseCondition('year=1'), { year: null })).toBeUndefined()
})

test('the first branch that holds is shown, none where none does, all where the answer is not known', () => {
  const chosen = (...conditions: (string | null)[]) => branchFor(conditions, maya)
  expect(chosen('discipline=NP', 'year=2', null)).toBe(1)
  expect(chosen('discipline=NP', null)).toBe(1)
  expect(chosen('discipline=NP', 'year=3')).toBe(-1)
  expect(chosen('country=US', null)).toBeUndefined()
  expect(chosen('year=2', 'country=US')).toBe(0)
})

test('one condition has one text', () => {
  expect(conditionText(parseCondition(' discipline=PA|  NP &year != 1'))).toBe('discipline=PA|NP & year!=1')
})

test.each(['', 'discipline', 'discipline=', '=PA', 'a=b &', 'a==b', 'a=b|', 'a b=c'])(
  '“%s” is no condition, and is said to be none',
  (text) => {
    expect(() => parseCondition(text)).toThrow(/is not a condition such as discipline=PA/)
  },
)

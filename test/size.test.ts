// What a page pays has a budget, and spending past it is a decision, not an accident. The table: bench/results/size.md.

import { expect, test } from 'vitest'
import { gzipOf, overBudget, programs } from '../bench/size.ts'

/** Another version of Node may pack the same some bytes larger; the bench allows none. */
const OTHER_PACKER_BYTES = 32

test('what every page, the first click and the console begin with weighs no more than its budget', async () => {
  const bounded = (await programs()).flatMap(({ budget, ...one }) =>
    budget === null ? [] : [{ ...one, budget: budget + OTHER_PACKER_BYTES }],
  )
  const weighed = await Promise.all(bounded.map(async (one) => ({ ...one, gzip: await gzipOf(one) })))
  expect(weighed).toHaveLength(5)
  expect(overBudget(weighed)).toEqual([])
  // The premise: one byte too many is seen, of each.
  expect(overBudget(weighed.map((one) => ({ ...one, gzip: one.budget + 1 })))).toHaveLength(5)
})

// What is wrong with what a filter asks of fields: of a view, of a rule. Partner: protocol/desk/field-tests.ts, which the console asks, too.

import { faultOfTest, type TestFault } from '../../protocol/desk/field-tests.ts'
import type { TicketFilter } from '../../protocol/desk/filters.ts'

/** The first fault: below the filter, its place, and what to do. */
export function faultInFields({ fields = [] }: TicketFilter): { field: string; detail: string } | null {
  for (const [at, test] of fields.entries()) {
    const fault = faultOfTest(test)
    if (!fault) continue
    const part = fault === 'no_such_test' ? 'is' : 'values'
    return { field: `/fields/${at}/${part}`, detail: `${test.field}: ${WHAT_TO_DO[fault]}` }
  }
  return null
}

const WHAT_TO_DO: Record<TestFault, string> = {
  no_such_test: 'this cannot be asked of it.',
  missing: 'say with what it is compared.',
  no_number: 'write a number.',
  no_day: 'write a day, as 2026-03-12.',
  no_days: 'write a number of days.',
}

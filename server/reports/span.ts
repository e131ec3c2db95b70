// Which days a report is about, as far as it can be about them.

import type { ReportSpan } from '../../protocol/desk/reports.ts'
import { REPORT_DAYS_MAX } from '../../protocol/limits.ts'
import { Refusal } from '../errors.ts'

const DAY_MS = 24 * 60 * 60_000
/** Nothing was opened before, and nobody counts on to the year 10000: its days are written otherwise, and no day would be the last. */
const FIRST = '1970-01-01'
const LAST = '9998-12-31'

/** @throws Refusal('request.malformed') */
export function checkedSpan({ from, to }: ReportSpan): ReportSpan {
  for (const [field, day] of Object.entries({ from, to })) {
    const at = Date.parse(`${day}T00:00:00.000Z`)
    const isDay = !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
    if (!isDay || day < FIRST || day > LAST)
      throw new Refusal('request.malformed', { field: `/${field}`, detail: `There is no day ${day}.` })
  }
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1
  if (days < 1) throw new Refusal('request.malformed', { field: '/to', detail: `${to} is before ${from}.` })
  if (days > REPORT_DAYS_MAX)
    throw new Refusal('request.malformed', {
      field: '/from',
      detail: `These are ${days} days; a report takes ${REPORT_DAYS_MAX}.`,
    })
  return { from, to }
}

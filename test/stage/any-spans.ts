// Any spans of a day, in quarters of an hour, for the properties of opening hours and of what counts in them.

import fc from 'fast-check'
import type { Span } from '../../protocol/hours.ts'

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
export const anySpans = fc
  .uniqueArray(fc.integer({ min: 0, max: 24 * 4 }), { minLength: 0, maxLength: 4 })
  .map((cuts) => cuts.toSorted((a, b) => a - b))
  .map((cuts) =>
    cuts.flatMap((cut, index): Span[] => {
      const next = cuts[index + 1]
      return index % 2 === 0 && next !== undefined ? [{ from: clock(cut * 15), to: clock(next * 15) }] : []
    }),
  )

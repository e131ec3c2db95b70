// The time that a promise counts: all of it, or that in which the desk is open. Asked for each answer, so what the hours
// mean is worked out once for some weeks. Partner: protocol/openings.ts, the arithmetic of a week.

import type { OpeningHours } from '../../protocol/hours.ts'
import { openBetween } from '../../protocol/openings.ts'

export interface CountedTime {
  /** In milliseconds, never less than nothing. */
  between(from: number, to: number): number
  /** The instant at which so much has been counted since then. */
  after(at: number, ms: number): number
}

export const CALENDAR: CountedTime = {
  between: (from, to) => Math.max(0, to - from),
  after: (at, ms) => at + Math.max(0, ms),
}

const DAY_MS = 24 * 60 * 60_000
/** Of what was worked out: a promise of some days reads one or two of them. */
const WINDOW_MS = 28 * DAY_MS
/** A desk whose hours are kept but whose holidays never end: after this it is taken to be open. */
const WINDOWS_LOOKED_AT = 60
/** A year of them; tickets that are older than that are counted anew. */
const WINDOWS_KEPT = 14

/** @param hours without faults; null where none are set: then all time counts */
export function countedTime(hours: OpeningHours | null): CountedTime {
  if (!hours) return CALENDAR
  const windows = new Map<number, { from: number; to: number }[]>()

  function windowAt(number: number) {
    const known = windows.get(number)
    if (known) return known
    const made = [...openBetween(hours as OpeningHours, number * WINDOW_MS, (number + 1) * WINDOW_MS)]
    if (windows.size >= WINDOWS_KEPT) windows.clear()
    windows.set(number, made)
    return made
  }

  return {
    between(from, to) {
      let sum = 0
      for (let number = Math.floor(from / WINDOW_MS); number * WINDOW_MS < to; number++)
        for (const open of windowAt(number))
          sum += Math.max(0, Math.min(open.to, to) - Math.max(open.from, from))
      return sum
    },
    after(at, ms) {
      if (ms <= 0) return at
      let left = ms
      const first = Math.floor(at / WINDOW_MS)
      for (let number = first; number < first + WINDOWS_LOOKED_AT; number++) {
        for (const open of windowAt(number)) {
          const begins = Math.max(open.from, at)
          const counts = open.to - begins
          if (counts <= 0) continue
          if (left <= counts) return begins + left
          left -= counts
        }
      }
      return at + ms
    },
  }
}

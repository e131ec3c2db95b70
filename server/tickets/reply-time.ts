// The honest wait: the median of real first replies to what was asked in the same hour of the week, on the desk's clock.
// Where one hour has too few, its neighbours count too; nothing is said until there are enough of them.

import { offsetMs } from '../../protocol/openings.ts'
import type { ReadTables } from '../store/store.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const HOURS_OF_WEEK = 7 * 24

/** Long enough for some weeks of the same hour, short enough to be how the desk works now. */
const LOOK_BACK_MS = 56 * DAY_MS
/** Fewer than this is an anecdote. */
const ENOUGH_REPLIES = 8
/** Hours before and after that count where one hour alone has too few; further away people work otherwise. */
const NEIGHBOURS = 3
/** Of one hour, the newest: more would not move a median. */
const REPLIES_OF_AN_HOUR = 40
/** A page that stays open knows this much of the day before it. */
const HOURS_AHEAD = 24

/** For each hour after `from`, an hour's beginning on the desk's clock. Nothing at all where nothing could be said. */
export async function usualWaits(
  tables: { tickets: Pick<ReadTables['tickets'], 'firstReplies'> },
  zone: string,
  from: Date,
): Promise<(number | null)[]> {
  const first = hourOfWeekAt(zone, from.getTime())
  const times = await timesByHour(tables, zone, from)
  const waits = Array.from({ length: HOURS_AHEAD }, (_, ahead) => waitIn(times, first + ahead))
  return waits.some((wait) => wait !== null) ? waits : []
}

/** By the hour of the week on the desk's clock, of the hours that count from now on. */
async function timesByHour(
  { tickets }: Parameters<typeof usualWaits>[0],
  zone: string,
  from: Date,
): Promise<Map<number, number[]>> {
  const since = new Date(from.getTime() - LOOK_BACK_MS).toISOString()
  const utc = from.getUTCDay() * 24 + from.getUTCHours()
  const times = new Map<number, number[]>()
  // One more at each end: when the zone last changed its offset, the same hour was another one in UTC.
  for (let ahead = -NEIGHBOURS - 1; ahead < HOURS_AHEAD + NEIGHBOURS + 1; ahead++) {
    const replies = await tickets.firstReplies(ofWeek(utc + ahead), since, REPLIES_OF_AN_HOUR)
    for (const { openedAt, tookMs } of replies) {
      const hour = hourOfWeekAt(zone, Date.parse(openedAt))
      times.set(hour, [...(times.get(hour) ?? []), tookMs])
    }
  }
  return times
}

function waitIn(times: Map<number, number[]>, hour: number): number | null {
  for (let around = 0; around <= NEIGHBOURS; around++) {
    const near = Array.from(
      { length: 2 * around + 1 },
      (_, at) => times.get(ofWeek(hour - around + at)) ?? [],
    )
    const counted = near.flat().toSorted((a, b) => a - b)
    const median = counted[Math.floor(counted.length / 2)]
    if (median !== undefined && counted.length >= ENOUGH_REPLIES) return roundedUp(median)
  }
  return null
}

/** To what people would say, and never less than it was. */
function roundedUp(ms: number): number {
  const step = ms < HOUR_MS ? 5 * MINUTE_MS : ms < DAY_MS ? HOUR_MS : DAY_MS
  return Math.ceil(ms / step) * step
}

/** Monday's first hour is 0. */
function hourOfWeekAt(zone: string, at: number): number {
  const wall = new Date(at + offsetMs(zone, at))
  return ofWeek((wall.getUTCDay() - 1) * 24 + wall.getUTCHours())
}

const ofWeek = (hour: number) => (hour + HOURS_OF_WEEK) % HOURS_OF_WEEK

// Until when an agent would put a ticket aside: on the desk's clock, in its opening hours. Pure: the time and the hours are
// handed in. Partners: snooze.ts, protocol/openings.ts.

import type { OpeningHours } from '../../protocol/hours.ts'
import { offsetMs, openingsFrom } from '../../protocol/openings.ts'

export interface SnoozeTime {
  /** `day`: neither tomorrow nor Monday, for those have no opening. */
  name: 'later' | 'tomorrow' | 'monday' | 'day'
  at: string
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** “Later today”: a lesson or a meeting is over by then. */
const LATER_MS = 3 * HOUR_MS
/** Nobody thinks of 14:07. */
const ROUNDED_MS = 30 * MINUTE_MS
/** The day of a desk that has set no hours, in minutes after midnight. */
const [MORNING, EVENING] = [9 * 60, 18 * 60]
/** 1 January 1970 was a Thursday; Mondays are these days and every seventh. */
const A_MONDAY = 4

/** Each once, soonest first. @param zone of a desk that has set no hours */
export function snoozeTimes(now: number, hours: OpeningHours | null, zone: string): SnoozeTime[] {
  const clock = hours?.zone ?? zone
  const today = Math.floor((now + offsetMs(clock, now)) / DAY_MS)
  const tomorrow = today + 1
  const monday = tomorrow + ((((A_MONDAY - tomorrow) % 7) + 7) % 7)

  const times: SnoozeTime[] = []
  const later = Math.ceil((now + LATER_MS) / ROUNDED_MS) * ROUNDED_MS
  if (later < endOf(today)) add('later', later)
  addMorning('tomorrow', tomorrow)
  addMorning('monday', monday)
  return times

  function addMorning(name: 'tomorrow' | 'monday', day: number): void {
    const at = morningOf(day)
    add(dayOf(at) === day ? name : 'day', at)
  }

  function add(name: SnoozeTime['name'], ms: number): void {
    const at = new Date(ms).toISOString()
    if (!times.some((time) => time.at === at)) times.push({ name, at })
  }

  /** When the desk opens on that day, or on the first one after it on which it does. */
  function morningOf(day: number): number {
    const begins = instantOf(day, 0)
    const [next] = hours ? openingsFrom(hours, new Date(begins), 1) : []
    const opensAt = next ? Date.parse(next.opensAt) : begins
    // Open through the night: the day begins when people come.
    return opensAt <= begins ? instantOf(day, MORNING) : opensAt
  }

  /** When the last people of that day go. */
  function endOf(day: number): number {
    if (!hours) return instantOf(day, EVENING)
    const midnight = instantOf(day + 1, 0)
    const closings = openingsFrom(hours, new Date(now))
      .filter(({ opensAt }) => Date.parse(opensAt) < midnight)
      .map(({ closesAt }) => Math.min(Date.parse(closesAt), midnight))
    return Math.max(0, ...closings)
  }

  function dayOf(at: number): number {
    return Math.floor((at + offsetMs(clock, at)) / DAY_MS)
  }

  /** Twice: the first guess may lie on the other side of a change of the clock. */
  function instantOf(day: number, minutes: number): number {
    const wall = day * DAY_MS + minutes * MINUTE_MS
    const guess = wall - offsetMs(clock, wall)
    return wall - offsetMs(clock, guess)
  }
}

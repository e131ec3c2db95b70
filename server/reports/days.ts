// Days on the desk's clock: where each begins, and which day and hour an instant is in. Knows no store.

import { offsetMs } from '../../protocol/openings.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** The instant at which that day begins there. */
export function beginningOf(day: string, zone: string): string {
  const midnight = Date.parse(`${day}T00:00:00.000Z`)
  // What the clock is ahead by is asked near the place, then at it: it may change between the two.
  const near = midnight - offsetMs(zone, midnight)
  const at = midnight - offsetMs(zone, near)
  // Where the clock leaps over midnight, the day begins with the leap.
  return new Date(at + offsetMs(zone, at) < midnight ? near : at).toISOString()
}

export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + DAY_MS).toISOString().slice(0, 10)

/** Both ends count. */
export function daysFrom(from: string, to: string): string[] {
  const days: string[] = []
  for (let day = from; day <= to; day = dayAfter(day)) days.push(day)
  return days
}

/** Asked for each ticket, so what a clock is ahead by is asked once an hour of theirs. */
export function wallOf(zone: string): (instant: string) => { day: string; hour: number } {
  const offsets = new Map<number, number>()
  return (instant) => {
    const at = Date.parse(instant)
    const hour = Math.floor(at / HOUR_MS)
    // Zones change on quarters of an hour: an hour in which one does is asked each time.
    let offset = offsets.get(hour)
    if (offset === undefined) {
      offset = offsetMs(zone, hour * HOUR_MS)
      if (offset !== offsetMs(zone, (hour + 1) * HOUR_MS - 1)) offset = Number.NaN
      offsets.set(hour, offset)
    }
    const wall = new Date(at + (Number.isNaN(offset) ? offsetMs(zone, at) : offset))
    return { day: wall.toISOString().slice(0, 10), hour: wall.getUTCHours() }
  }
}

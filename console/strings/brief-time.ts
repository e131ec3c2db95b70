// A time in the width of a label: "14:30" today, "Mon 09:00" in the week to come, else "3 Mar, 09:00".

import { clockTime } from '../../ui/time.ts'

const DAY_MS = 24 * 60 * 60_000

export function briefTime(at: string, now: number): string {
  const days = Math.round((midnight(Date.parse(at)) - midnight(now)) / DAY_MS)
  const time = clockTime(at)
  if (days === 0) return time
  const date = new Date(at)
  if (days > 0 && days < 7) return `${date.toLocaleDateString(undefined, { weekday: 'short' })} ${time}`
  return `${date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })}, ${time}`
}

const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0)

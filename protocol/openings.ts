// The arithmetic of opening hours, for the server and for the console's preview. A desk is open at an instant when its
// wall clock then shows a time within one of the day's spans: so a span that daylight saving cuts or repeats is open
// exactly as long as the clock on the wall says. Partner: hours.ts.

import type { Holiday, Opening, OpeningHours, Span } from './hours.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Openings that are named: at two spans a day a week and more, and a closure between. */
const OPENINGS_NAMED = 12
/** Nobody is told of an opening that is further away. */
const HORIZON_DAYS = 120
/** No zone changes its offset twice within this. */
const STEP_MS = 12 * HOUR_MS

export interface Fault {
  /** A JSON pointer. */
  field: string
  why: 'zone' | 'clock' | 'order' | 'overlap' | 'date' | 'date_twice' | 'name' | 'never'
}

/** What is wrong with them; nothing, if they can be kept. */
export function faultsIn(hours: OpeningHours): Fault[] {
  const dates = new Set<string>()
  return [
    ...(isZone(hours.zone) ? [] : [{ field: '/zone', why: 'zone' as const }]),
    ...hours.week.flatMap((spans, day) => faultsOf(spans, `/week/${day}`)),
    ...(hours.week.some((spans) => spans.length > 0) ? [] : [{ field: '/week', why: 'never' as const }]),
    ...hours.holidays.flatMap(({ date, name, spans }, index): Fault[] => {
      const field = `/holidays/${index}`
      const isTwice = dates.has(date)
      dates.add(date)
      return [
        ...(isDate(date) ? [] : [{ field: `${field}/date`, why: 'date' as const }]),
        ...(isTwice ? [{ field: `${field}/date`, why: 'date_twice' as const }] : []),
        ...(name.trim() ? [] : [{ field: `${field}/name`, why: 'name' as const }]),
        ...faultsOf(spans, `${field}/spans`),
      ]
    }),
  ]
}

/**
 * The opening at that instant, if there is one, and those after it, in order and apart.
 * @param hours without faults
 */
export function openingsFrom(hours: OpeningHours, at: Date, most = OPENINGS_NAMED): Opening[] {
  const found: Opening[] = []
  // A day before: what is open now began then at the latest, or is told as if it had.
  const begin = at.getTime() - DAY_MS
  for (const { from, to } of openBetween(hours, begin, begin + HORIZON_DAYS * DAY_MS)) {
    if (to <= at.getTime()) continue
    found.push({ opensAt: new Date(from).toISOString(), closesAt: new Date(to).toISOString() })
    if (found.length === most) break
  }
  return found
}

/** When it is open between two instants, in order and apart, in milliseconds; cut off at both ends. */
export function* openBetween(
  hours: OpeningHours,
  begin: number,
  end: number,
): Generator<{ from: number; to: number }> {
  const holidays = new Map(hours.holidays.map((holiday) => [holiday.date, holiday]))
  let last: { from: number; to: number } | undefined
  for (const { from, to, offset } of segments(hours.zone, begin, end)) {
    for (let day = Math.floor((from + offset) / DAY_MS); day * DAY_MS < to + offset; day++) {
      for (const span of spansOn(day, hours.week, holidays)) {
        const opens = Math.max(from, day * DAY_MS + minutesOf(span.from) * MINUTE_MS - offset)
        const closes = Math.min(to, day * DAY_MS + minutesOf(span.to) * MINUTE_MS - offset)
        if (opens >= closes) continue
        // The last one may still grow.
        if (last?.to === opens) last.to = closes
        else {
          if (last) yield last
          last = { from: opens, to: closes }
        }
      }
    }
  }
  if (last) yield last
}

/** What the clock on the wall is ahead of UTC. @throws RangeError for what is no zone */
export function offsetMs(zone: string, at: number): number {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const { year, month, day, hour, minute, second } = parts
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  return wall - Math.floor(at / 1_000) * 1_000
}

export function isZone(zone: string): boolean {
  try {
    clockOf(zone)
    return true
  } catch {
    return false
  }
}

/** Minutes after midnight; NaN for what is no time of day. */
function minutesOf(clock: string): number {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(clock) ?? []
  const sum = Number(hours) * 60 + Number(minutes)
  return sum > 24 * 60 || Number(minutes) > 59 ? Number.NaN : sum
}

function faultsOf(spans: Span[], field: string): Fault[] {
  return spans.flatMap(({ from, to }, index): Fault[] => {
    const [begin, end] = [minutesOf(from), minutesOf(to)]
    const before = spans[index - 1]
    const fault = (why: Fault['why']) => [{ field: `${field}/${index}`, why }]
    if (Number.isNaN(begin + end)) return fault('clock')
    if (begin >= end) return fault('order')
    return before && minutesOf(before.to) > begin ? fault('overlap') : []
  })
}

function isDate(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00.000Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date) && date.length === 10
}

/** @param day days since 1 January 1970, a Thursday */
function spansOn(day: number, week: Span[][], holidays: Map<string, Holiday>): Span[] {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
  return holidays.get(date)?.spans ?? week[(day + 3) % 7] ?? []
}

/** The time between two instants, cut where the zone changes its offset. */
function* segments(zone: string, begin: number, end: number) {
  let from = begin
  let offset = offsetMs(zone, begin)
  for (let at = begin; at < end; ) {
    const next = Math.min(at + STEP_MS, end)
    const then = offsetMs(zone, next)
    if (then !== offset) {
      const change = changeBetween(zone, at, next, offset)
      yield { from, to: change, offset }
      from = change
      offset = then
    }
    at = next
  }
  yield { from, to: end, offset }
}

/** To the second: no zone changes between two. */
function changeBetween(zone: string, before: number, after: number, offset: number): number {
  let [low, high] = [Math.floor(before / 1_000), Math.ceil(after / 1_000)]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetMs(zone, middle * 1_000) === offset) low = middle
    else high = middle
  }
  return high * 1_000
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Making one costs more than asking it a thousand times. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
    ...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
  })
  clocks.set(zone, made)
  return made
}

// Instants and spans as people read them, in the reader's zone and language. The words come from Intl, so this
// file holds none. `now` is handed in: the caller decides when to look at the clock again.

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** "14:05" */
export function clockTime(at: string, locale?: string): string {
  return format(locale, { hour: 'numeric', minute: '2-digit' }).format(new Date(at))
}

/** "today", "yesterday", "Tuesday", "3 March", "3 March 2024": capitalised, for the line between two days. */
export function dayName(at: string, now: number, locale?: string): string {
  const days = daysBetween(at, now)
  if (days < 2) return capital(relative(locale, 'long').format(-days, 'day'), locale)
  if (days < 7) return capital(weekday(at, locale), locale)
  return dateOf(at, now, 'long', locale)
}

/** The day of something that is to come, in a sentence: "today", "tomorrow"; "Monday", "3 March" where it is not near. */
export function dayAhead(at: string, now: number, locale?: string): { day: string; isNear: boolean } {
  const days = Math.round((midnight(at) - midnight(now)) / DAY_MS)
  const isNear = days < 2
  if (isNear) return { day: relative(locale, 'long').format(days, 'day'), isNear }
  return { day: days < 7 ? weekday(at, locale) : dateOf(at, now, 'long', locale), isNear }
}

/** Full date and time: for titles of shorter forms. */
export function fullTime(at: string, locale?: string): string {
  return format(locale, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(at))
}

/** How long ago, in the width of a list row: "now", "5m", "3h", "2d", "3 Mar". */
export function shortAge(at: string, now: number, locale?: string): string {
  const ago = now - Date.parse(at)
  if (ago < MINUTE_MS) return relative(locale, 'narrow').format(0, 'second')
  if (ago >= 7 * DAY_MS) return dateOf(at, now, 'short', locale)
  if (ago < HOUR_MS) return unit(Math.floor(ago / MINUTE_MS), 'minute', 'narrow', locale)
  if (ago < DAY_MS) return unit(Math.floor(ago / HOUR_MS), 'hour', 'narrow', locale)
  return unit(Math.floor(ago / DAY_MS), 'day', 'narrow', locale)
}

/** "3 minutes ago", "yesterday". A clock that is looked at four times a minute is behind what has just happened: "now". */
export function relativeTime(at: string, now: number, locale?: string): string {
  const distance = Math.min(0, Date.parse(at) - now)
  const [amount, name] = largestUnit(distance)
  return relative(locale, 'long').format(amount, name)
}

/** A span in its largest unit: "4 minutes", "2 hours", "3 days". */
export function span(ms: number, locale?: string): string {
  const [amount, name] = largestUnit(Math.max(ms, MINUTE_MS))
  return unit(amount, name, 'long', locale)
}

/** The same in the width of a mark: "25m", "3h", "2d". */
export function shortSpan(ms: number, locale?: string): string {
  const [amount, name] = largestUnit(Math.max(Math.abs(ms), MINUTE_MS))
  return unit(amount, name, 'narrow', locale)
}

/** Time left as "9:41" or "23:59:07": for clocks that run. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000))
  const two = (value: number) => String(value).padStart(2, '0')
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  const hours = Math.floor(seconds / 3_600)
  return hours ? `${hours}:${rest}` : rest.replace(/^0/, '')
}

export function isSameDay(a: string, b: string): boolean {
  return midnight(a) === midnight(b)
}

/** The year stands there when it is another one. */
function dateOf(at: string, now: number, month: 'short' | 'long', locale?: string): string {
  const date = new Date(at)
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric'
  return format(locale, { day: 'numeric', month, year }).format(date)
}

/** Calendar days in the reader's zone, not spans of 24 hours; never negative. */
function daysBetween(at: string, now: number): number {
  return Math.max(0, Math.round((midnight(now) - midnight(at)) / DAY_MS))
}

function largestUnit(ms: number): [amount: number, unit: 'second' | 'minute' | 'hour' | 'day'] {
  const size = Math.abs(ms)
  if (size < MINUTE_MS) return [Math.trunc(ms / 1_000), 'second']
  if (size < HOUR_MS) return [Math.round(ms / MINUTE_MS), 'minute']
  if (size < DAY_MS) return [Math.round(ms / HOUR_MS), 'hour']
  return [Math.round(ms / DAY_MS), 'day']
}

const midnight = (time: number | string) => new Date(time).setHours(0, 0, 0, 0)
const weekday = (at: string, locale?: string) => format(locale, { weekday: 'long' }).format(new Date(at))
const capital = (text: string, locale?: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)
const format = (locale: string | undefined, options: Intl.DateTimeFormatOptions) =>
  once(Intl.DateTimeFormat, locale, options)
const relative = (locale: string | undefined, style: 'long' | 'narrow') =>
  once(Intl.RelativeTimeFormat, locale, { numeric: 'auto', style })
const unit = (value: number, name: string, unitDisplay: 'long' | 'narrow', locale?: string) =>
  once(Intl.NumberFormat, locale, { style: 'unit', unit: name, unitDisplay }).format(value)

/** To make one takes a hundred times as long as to use it, and a list of rows uses the same few. */
function once<Options, Made>(
  Kind: new (locale: string | undefined, options: Options) => Made,
  locale: string | undefined,
  options: Options,
): Made {
  // A page that travels, or lives through a night in March, tells the time of where it is. No two kinds have the same options.
  const name = JSON.stringify([new Date().getTimezoneOffset(), locale, options])
  const known = made.get(name) ?? new Kind(locale, options)
  made.set(name, known)
  return known as Made
}
const made = new Map<string, unknown>()

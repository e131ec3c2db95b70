// What reports show: which days and whose tickets, as the address says it, and what the server answered to that. Nothing here
// is live: figures are as old as their question. Partners: protocol/desk/reports.ts, screens/reports/.

import { signal } from '@preact/signals'
import type { DeflectionAnswer, ReportAnswer } from '../protocol/desk/reports.ts'
import type { Problem, RefusalCode } from '../protocol/errors.ts'
import { REPORT_DAYS_MAX } from '../protocol/limits.ts'
import { mayAnswer } from './settings.ts'
import { forgetWithAgent, me } from './state.ts'

export const ABOUT = ['tickets', 'help'] as const
export type About = (typeof ABOUT)[number]
export const NARROWED_BY = ['type', 'team', 'agent'] as const
export type NarrowedBy = (typeof NARROWED_BY)[number]

/** Of the address. What is not narrowed is not there. */
interface Asked extends Partial<Record<NarrowedBy, string>> {
  about: About
  /** Both days count, YYYY-MM-DD. */
  from: string
  to: string
}

/** Days that are offered; others are typed. */
export const SPANS = [7, 30, 90, 365] as const
const FIRST_SPAN = 30
const DAY_MS = 24 * 60 * 60_000

/** More days than one report has: not asked at all. A year that is being typed begins in antiquity. */
export const TOO_LONG = 'too_long'

/** `code` is a refusal's, 'line.lost' where nobody answered, or TOO_LONG. Old figures stay in sight until there are new ones. */
export const answers = signal<{
  isReading: boolean
  code: RefusalCode | 'line.lost' | typeof TOO_LONG | null
  tickets: ReportAnswer | null
  help: DeflectionAnswer | null
}>({ isReading: false, code: null, tickets: null, help: null })

forgetWithAgent(() => {
  answers.value = { isReading: false, code: null, tickets: null, help: null }
})

export const asked = signal<Asked>(askedIn(location.search, new Date()))

let reading: AbortController | undefined

/** Looks at the address anew, and asks. */
export function openReports(): void {
  asked.value = askedIn(location.search, new Date())
  void readReport()
}

export function ask(change: Partial<Asked>): void {
  const next = { ...asked.peek(), ...change }
  for (const name of NARROWED_BY) if (!next[name]) delete next[name]
  asked.value = next
  history.replaceState(history.state, '', `${location.pathname}?${new URLSearchParams({ ...next })}`)
  void readReport()
}

export async function readReport(): Promise<void> {
  reading?.abort()
  const mine = new AbortController()
  reading = mine
  const { about, ...query } = asked.peek()
  if (daysOf(query) > REPORT_DAYS_MAX) {
    answers.value = { ...answers.peek(), isReading: false, code: TOO_LONG }
    return
  }
  answers.value = { ...answers.peek(), isReading: true }
  const [path, of] =
    about === 'tickets' ? ['reports', query] : ['reports/deflection', { from: query.from, to: query.to }]
  try {
    const response = await fetch(`/api/console/${path}?${new URLSearchParams({ ...of })}`, {
      signal: mine.signal,
    })
    const body: unknown = await response.json()
    if (mine.signal.aborted) return
    const known = answers.peek()
    answers.value = response.ok
      ? { ...known, isReading: false, code: null, [about]: body }
      : { ...known, isReading: false, code: ((body as Problem).code as RefusalCode) ?? 'server.bug' }
  } catch {
    if (!mine.signal.aborted) answers.value = { ...answers.peek(), isReading: false, code: 'line.lost' }
  }
}

/** The days up to and with this one, on the reader's clock. */
export function lastDays(count: number, now: Date): Pick<Asked, 'from' | 'to'> {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())
  return { from: dayOf(today - (count - 1) * DAY_MS), to: dayOf(today) }
}

export const dayBehind = (day: string): string => dayOf(Date.parse(day) + DAY_MS)

export const daysOf = ({ from, to }: Pick<Asked, 'from' | 'to'>): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1

function askedIn(search: string, now: Date): Asked {
  const given = new URLSearchParams(search)
  const day = (name: string) => (/^\d{4}-\d\d-\d\d$/.test(given.get(name) ?? '') ? given.get(name) : null)
  // Days sort as they are written.
  const [from, to] = [day('from'), day('to')].sort()
  const narrowed = NARROWED_BY.flatMap((name) => (given.get(name) ? [[name, given.get(name)]] : []))
  return {
    // Of tickets, who answers none is told nothing.
    about: mayAnswer(me.peek()) ? (ABOUT.find((name) => name === given.get('about')) ?? 'tickets') : 'help',
    ...(from && to ? { from, to } : lastDays(FIRST_SPAN, now)),
    ...Object.fromEntries(narrowed),
  }
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

// How steps, their deadlines and a rotation's status are drawn: always a shape and a word, never a colour alone.

import { type Html, html } from '../html.ts'
import { type Step, type Urgency, urgencyOf } from '../portal.ts'
import { dateInWords } from './words.ts'

const OWNER = { you: 'Yours', school: "Your school's", site: "The site's" } as const

export const owner = (step: Step) => OWNER[step.owner]

const SHAPES: Record<Urgency, [word: string, path: string]> = {
  done: ['Done', 'm6.200 10.200 2.600 2.600 5-5.600'],
  open: ['Open', ''],
  soon: ['Due soon', 'M10 6v4.500l2.800 1.700'],
  late: ['Overdue', 'M10 5.800v5M10 13.900v.1'],
}

/** The round icon of a step. */
export function mark(step: Step, now: Date): Html {
  const urgency = urgencyOf(step, now)
  const [word, path] = SHAPES[urgency]
  return html`<svg class="mark ${urgency}" viewBox="0 0 20 20" width="20" height="20" role="img" aria-label="${word}"><circle cx="10" cy="10" r="8.500"/><path d="${path}"/></svg>`
}

/** One line: what comes next, whose it is, by when. */
export function deadline(step: Step, now: Date): Html {
  return html`${mark(step, now)}<span><strong>${step.title}</strong> · ${owner(step)}, ${dueWords(step, now)}</span>`
}

export function dueWords(step: Step, now: Date): string {
  const date = dateInWords(step.dueOn)
  if (step.done) return 'done'
  return urgencyOf(step, now) === 'late' ? `was due ${date}` : `due ${date}`
}

const CHIPS: Record<string, string> = {
  Application: 'waits',
  Onboarding: 'acts',
  'Ready to start': 'good',
  'In progress': 'good',
  Offboarding: 'acts',
  Completed: 'rests',
}

export const statusChip = (status: string) =>
  html`<span class="chip ${CHIPS[status] ?? 'rests'}">${status}</span>`

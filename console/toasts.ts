// One short sentence at a time about something that was just done or refused, with at most one thing to do about it.

import { signal } from '@preact/signals'
import { type Denial, sentenceOfTried } from './strings/reasons.ts'

export interface Toast {
  text: string
  tone: 'done' | 'trouble'
  action?: { label: string; run: () => void } | undefined
  /** On this device's clock, in ms. */
  at: number
}

/** Long enough to read two lines and to take back what was done; troubles stay until they are put away. */
const SHOWN_MS = 10_000

export const toast = signal<Toast | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined

export function tell(text: string, action?: Toast['action']): void {
  show({ text, tone: 'done', action })
  timer = setTimeout(putAway, SHOWN_MS)
}

/** What was tried and why it did not happen. @param error null where `what` says it */
export function tellTrouble(what: string, error: null, action?: Toast['action']): void
export function tellTrouble(what: Denial, error: unknown, action?: Toast['action']): void
export function tellTrouble(what: string, error: unknown, action?: Toast['action']): void {
  show({ text: error === null ? what : sentenceOfTried(what as Denial, error), tone: 'trouble', action })
}

/** How far something is that takes a while; what comes of it takes its place. */
export const tellProgress = (text: string): void => show({ text, tone: 'done' })

export function putAway(): void {
  clearTimeout(timer)
  toast.value = null
}

/** What the sentence offers: to take it back, to look. */
export function takeOffer(): void {
  const { action } = toast.peek() ?? {}
  putAway()
  action?.run()
}

function show(next: Omit<Toast, 'at'>): void {
  clearTimeout(timer)
  toast.value = { ...next, at: Date.now() }
}

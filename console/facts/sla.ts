// How what was promised looks at this moment: far, near, late. The clocks are the server's; only the time left is ours.
// Partners: protocol/desk/sla.ts, screens/parts/sla-mark.tsx.

import type { SlaClock } from '../../protocol/desk/sla.ts'
import type { DeskTicket } from '../../protocol/entities.ts'

export type Nearness = 'far' | 'near' | 'late'
type Running = SlaClock & { dueAt: string }

/** The last quarter of what was promised … */
const NEAR_PART = 1 / 4
/** … but no more than what one has left of a morning. */
const NEAR_MAX_MS = 2 * 60 * 60_000

/** What is due first; nothing where no clock runs. */
export function dueFirst({ sla = [] }: Pick<DeskTicket, 'sla'>): Running | undefined {
  return sla.find(isRunning)
}

export function nearnessOf({ dueAt, withinMs, late }: Running, now: number): Nearness {
  const leftMs = Date.parse(dueAt) - now
  if (late || leftMs <= 0) return 'late'
  return leftMs <= Math.min(withinMs * NEAR_PART, NEAR_MAX_MS) ? 'near' : 'far'
}

export const isRunning = (clock: SlaClock): clock is Running => clock.dueAt !== null

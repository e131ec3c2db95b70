// Counts of which each copy of the server keeps its own, and which should be one: several times a second a copy tells
// the others what it counted since. Nobody asks anybody before acting, so nothing waits for Redis and nothing stops
// without it; the price is that a flood over several copies gets through several times until they have told each other.

import type { Bus } from './bus.ts'

/** Four times a second: a flood is noticed before a person could notice it. */
const TOLD_EVERY_MS = 250

export interface SharedCounts<Counted> {
  /** What was counted here and the others should know of; it is told once. */
  gather(): Counted[]
  /** What others counted. */
  take(counted: Counted[]): void
}

/** @returns the way to stop */
export function share<Counted>(bus: Bus, topic: string, counts: SharedCounts<Counted>): () => void {
  if (bus.state().kind === 'in_process') return () => {}
  const stop = bus.subscribe(topic, ({ body }) => counts.take(body as Counted[]))
  const timer = setInterval(() => {
    const counted = counts.gather()
    if (counted.length > 0) bus.publish(topic, { name: 'counted', body: counted }, 'elsewhere')
  }, TOLD_EVERY_MS)
  timer.unref()
  return () => {
    clearInterval(timer)
    stop()
  }
}

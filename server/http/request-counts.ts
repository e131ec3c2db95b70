// How often each address asks each route within a minute, counted for all copies of the server together: the store of
// @fastify/rate-limit. Partner: bus/shared.ts. Counts of commands are buckets: chat/limits.ts.

import type { SharedCounts } from '../bus/shared.ts'

/** Past this share of what is allowed the other copies are told; most people never come near it. */
const WORTH_TELLING = 1 / 4
/**
 * Of each length of time. Past it the oldest is forgotten, as the plugin's own store does: so what a flood makes up within a minute
 * pushes no guess of a password out, which count for longer.
 */
const COUNTS_KEPT = 50_000

interface Window {
  count: number
  /** Of this copy's own, what the others do not know of. */
  untold: number
  endsAt: number
  lengthMs: number
  max: number
}

/** Key, how often, and the length of the window. */
type Counted = [key: string, times: number, lengthMs: number]

export function requestCounts(now: () => number = Date.now) {
  const byLength = new Map<number, Map<string, Window>>()
  const drawn = new Map<string, number>()

  const shared: SharedCounts<Counted> = {
    gather() {
      const told: Counted[] = []
      for (const [key, lengthMs] of drawn) {
        const window = byLength.get(lengthMs)?.get(key)
        if (!window || window.endsAt <= now() || window.count < window.max * WORTH_TELLING) continue
        told.push([key, window.untold, window.lengthMs])
        window.untold = 0
      }
      drawn.clear()
      return told
    },
    take(counted) {
      for (const [key, times, lengthMs] of counted) windowOf(key, lengthMs).count += times
    },
  }

  function windowOf(key: string, lengthMs: number): Window {
    const windows = byLength.get(lengthMs) ?? new Map<string, Window>()
    byLength.set(lengthMs, windows)
    const known = windows.get(key)
    if (known && known.endsAt > now()) return known
    const window = { count: 0, untold: 0, endsAt: now() + lengthMs, lengthMs, max: Infinity }
    windows.delete(key)
    windows.set(key, window)
    const [oldest] = windows.size > COUNTS_KEPT ? windows.keys() : []
    if (oldest !== undefined) forget(oldest, windows)
    return window
  }

  function forget(key: string, windows: Map<string, Window>): void {
    windows.delete(key)
    // Where there is no other copy, nobody asks for these.
    drawn.delete(key)
  }

  /** In the form that the plugin wants: one for the whole server, and a child for each route with limits of its own. */
  class Store {
    private readonly route: string

    constructor(options: object = {}) {
      const { routeInfo } = options as { routeInfo?: { method?: unknown; url?: string } }
      this.route = `${routeInfo?.method ?? ''} ${routeInfo?.url ?? ''}`
    }

    incr(
      who: string,
      done: (error: Error | null, result?: { current: number; ttl: number }) => void,
      lengthMs: number,
      max: number,
    ): void {
      const key = `${this.route} ${who}`
      const window = windowOf(key, lengthMs)
      window.count++
      window.untold++
      window.max = max
      drawn.set(key, lengthMs)
      done(null, { current: window.count, ttl: window.endsAt - now() })
    }

    child(options: object): Store {
      return new Store(options)
    }
  }

  return { Store, shared }
}

// Which other copies of the server there are, by the beats that each sends over the bus. One that falls silent without a
// goodbye was killed, or cannot reach the bus and works on: what it publishes is lost until somebody looks into the store.

import type { Log } from '../log.ts'

/** Each copy says so often that it is there … */
export const BEAT_MS = 500
/** … and is missed after three beats that did not come, and some grace. */
export const SILENT_AFTER_MS = 1_700
/** A copy that is missed for so long is gone: nobody waits for it any more. */
const FORGOTTEN_AFTER_MS = 10 * 60_000

export function copiesOfTheServer(log: Log) {
  const heardAt = new Map<string, number>()
  const missing = new Map<string, number>()

  return {
    beat(copy: string, now: number): void {
      heardAt.set(copy, now)
      if (missing.delete(copy)) log.info({ copy }, 'a copy of the server that had fallen silent is back')
    },
    goodbye(copy: string): void {
      heardAt.delete(copy)
      missing.delete(copy)
    },
    /** Who has fallen silent meanwhile? Not to be asked while this copy itself hears nothing. */
    look(now: number): void {
      for (const [copy, at] of heardAt) {
        if (now - at <= SILENT_AFTER_MS) continue
        heardAt.delete(copy)
        missing.set(copy, now)
        log.warn({ copy }, 'a copy of the server fell silent: it was killed, or cannot reach Redis')
      }
      for (const [copy, since] of missing) if (now - since > FORGOTTEN_AFTER_MS) missing.delete(copy)
    },
    /** This copy was away itself: all of them may have been heard by others. */
    wasAway(now: number): void {
      for (const copy of heardAt.keys()) heardAt.set(copy, now)
    },
    here: () => heardAt.size,
    isAnyMissing: () => missing.size > 0,
  }
}

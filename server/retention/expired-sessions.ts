// Sessions that have expired are let go, of contacts and of agents: nobody can use them, and they would lie in the
// store for ever. Due work that puts itself again, so one copy of the server does it.

import type { WorkHandler } from '../due-work.ts'
import type { Store } from '../store/store.ts'

export const SESSIONS_EXPIRE = 'sessions.expire'

/** Expired sessions open no door meanwhile: once an hour is soon enough. */
const AGAIN_AFTER_MS = 60 * 60_000
/** In one commit: what a morning's classes leave goes in a few, and none of them holds up a message. */
const AT_ONCE = 500

export function expireSessions({ store, now }: { store: Store; now: () => Date }): WorkHandler {
  return async () => {
    const at = now()
    for (const of of ['sessions', 'agentSessions'] as const) {
      let removed: number
      do removed = await store.commit((tx) => tx[of].removeExpired(at.toISOString(), AT_ONCE))
      while (removed === AT_ONCE)
    }
    return { againAt: new Date(at.getTime() + AGAIN_AFTER_MS).toISOString(), why: 'once an hour' }
  }
}

// When a session was last used, to some minutes: an agent who sits at the desk all day must not write as often as they look.
// Said of every open desk, at its hello and at each heartbeat; nobody waits for it. Partner: contacts/last-seen.ts does it for contacts.

import type { Commit } from '../events.ts'
import type { Log } from '../log.ts'
import type { Parts } from '../parts.ts'

const KEPT_EVERY_MS = 5 * 60_000
/** Sessions of a large desk; past it the oldest is looked up again. */
const REMEMBERED = 2_000

export type SessionIsUsed = (session: { id: string; agentId: string }) => void

export function sessionIsUsed({
  commit,
  now,
  log,
}: { commit: Commit; log: Log } & Pick<Parts, 'now'>): SessionIsUsed {
  const kept = new Map<string, number>()

  async function keep({ id, agentId }: { id: string; agentId: string }, at: Date): Promise<void> {
    await commit(async (tx) => {
      const session = (await tx.agentSessions.listForAgent(agentId)).find((one) => one.id === id)
      const since = at.getTime() - Date.parse(session?.usedAt ?? session?.createdAt ?? at.toISOString())
      if (!session || session.endedAt || since < KEPT_EVERY_MS) return
      await tx.agentSessions.put({ ...session, usedAt: at.toISOString() })
    })
  }

  return (session) => {
    const at = now()
    if (at.getTime() - (kept.get(session.id) ?? 0) < KEPT_EVERY_MS) return
    kept.delete(session.id)
    kept.set(session.id, at.getTime())
    const [oldest] = kept.size > REMEMBERED ? kept.keys() : []
    if (oldest !== undefined) kept.delete(oldest)
    keep(session, at).catch((err: unknown) => log.error({ err }, 'when a session was used could not be kept'))
  }
}

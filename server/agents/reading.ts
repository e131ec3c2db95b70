// Whoever reads more of the desk than eyes can is slowed down, and it stands in the log that admins read: a session that was stolen
// copies nothing in minutes, and somebody hears of it in the first. Partners: ../chat/limits.ts, which counts; READING_RATES, the numbers.

import type { CommandLimits } from '../chat/limits.ts'
import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord } from '../store/records.ts'
import { noteAccess } from './access-log.ts'

/** One line, not one for each refusal: whoever goes on for a day stands there once an hour. */
const NOTED_AGAIN_MS = 60 * 60_000
/** Lines that are looked through for it: more than admins make in an hour. */
const LINES = 200

export type Reading = ReturnType<typeof readingOf>

export function readingOf(
  parts: { commit: Commit; limits: Pick<CommandLimits, 'read'> } & Pick<Parts, 'now' | 'newId'>,
) {
  const notedAt = new Map<string, number>()

  return {
    /** Before it is read. @throws Refusal('request.too_many'), kept by then */
    async begins(agent: AgentRecord, what: Parameters<CommandLimits['read']>[1]): Promise<void> {
      try {
        parts.limits.read(agent.id, what)
      } catch (cause) {
        if (cause instanceof Refusal) await note(agent, what)
        throw cause
      }
    },
  }

  async function note(agent: AgentRecord, what: string): Promise<void> {
    const now = parts.now().getTime()
    if (now - (notedAt.get(agent.id) ?? 0) < NOTED_AGAIN_MS) return
    const since = new Date(now - NOTED_AGAIN_MS).toISOString()
    await parts.commit(async (tx) => {
      // Another copy of the server may have said so.
      const lines = await tx.accessLog.list({ limit: LINES })
      const isNoted = lines.some(
        (line) => line.what === 'reading.slowed' && line.by?.id === agent.id && line.at > since,
      )
      if (!isNoted) await noteAccess(tx, parts, 'reading.slowed', { by: agent, detail: what })
    })
    notedAt.set(agent.id, now)
  }
}

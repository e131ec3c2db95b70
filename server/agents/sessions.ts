// Sessions of agents: opened, listed with the device and the network that they came from, ended. Who ends one ends its open
// sockets with it, on every copy of the server. Partners: agents.ts; caller.ts, which looks at each request.

import type { AgentSession } from '../../protocol/desk/access.ts'
import type { Role } from '../../protocol/entities.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import { sha256 } from '../hashes.ts'
import type { Parts } from '../parts.ts'
import type { AgentSessionRecord } from '../store/records.ts'
import type { ReadTables, Tables } from '../store/store.ts'

/** A working week; agents sit at machines of their own. */
const SESSION_TTL_MS = 7 * 24 * 60 * 60_000
/** From the password to the code: time to find the phone. */
const STEP_TTL_MS = 10 * 60_000
/** Wrong codes of one log-in; then the password is asked again. */
const CODE_TRIES_OF_STEP = 5

/** Where a log-in comes from, as far as a person needs it. */
export interface Origin {
  device: string
  network: string
}

export interface Opened {
  token: string
  session: AgentSessionRecord
}

export function sessionRules({ now, newId, newToken }: Pick<Parts, 'now' | 'newId' | 'newToken'>) {
  return {
    /** @param awaits what is still asked: such a session opens nothing else */
    async open(
      tx: Pick<Tables, 'agentSessions'>,
      agentId: string,
      { device, network }: Origin,
      awaits?: AgentSessionRecord['awaits'],
    ): Promise<Opened> {
      const token = newToken()
      const at = now()
      const ttlMs = awaits ? STEP_TTL_MS : SESSION_TTL_MS
      const session: AgentSessionRecord = {
        id: newId('aks'),
        agentId,
        tokenHash: hashOf(token),
        createdAt: at.toISOString(),
        expiresAt: new Date(at.getTime() + ttlMs).toISOString(),
        endedAt: null,
        ...{ device, network, usedAt: at.toISOString() },
        ...(awaits && { awaits, triesLeft: CODE_TRIES_OF_STEP }),
      }
      await tx.agentSessions.put(session)
      return { token, session }
    },

    /** A log-in that waits for this step. @throws Refusal('session.missing' | 'session.ended') */
    async awaiting(
      tx: Pick<ReadTables, 'agentSessions'>,
      token: string | undefined,
      awaits: NonNullable<AgentSessionRecord['awaits']>,
    ): Promise<AgentSessionRecord> {
      if (!token) throw new Refusal('session.missing')
      const session = await tx.agentSessions.findByTokenHash(hashOf(token))
      if (!session || !isOpen(session, now()) || session.awaits !== awaits) throw new Refusal('session.ended')
      return session
    },

    async end(tx: Unit, session: AgentSessionRecord): Promise<void> {
      if (session.endedAt) return
      await tx.agentSessions.put({ ...session, endedAt: now().toISOString() })
      tx.record({ name: 'session.ended', sessionId: session.id })
    },

    /** @returns how many there were */
    async endAll(tx: Unit, agentId: string, but?: string): Promise<number> {
      const open = (await tx.agentSessions.listForAgent(agentId)).filter(
        (session) => !session.endedAt && session.id !== but,
      )
      for (const session of open) await this.end(tx, session)
      return open.filter((session) => isOpen(session, now()) && !session.awaits).length
    },

    /** @throws Refusal('not_found') also where it is another agent's */
    async endOne(tx: Unit, agentId: string, sessionId: string): Promise<void> {
      const session = (await tx.agentSessions.listForAgent(agentId)).find(({ id }) => id === sessionId)
      if (!session || !isOpen(session, now())) throw new Refusal('not_found')
      await this.end(tx, session)
    },

    async logOut(tx: Unit, token: string): Promise<void> {
      const session = await tx.agentSessions.findByTokenHash(hashOf(token))
      if (session) await this.end(tx, session)
    },

    /** Open ones, used last first. */
    async list(
      tx: Pick<ReadTables, 'agentSessions'>,
      agentId: string,
      current?: string,
    ): Promise<AgentSession[]> {
      const all = await tx.agentSessions.listForAgent(agentId)
      return all
        .filter((session) => isOpen(session, now()) && !session.awaits)
        .map(({ id, createdAt, device = 'Unknown device', network = 'unknown', usedAt = createdAt }) => ({
          ...{ id, device, network, createdAt, usedAt, isThis: id === current },
        }))
        .sort((a, b) => Number(b.isThis) - Number(a.isThis) || (a.usedAt < b.usedAt ? 1 : -1))
    },
  }
}

const hashOf = (token: string) => sha256('agent-session', token)

const isOpen = ({ endedAt, expiresAt }: AgentSessionRecord, now: Date) =>
  endedAt === null && expiresAt > now.toISOString()

/** Roles in the order in which people read them. */
export const inOrder = (roles: readonly Role[]): Role[] =>
  (['agent', 'editor', 'admin'] as const).filter((role) => roles.includes(role))

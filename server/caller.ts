// Who makes this request, and the gates: contact, agent, host, nobody. Every route and command asks here first.

import type { Contact, Role } from '../protocol/entities.ts'
import { Refusal } from './errors.ts'
import { sameHash, sha256 } from './hashes.ts'
import type { AgentRecord } from './store/records.ts'
import type { ReadTables } from './store/store.ts'

export interface ContactCaller {
  kind: 'contact'
  contact: Contact
  sessionId: string
  /** When the host signed the token that opened the session. */
  vouchedAt: string | null
  /** The socket that asks, where it need not be told what its answer says. */
  askedOn?: object
}
export interface AgentCaller {
  kind: 'agent'
  agent: AgentRecord
  sessionId: string
}

/** The name of the agents' cookie. */
export const AGENT_COOKIE = 'helpdock_agent'

/** @throws Refusal('session.missing' | 'session.ended') */
export async function contactCaller(tables: ReadTables, token: string, now: Date): Promise<ContactCaller> {
  return callerOfSession(tables, token)(now)
}

/** For who calls often under one token: it is hashed once, and looked up each time. Refuses as above. */
export function callerOfSession(tables: ReadTables, token: string): (now: Date) => Promise<ContactCaller> {
  const tokenHash = token && sha256('session', token)
  /** Whose session it was the last time: both are asked for at once then. */
  let contactId = ''
  return async (now) => {
    if (!tokenHash) throw new Refusal('session.missing')
    const [session, last] = await Promise.all([
      tables.sessions.findByTokenHash(tokenHash),
      contactId ? tables.contacts.find(contactId) : undefined,
    ])
    if (!session || session.endedAt || session.expiresAt <= now.toISOString())
      throw new Refusal('session.ended')
    const contact = last?.id === session.contactId ? last : await tables.contacts.find(session.contactId)
    if (!contact) throw new Refusal('session.ended')
    contactId = contact.id
    return { kind: 'contact', contact, sessionId: session.id, vouchedAt: session.vouchedAt ?? null }
  }
}

/** @throws Refusal('session.missing' | 'session.ended') also when the agent was disabled since. */
export async function agentCaller(
  tables: ReadTables,
  token: string | undefined,
  now: Date,
): Promise<AgentCaller> {
  if (!token) throw new Refusal('session.missing')
  const session = await tables.agentSessions.findByTokenHash(sha256('agent-session', token))
  if (!session || session.endedAt || session.expiresAt <= now.toISOString())
    throw new Refusal('session.ended')
  // A log-in that still waits for its code opens nothing: agents/agents.ts.
  if (session.awaits) throw new Refusal('session.missing')
  const agent = await tables.agents.find(session.agentId)
  if (!agent || agent.disabledAt) throw new Refusal('session.ended')
  return { kind: 'agent', agent, sessionId: session.id }
}

export function requireRole(caller: AgentCaller, role: Role): void {
  if (!caller.agent.roles.includes(role) && !caller.agent.roles.includes('admin')) {
    throw new Refusal('caller.forbidden', { detail: `This needs the role ${role}.` })
  }
}

/** @throws Refusal('session.missing') unless the request carries the host's key. */
export function requireHost(authorization: string | undefined, hostApiKey: string | null): void {
  const given = bearer(authorization)
  if (!hostApiKey || !given || !sameHash(sha256('host', given), sha256('host', hostApiKey))) {
    throw new Refusal('session.missing', { detail: 'This needs Authorization: Bearer <HOST_API_KEY>.' })
  }
}

export function bearer(authorization: string | undefined): string {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? ''
}

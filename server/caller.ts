// Who makes this request, and the gates: contact, agent, host, nobody. Every route and command asks here first.

import type { Contact, Role } from '../protocol/entities.ts'
import { Refusal } from './errors.ts'
import { sameHash, sha256 } from './hashes.ts'
import type { AgentRecord, SessionRecord } from './store/records.ts'
import type { ReadTables } from './store/store.ts'

/** A contact who was let in once. Whether they still may come in is looked up, each time: `stillIn`. */
export interface LetIn {
  kind: 'contact'
  contactId: string
  sessionId: string
  /** The socket that asks, where it need not be told what its answer says. */
  askedOn?: object
}
export interface ContactCaller extends LetIn {
  contact: Contact
  /** When the host signed the token that opened the session. */
  vouchedAt: string | null
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
  if (!token) throw new Refusal('session.missing')
  const session = await tables.sessions.findByTokenHash(sha256('session', token))
  const contact = session && (await tables.contacts.find(session.contactId))
  const letIn = { kind: 'contact' as const, contactId: contact?.id ?? '', sessionId: session?.id ?? '' }
  return callerOf(letIn, session, contact, now)
}

/**
 * Who was let in, as they are now. Asked by a commit of its own tables, it costs no question on PostgreSQL: the session is held
 * against what is kept when the commit is.
 * @throws Refusal('session.ended')
 */
export async function stillIn(tables: ReadTables, letIn: LetIn, now: Date): Promise<ContactCaller> {
  const [session, contact] = await Promise.all([
    tables.sessions.find(letIn.contactId, letIn.sessionId),
    tables.contacts.find(letIn.contactId),
  ])
  return callerOf(letIn, session, contact, now)
}

function callerOf(
  letIn: LetIn,
  session: SessionRecord | undefined,
  contact: Contact | undefined,
  now: Date,
): ContactCaller {
  if (!contact || !session || session.endedAt || session.expiresAt <= now.toISOString())
    throw new Refusal('session.ended')
  return { ...letIn, contact, vouchedAt: session.vouchedAt ?? null }
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

export const hasRole = ({ agent: { roles } }: AgentCaller, role: Role): boolean =>
  roles.includes(role) || roles.includes('admin')

export function requireRole(caller: AgentCaller, role: Role): void {
  if (!hasRole(caller, role)) {
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

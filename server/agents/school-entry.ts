// Who comes with the school's own log-in: the agent who came so before, else the one with the address that the school vouches for,
// else, where the operator wants it, a new one. Never somebody who was disabled. Partner: school-log-in.ts.

import { NAME_MAX_CHARS } from '../../protocol/limits.ts'
import { cutTo } from '../carried.ts'
import type { SchoolLogInSettings } from '../config.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord } from '../store/records.ts'
import { noteAccess } from './access-log.ts'
import { agentAt } from './agents.ts'
import type { SchoolIdentity } from './school-log-in.ts'

/** Why somebody was not let in, as the log-in says it. */
export type NoEntry = 'unknown' | 'unverified' | 'domain' | 'closed' | 'other'

export async function enterFromSchool(
  tx: Unit,
  parts: Pick<Parts, 'now' | 'newId'>,
  { issuer, sub, email, name }: SchoolIdentity,
  settings: Pick<SchoolLogInSettings, 'allowedDomains' | 'createsAgents'>,
): Promise<AgentRecord | NoEntry> {
  const subject = { issuer, sub }
  const all = await tx.agents.list()
  const known = all.find((one) => one.subject?.issuer === issuer && one.subject.sub === sub)
  if (known) return known.disabledAt ? 'closed' : known

  if (email === null) return 'unverified'
  const domain = email.slice(email.lastIndexOf('@') + 1)
  if (settings.allowedDomains.length > 0 && !settings.allowedDomains.includes(domain)) return 'domain'
  const named = await agentAt(tx, email)
  if (named?.disabledAt) return 'closed'
  // The address went to another person since: what was theirs is not the new one's.
  if (named?.subject) return 'other'
  if (!named && !settings.createsAgents) return 'unknown'

  const { invitation: _come, ...rest } = named ?? {
    id: parts.newId('agt'),
    name: cutTo(name, NAME_MAX_CHARS),
    email,
    roles: ['agent' as const],
    passwordHash: '',
    createdAt: parts.now().toISOString(),
    disabledAt: null,
  }
  const linked: AgentRecord = { ...rest, subject }
  await tx.agents.put(linked)
  await noteAccess(tx, parts, named ? 'agent.linked' : 'agent.joined', { by: linked, of: linked })
  return linked
}

// What admins do with the others' log-ins: invite, change roles, disable and enable, take a lost second factor away, end sessions,
// ask a second factor of everybody. Each leaves a line in the log. Somebody stays who can do all this. Partner: agents.ts.

import type { InvitationRequest, Roster, RosterAgent } from '../../protocol/desk/access.ts'
import type { Role } from '../../protocol/entities.ts'
import { parseAddress } from '../contacts/address.ts'
import { invitationMail, newPasswordMail } from '../email/desk-texts.ts'
import { queueMail } from '../email/outgoing.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import { sameHash, sha256 } from '../hashes.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { accessLogPage, noteAccess, type Person } from './access-log.ts'
import { type Agents, agentAt, agentView, nameFrom } from './agents.ts'
import { hasSecondFactor } from './second-factor.ts'
import { inOrder } from './sessions.ts'

/** Over a weekend and a day off. */
const INVITATION_TTL_MS = 7 * 24 * 60 * 60_000
/** Whoever forgot it wants in today. */
const PASSWORD_LINK_TTL_MS = 24 * 60 * 60_000

export type RosterRules = ReturnType<typeof rosterRules>

export function rosterRules(
  parts: { agents: Agents; publicUrl: string } & Pick<Parts, 'now' | 'newId' | 'newToken'>,
) {
  const { agents, now, newId, newToken } = parts
  const { sessions, secondFactor } = agents
  const since = (ms: number) => new Date(now().getTime() + ms).toISOString()

  return {
    async show(read: ReadTables): Promise<Roster> {
      const rows = await Promise.all(
        (await read.agents.list()).filter(isThere).map((agent) => row(read, agent)),
      )
      const settings = await settingsOf(read)
      const { log, next: logNext } = await accessLogPage(read)
      return { agents: rows, settings, log, logNext }
    },

    row,

    /** Mails a link with which they choose a password. For who was invited and has not come, another one: the first ends. */
    async invite(tx: Unit, by: Person, { name, email, roles }: InvitationRequest): Promise<AgentRecord> {
      const address = parseAddress(email)
      if (!address) throw new Refusal('address.invalid', { field: '/email' })
      const known = await agentAt(tx, address)
      if (known && hasComeOnce(known)) throw new Refusal('agent.exists', { field: '/email' })
      const token = newToken()
      const invited: AgentRecord = {
        ...(known ?? { id: newId('agt'), createdAt: now().toISOString(), passwordHash: '' }),
        disabledAt: null,
        name: nameFrom(name),
        email: address,
        roles: inOrder(roles),
        invitation: { tokenHash: hashOf(token), expiresAt: since(INVITATION_TTL_MS), invitedBy: by.name },
      }
      await tx.agents.put(invited)
      await noteAccess(tx, parts, 'agent.invited', { by, of: invited, detail: invited.roles.join(', ') })
      const letter = invitationMail({
        name: invited.name,
        by: by.name,
        url: linkOf(invited, token),
        until: since(INVITATION_TTL_MS),
      })
      await queueMail(tx, { id: newId('mal'), to: address, ...letter, now: now() })
      return invited
    },

    /** For who forgot theirs: mails a link with which they choose another. The first ends. @throws Refusal('not_found') */
    async sendPasswordLink(tx: Unit, by: Person, agentId: string): Promise<void> {
      const agent = await getAgent(tx, agentId)
      if (agent.disabledAt || !hasComeOnce(agent)) throw new Refusal('not_found')
      const token = newToken()
      const until = since(PASSWORD_LINK_TTL_MS)
      await tx.agents.put({ ...agent, passwordLink: { tokenHash: hashOf(token), expiresAt: until } })
      await noteAccess(tx, parts, 'password.link_sent', { by, of: agent })
      const { name, email: to } = agent
      const letter = newPasswordMail({ name, by: by.name, url: linkOf(agent, token), until })
      await queueMail(tx, { id: newId('mal'), to, ...letter, now: now() })
    },

    /** @throws Refusal('not_found') where they have come already */
    async withdraw(tx: Unit, by: Person, agentId: string): Promise<void> {
      const agent = await tx.agents.find(agentId)
      if (!agent?.invitation) throw new Refusal('not_found')
      const { invitation: _gone, ...rest } = agent
      await tx.agents.put({ ...rest, disabledAt: now().toISOString() })
      await noteAccess(tx, parts, 'invitation.withdrawn', { by, of: agent })
    },

    /** @param token as it stands in the link. @throws Refusal('invitation.ended') whatever is wrong with it */
    async invited(read: Pick<ReadTables, 'agents'>, token: string): Promise<AgentRecord> {
      const [id = '', secret = ''] = token.split('.')
      const agent = await read.agents.find(id)
      const link = agent?.invitation ?? agent?.passwordLink
      const isRight = link && sameHash(link.tokenHash, hashOf(secret))
      if (!agent || !isRight || agent.disabledAt || link.expiresAt <= now().toISOString())
        throw new Refusal('invitation.ended')
      return agent
    },

    /** Once: with the password the link ends, and whoever was in by an old password is out. */
    async join(tx: Unit, token: string, passwordHash: string): Promise<AgentRecord> {
      const { invitation, ...agent } = await this.invited(tx, token)
      if (!invitation) {
        await agents.changePassword(tx, agent.id, passwordHash, '')
        return agent
      }
      const joined = { ...agent, passwordHash }
      await tx.agents.put(joined)
      await noteAccess(tx, parts, 'agent.joined', { by: joined, of: joined })
      return joined
    },

    /** Their open desks begin anew, with the rights they have now. @throws Refusal('agent.last_admin' | 'not_found') */
    async changeRoles(tx: Unit, by: Person, agentId: string, roles: Role[]): Promise<void> {
      const agent = await getAgent(tx, agentId)
      const next = inOrder(roles)
      if (next.join() === inOrder(agent.roles).join()) return
      if (!next.includes('admin')) await requireAnotherAdmin(tx, agent)
      await tx.agents.put({ ...agent, roles: next })
      const detail = `${inOrder(agent.roles).join(', ')} → ${next.join(', ')}`
      await noteAccess(tx, parts, 'agent.roles_changed', { by, of: agent, detail })
      tx.record({ name: 'agent.changed', agentId })
    },

    async disable(tx: Unit, by: Person, agentId: string): Promise<void> {
      const agent = await getAgent(tx, agentId)
      if (agent.disabledAt) return
      await requireAnotherAdmin(tx, agent)
      await agents.disable(tx, agent, by)
    },

    async enable(tx: Unit, by: Person, agentId: string): Promise<void> {
      const agent = await getAgent(tx, agentId)
      if (!agent.disabledAt) return
      await tx.agents.put({ ...agent, disabledAt: null })
      await noteAccess(tx, parts, 'agent.enabled', { by, of: agent })
    },

    async resetSecondFactor(tx: Unit, by: Person, agentId: string): Promise<void> {
      const agent = await getAgent(tx, agentId)
      await secondFactor.remove(tx, agent, by)
      // Whoever found the device may sit in front of an open desk.
      if (agentId !== by.id) await sessions.endAll(tx, agentId)
    },

    async endSessions(tx: Unit, by: Person, agentId: string): Promise<void> {
      const agent = await getAgent(tx, agentId)
      const ended = await sessions.endAll(tx, agentId)
      if (ended > 0) await noteAccess(tx, parts, 'sessions.ended', { by, of: agent, detail: String(ended) })
    },

    /** Who has none sets one up at the next log-in; open desks stay open. */
    async requireSecondFactor(tx: Unit, by: Person, requiresSecondFactor: boolean): Promise<void> {
      if ((await settingsOf(tx)).requiresSecondFactor === requiresSecondFactor) return
      await tx.accessSettings.put({
        requiresSecondFactor,
        changedBy: by.name,
        changedAt: now().toISOString(),
      })
      const what = requiresSecondFactor ? 'second_factor.required' : 'second_factor.optional'
      await noteAccess(tx, parts, what, { by })
    },
  }

  // In the fragment: no server's log and no other page is told of it.
  function linkOf({ id }: AgentRecord, token: string): string {
    return `${parts.publicUrl}/console/invitation#${id}.${token}`
  }

  async function row(read: ReadTables, agent: AgentRecord): Promise<RosterAgent> {
    const open = await sessions.list(read, agent.id)
    const all = await read.agentSessions.listForAgent(agent.id)
    const used = all.map(({ usedAt, createdAt }) => usedAt ?? createdAt).sort()
    const { invitation } = agent
    return {
      ...agentView(agent),
      state: agent.disabledAt ? 'disabled' : invitation ? 'invited' : 'active',
      createdAt: agent.createdAt,
      lastUsedAt: used.at(-1) ?? null,
      openSessions: open.length,
      hasSecondFactor: hasSecondFactor(agent),
      logsInElsewhere: agent.subject !== undefined,
      ...(invitation && { invitationExpiresAt: invitation.expiresAt }),
    }
  }
}

/** They have a way in, or had one. */
const hasComeOnce = ({ passwordHash, subject }: AgentRecord) => passwordHash !== '' || subject !== undefined

/** Not who was invited in vain. */
const isThere = (agent: AgentRecord) => hasComeOnce(agent) || !agent.disabledAt

export async function settingsOf(read: Pick<ReadTables, 'accessSettings'>) {
  return (
    (await read.accessSettings.find()) ?? { requiresSecondFactor: false, changedBy: null, changedAt: null }
  )
}

async function getAgent(tx: Unit, id: string): Promise<AgentRecord> {
  const agent = await tx.agents.find(id)
  if (!agent) throw new Refusal('not_found')
  return agent
}

/** @throws Refusal('agent.last_admin') */
async function requireAnotherAdmin(tx: Unit, agent: AgentRecord): Promise<void> {
  if (!agent.roles.includes('admin')) return
  const others = (await tx.agents.list()).filter(
    (one) => one.id !== agent.id && one.roles.includes('admin') && !one.disabledAt && !one.invitation,
  )
  if (others.length === 0) throw new Refusal('agent.last_admin')
}

const hashOf = (token: string) => sha256('invitation', token)

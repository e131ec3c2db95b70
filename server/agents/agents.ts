// Agents, editors and admins: one login, some roles. Logging in, out, and being added.

import type { Agent, Role } from '../../protocol/entities.ts'
import { parseAddress } from '../contacts/address.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import { sha256 } from '../hashes.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord } from '../store/records.ts'
import type { Store, Tables } from '../store/store.ts'
import { type Cost, hashPassword, isPassword, NOBODYS_HASH } from './passwords.ts'

export type Agents = ReturnType<typeof agentRules>

/** A working week; agents sit at machines of their own. */
const AGENT_SESSION_TTL_MS = 7 * 24 * 60 * 60_000
const PASSWORD_MIN_CHARS = 10

export function agentRules({
  store,
  now,
  newId,
  newToken,
}: { store: Store } & Pick<Parts, 'now' | 'newId' | 'newToken'>) {
  return {
    /** Takes as long for an unknown address as for a wrong password, and says the same. */
    async logIn(
      email: string,
      password: string,
    ): Promise<{ token: string; agent: AgentRecord; expiresAt: string }> {
      const address = parseAddress(email)
      const agent = address ? await store.read.agents.findByEmail(address) : undefined
      const right = await isPassword(password, agent?.passwordHash ?? NOBODYS_HASH)
      if (!agent || !right || agent.disabledAt) throw new Refusal('login.wrong')
      const token = newToken()
      const at = now()
      const expiresAt = new Date(at.getTime() + AGENT_SESSION_TTL_MS).toISOString()
      await store.commit((tx) =>
        tx.agentSessions.put({
          id: newId('aks'),
          agentId: agent.id,
          tokenHash: sha256('agent-session', token),
          createdAt: at.toISOString(),
          expiresAt,
          endedAt: null,
        }),
      )
      return { token, agent, expiresAt }
    },

    async logOut(tx: Unit, token: string): Promise<void> {
      const session = await tx.agentSessions.findByTokenHash(sha256('agent-session', token))
      if (!session || session.endedAt) return
      await tx.agentSessions.put({ ...session, endedAt: now().toISOString() })
      tx.record({ name: 'session.ended', sessionId: session.id })
    },

    /** No log-in from now on, and open sockets close at once. @throws Refusal('not_found') */
    async disable(tx: Unit, email: string): Promise<AgentRecord> {
      const agent = await tx.agents.findByEmail(parseAddress(email) ?? '')
      if (!agent) throw new Refusal('not_found', { detail: `There is no agent with the address ${email}.` })
      const disabled = { ...agent, disabledAt: agent.disabledAt ?? now().toISOString() }
      await tx.agents.put(disabled)
      tx.record({ name: 'agent.disabled', agentId: agent.id })
      return disabled
    },

    /** @throws Refusal('address.invalid' | 'request.malformed') */
    async add(fields: {
      name: string
      email: string
      password: string
      roles: Role[]
      /** Lower than a desk's own for nobody but the demo. */
      passwordCost?: Cost
    }): Promise<AgentRecord> {
      const email = parseAddress(fields.email)
      if (!email) throw new Refusal('address.invalid')
      if (fields.password.length < PASSWORD_MIN_CHARS) {
        throw new Refusal('request.malformed', {
          detail: `A password needs ${PASSWORD_MIN_CHARS} characters or more.`,
        })
      }
      const passwordHash = await hashPassword(fields.password, fields.passwordCost)
      return store.commit(async (tx: Tables) => {
        if (await tx.agents.findByEmail(email)) {
          throw new Refusal('request.malformed', {
            detail: `There is an agent with the address ${email} already.`,
          })
        }
        const agent: AgentRecord = {
          id: newId('agt'),
          name: fields.name,
          email,
          roles: fields.roles,
          passwordHash,
          createdAt: now().toISOString(),
          disabledAt: null,
        }
        await tx.agents.put(agent)
        return agent
      })
    },
  }
}

/** An agent as other agents see them. Never the password's hash. */
export function agentView({ id, name, email, roles, picture }: AgentRecord): Agent {
  return { id, name, email, roles, ...(picture && { picture }) }
}

// Agents, editors and admins: one login, some roles. Logging in, step by step; being added; a password of one's own. Partners:
// sessions.ts, second-factor.ts; roster.ts, which is what admins do with the others.

import type { Agent, Role } from '../../protocol/entities.ts'
import { PASSWORD_MIN_CHARS } from '../../protocol/limits.ts'
import { parseAddress } from '../contacts/address.ts'
import { nameIn } from '../contacts/names.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, AgentSessionRecord } from '../store/records.ts'
import type { ReadTables, Store, Tables } from '../store/store.ts'
import { noteAccess, type Person } from './access-log.ts'
import { type Cost, hashPassword, isPassword, NOBODYS_HASH } from './passwords.ts'
import { hasSecondFactor, secondFactorRules } from './second-factor.ts'
import { type Opened, type Origin, sessionRules } from './sessions.ts'

export type Agents = ReturnType<typeof agentRules>

/** A log-in that came so far: to the desk, or to the step that its session awaits. */
export type LoggedIn = Opened & { agent: AgentRecord; recoveryCodesLeft?: number }

const NOWHERE: Origin = { device: 'Unknown device', network: 'unknown' }

export function agentRules(
  parts: { store: Store; passwordCost?: Cost } & Pick<Parts, 'now' | 'newId' | 'newToken' | 'newCode'>,
) {
  const { store, now, newId } = parts
  const sessions = sessionRules(parts)
  const secondFactor = secondFactorRules(parts)

  return {
    sessions,
    secondFactor,

    /**
     * Takes as long for an unknown address as for a wrong password, and says the same. Whoever knows the password of a log-in
     * that is disabled is told so: else they would look for their mistake.
     */
    async logIn(email: string, password: string, origin = NOWHERE): Promise<LoggedIn> {
      const address = parseAddress(email)
      const agent = address ? await agentAt(store.read, address) : undefined
      const right = await isPassword(password, agent?.passwordHash || NOBODYS_HASH)
      if (!agent || !right) throw new Refusal('login.wrong')
      if (agent.disabledAt) throw new Refusal('login.disabled')
      return store.commit((tx) => this.enter(tx, agent.id, origin))
    },

    /** Behind a password, or an invitation: what is still asked comes first. @throws Refusal('login.wrong') */
    async enter(tx: Tables, agentId: string, origin: Origin): Promise<LoggedIn> {
      const agent = await tx.agents.find(agentId)
      if (!agent || agent.disabledAt) throw new Refusal('login.wrong')
      const awaits = hasSecondFactor(agent)
        ? 'code'
        : (await tx.accessSettings.find())?.requiresSecondFactor
          ? 'set_up'
          : undefined
      return { agent, ...(await sessions.open(tx, agent.id, origin, awaits)) }
    },

    /** The second step. @returns a refusal where the code was wrong: that it was tried is kept */
    async takeCode(tx: Unit, waiting: AgentSessionRecord, code: string): Promise<LoggedIn | Refusal> {
      const agent = await activeAgent(tx, waiting.agentId)
      const taken = await secondFactor.take(tx, agent, code)
      if (taken) return { ...(await this.goOn(tx, waiting, agent)), ...taken }
      const triesLeft = (waiting.triesLeft ?? 1) - 1
      await tx.agentSessions.put({
        ...waiting,
        triesLeft,
        endedAt: triesLeft > 0 ? null : now().toISOString(),
      })
      return triesLeft > 0 ? new Refusal('code.wrong', { triesLeft }) : new Refusal('code.ended')
    },

    /** Another session with another token: who knew the first one knows nothing now. */
    async goOn(tx: Unit, waiting: AgentSessionRecord, agent: AgentRecord): Promise<LoggedIn> {
      await sessions.end(tx, waiting)
      const { device = NOWHERE.device, network = NOWHERE.network } = waiting
      return { agent, ...(await sessions.open(tx, agent.id, { device, network })) }
    },

    logOut: (tx: Unit, token: string) => sessions.logOut(tx, token),

    /** @throws Refusal('password.wrong') */
    async checkPassword(agent: AgentRecord, password: string): Promise<void> {
      if (!(await isPassword(password, agent.passwordHash || NOBODYS_HASH)))
        throw new Refusal('password.wrong')
    },

    hashPassword: (password: string) => hashPassword(password, parts.passwordCost),

    /** Every other session ends: whoever has the old password is out. @returns how many ended */
    async changePassword(tx: Unit, agentId: string, passwordHash: string, current: string): Promise<number> {
      const agent = await putPassword(tx, agentId, passwordHash)
      await noteAccess(tx, parts, 'password.changed', { by: agent, of: agent })
      return sessions.endAll(tx, agentId, current)
    },

    /** No log-in from now on, and open sockets close at once. @param by null: the operator, at the command line */
    async disable(tx: Unit, agent: AgentRecord, by: Person | null): Promise<void> {
      if (agent.disabledAt) return
      const { passwordLink: _void, ...rest } = agent
      await tx.agents.put({ ...rest, disabledAt: now().toISOString() })
      await noteAccess(tx, parts, 'agent.disabled', { by, of: agent })
      await sessions.endAll(tx, agent.id)
      tx.record({ name: 'agent.disabled', agentId: agent.id })
    },

    /** From the command line. @throws Refusal('not_found') */
    async disableAt(tx: Unit, email: string): Promise<AgentRecord> {
      const agent = await agentAt(tx, parseAddress(email) ?? '')
      if (!agent) throw new Refusal('not_found', { detail: `There is no agent with the address ${email}.` })
      await this.disable(tx, agent, null)
      return agent
    },

    /** From the command line, for the last admin who forgot it: nobody is left to send them a link. @throws Refusal('not_found') */
    async resetPassword(tx: Unit, email: string, passwordHash: string): Promise<AgentRecord> {
      const agent = await agentAt(tx, parseAddress(email) ?? '')
      if (!agent || agent.disabledAt)
        throw new Refusal('not_found', { detail: `No agent with the address ${email} may log in.` })
      await putPassword(tx, agent.id, passwordHash)
      await noteAccess(tx, parts, 'password.reset', { by: null, of: agent })
      await sessions.endAll(tx, agent.id)
      return agent
    },

    /** From the command line, for the last admin who lost the device. @throws Refusal('not_found') */
    async resetSecondFactor(tx: Unit, email: string): Promise<AgentRecord> {
      const agent = await agentAt(tx, parseAddress(email) ?? '')
      if (!agent?.secondFactor)
        throw new Refusal('not_found', { detail: `No agent with the address ${email} has a second factor.` })
      await secondFactor.remove(tx, agent, null)
      await sessions.endAll(tx, agent.id)
      return agent
    },

    /** From the command line, and for the demo. @throws Refusal('address.invalid' | 'request.malformed') */
    async add(fields: {
      name: string
      email: string
      password: string
      roles: Role[]
      /** Lower than a desk's own for nobody but the demo. */
      passwordCost?: Cost
    }): Promise<AgentRecord> {
      const { name, email, password } = judgedAgent(fields)
      const passwordHash = await hashPassword(password, fields.passwordCost)
      return store.commit(async (tx: Tables) => {
        const known = await agentAt(tx, email)
        if (known) {
          throw new Refusal('request.malformed', {
            detail: `There is an agent with the address ${known.email} already.`,
          })
        }
        const agent: AgentRecord = {
          id: newId('agt'),
          name,
          email,
          roles: fields.roles,
          passwordHash,
          createdAt: now().toISOString(),
          disabledAt: null,
        }
        await tx.agents.put(agent)
        await noteAccess(tx, parts, 'agent.added', { by: null, of: agent, detail: agent.roles.join(', ') })
        return agent
      })
    },
  }
}

async function putPassword(tx: Unit, agentId: string, passwordHash: string): Promise<AgentRecord> {
  const { passwordLink: _needless, ...agent } = await activeAgent(tx, agentId)
  await tx.agents.put({ ...agent, passwordHash })
  return agent
}

/** Phones and providers of log-ins write an address with a capital: it is the same agent's, whatever its case. */
export async function agentAt(
  { agents }: Pick<ReadTables, 'agents'>,
  address: string,
): Promise<AgentRecord | undefined> {
  const folded = address.toLowerCase()
  return (
    (await agents.findByEmail(address)) ??
    (await agents.list()).find(({ email }) => email.toLowerCase() === folded)
  )
}

/** Before anything is opened for it. @throws Refusal */
export function judgedAgent(fields: { name: string; email: string; password: string }): typeof fields {
  const email = parseAddress(fields.email)
  if (!email) throw new Refusal('address.invalid')
  const name = nameFrom(fields.name)
  if (fields.password.length < PASSWORD_MIN_CHARS) {
    throw new Refusal('request.malformed', {
      detail: `A password needs ${PASSWORD_MIN_CHARS} characters or more.`,
    })
  }
  return { name, email, password: fields.password }
}

/** @throws Refusal('request.malformed') */
export function nameFrom(typed: string): string {
  const name = nameIn(typed)
  if (!/[\p{L}\p{N}]/u.test(name))
    throw new Refusal('request.malformed', { field: '/name', detail: 'The name has no letters.' })
  return name
}

/** As they are in this commit: what the gate read may be older. @throws Refusal('session.ended') */
export async function activeAgent(tx: Pick<Tables, 'agents'>, id: string): Promise<AgentRecord> {
  const agent = await tx.agents.find(id)
  if (!agent || agent.disabledAt) throw new Refusal('session.ended')
  return agent
}

/** An agent as other agents see them. Never the password's hash. */
export function agentView({ id, name, email, roles, picture, awaySince }: AgentRecord): Agent {
  return { id, name, email, roles, ...(picture && { picture }), ...(awaySince && { isAway: true as const }) }
}

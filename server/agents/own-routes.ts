// What agents do with their own log-in: sessions, password, second factor. Caller, rule, answer. Partners: roster-routes.ts, which
// is for admins; protocol/desk/access.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import {
  CodeRequest,
  OwnAccess,
  PasswordChange,
  PasswordProof,
  RecoveryCodes,
  SecondFactorOffer,
} from '../../protocol/desk/access.ts'
import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import { agentOf } from '../gate.ts'
import type { AgentRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { type Agents, activeAgent } from './agents.ts'
import type { LogInLimits } from './log-in-limits.ts'
import { qrCode } from './qr.ts'
import { settingsOf } from './roster.ts'
import { stateOf } from './second-factor.ts'
import { uriOf } from './totp.ts'

/** How the app names what the code is for. */
const ISSUER = 'Helpdock'
const Place = Type.Object({ id: Type.String({ maxLength: 64 }) })

export function ownAccessRoutes(parts: {
  agents: Agents
  read: ReadTables
  commit: Commit
  limits: LogInLimits
}): FastifyPluginAsyncTypebox {
  const { agents, read, commit, limits } = parts
  const { sessions, secondFactor } = agents

  /** Whoever sits at a desk that was left open does not know it. */
  async function proved(agent: AgentRecord, password: string): Promise<void> {
    await limits.ofAccount(agent.email)
    await agents.checkPassword(agent, password)
  }

  return async (app) => {
    app.get('/api/console/me/access', { schema: { response: { 200: OwnAccess } } }, async (request) => {
      const { agent, sessionId } = agentOf(request)
      return {
        sessions: await sessions.list(read, agent.id, sessionId),
        secondFactor: stateOf(agent),
        isSecondFactorRequired: (await settingsOf(read)).requiresSecondFactor,
        hasPassword: agent.passwordHash !== '',
      }
    })

    app.delete('/api/console/me/sessions/:id', { schema: { params: Place } }, async (request, reply) => {
      await commit((tx) => sessions.endOne(tx, agentOf(request).agent.id, request.params.id))
      return reply.code(204).send()
    })
    app.delete('/api/console/me/sessions', async (request, reply) => {
      const { agent, sessionId } = agentOf(request)
      await commit((tx) => sessions.endAll(tx, agent.id, sessionId))
      return reply.code(204).send()
    })

    app.put('/api/console/me/password', { schema: { body: PasswordChange } }, async (request, reply) => {
      const { agent, sessionId } = agentOf(request)
      await proved(agent, request.body.current)
      const hash = await agents.hashPassword(request.body.next)
      await commit((tx) => agents.changePassword(tx, agent.id, hash, sessionId))
      return reply.code(204).send()
    })

    app.post(
      '/api/console/me/second-factor',
      { schema: { body: PasswordProof, response: { 200: SecondFactorOffer } } },
      async (request) => {
        const { agent, sessionId } = agentOf(request)
        await proved(agent, request.body.password)
        const begins = commit(async (tx) =>
          secondFactor.begin(tx, await activeAgent(tx, agent.id), sessionId),
        )
        return offerOf(agent, await begins)
      },
    )
    app.put(
      '/api/console/me/second-factor',
      { schema: { body: CodeRequest, response: { 200: RecoveryCodes } } },
      async (request) => {
        const { agent } = agentOf(request)
        await limits.ofCodes(agent.id)
        return {
          recoveryCodes: await commit(async (tx) =>
            secondFactor.confirm(tx, await activeAgent(tx, agent.id), request.body.code),
          ),
        }
      },
    )
    app.delete(
      '/api/console/me/second-factor',
      { schema: { body: PasswordProof } },
      async (request, reply) => {
        const { agent } = agentOf(request)
        await proved(agent, request.body.password)
        await commit(async (tx) => {
          if ((await settingsOf(tx)).requiresSecondFactor) throw new Refusal('second_factor.is_required')
          return secondFactor.remove(tx, await activeAgent(tx, agent.id), agent)
        })
        return reply.code(204).send()
      },
    )
    app.post(
      '/api/console/me/recovery-codes',
      { schema: { body: PasswordProof, response: { 200: RecoveryCodes } } },
      async (request) => {
        const { agent } = agentOf(request)
        await proved(agent, request.body.password)
        return {
          recoveryCodes: await commit(async (tx) =>
            secondFactor.renewRecoveryCodes(tx, await activeAgent(tx, agent.id)),
          ),
        }
      },
    )
  }
}

export function offerOf(agent: AgentRecord, secret: string): SecondFactorOffer {
  const uri = uriOf({ secret, account: agent.email, issuer: ISSUER })
  return { secret: secret.replace(/(.{4})(?=.)/g, '$1 '), uri, qr: qrCode(uri) }
}

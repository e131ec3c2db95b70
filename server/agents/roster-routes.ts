// What admins do with the others' log-ins, and the invited who come: caller, rule, answer. Partners: roster.ts, protocol/desk/access.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import {
  AccessLogPage,
  AccessSettingsChange,
  AgentChange,
  AgentSessions,
  InvitationAnswer,
  InvitationRequest,
  InvitationShown,
  InvitationToken,
  LogInStep,
  Roster,
} from '../../protocol/desk/access.ts'
import type { Commit } from '../events.ts'
import { agentOf } from '../gate.ts'
import { Page } from '../log-pages.ts'
import type { ReadTables } from '../store/store.ts'
import { accessLogPage } from './access-log.ts'
import type { Agents } from './agents.ts'
import type { RosterRules } from './roster.ts'
import type { Answers } from './routes.ts'

/** Links tried from one network address: each holds 256 bits, so this is about work, not about luck. */
const INVITATIONS_PER_MINUTE = 30
const Place = Type.Object({ id: Type.String({ maxLength: 64 }) })
const SessionPlace = Type.Object({ ...Place.properties, sessionId: Type.String({ maxLength: 64 }) })

export function rosterRoutes(parts: {
  agents: Agents
  roster: RosterRules
  read: ReadTables
  commit: Commit
  answers: Answers
}): FastifyPluginAsyncTypebox {
  const { agents, roster, read, commit, answers } = parts
  const rateLimit = { max: INVITATIONS_PER_MINUTE, timeWindow: '1 minute' }

  return async (app) => {
    const answer = { schema: { response: { 200: Roster } } }
    app.get('/api/console/agents', answer, () => roster.show(read))
    app.get(
      '/api/console/access-log',
      { schema: { querystring: Page, response: { 200: AccessLogPage } } },
      ({ query }) => accessLogPage(read, query.before),
    )

    app.post(
      '/api/console/agents',
      { schema: { body: InvitationRequest, response: { 200: Roster } } },
      async (request) => {
        await commit((tx) => roster.invite(tx, agentOf(request).agent, request.body))
        return roster.show(read)
      },
    )
    app.put(
      '/api/console/agents/:id',
      { schema: { params: Place, body: AgentChange, response: { 200: Roster } } },
      async (request) => {
        const { agent } = agentOf(request)
        const { roles, disabled } = request.body
        await commit(async (tx) => {
          if (roles) await roster.changeRoles(tx, agent, request.params.id, roles)
          if (disabled === true) await roster.disable(tx, agent, request.params.id)
          if (disabled === false) await roster.enable(tx, agent, request.params.id)
        })
        return roster.show(read)
      },
    )
    app.post('/api/console/agents/:id/password-links', { schema: { params: Place } }, async (request) => {
      await commit((tx) => roster.sendPasswordLink(tx, agentOf(request).agent, request.params.id))
      return roster.show(read)
    })
    app.delete('/api/console/agents/:id/invitation', { schema: { params: Place } }, async (request) => {
      await commit((tx) => roster.withdraw(tx, agentOf(request).agent, request.params.id))
      return roster.show(read)
    })
    app.delete('/api/console/agents/:id/second-factor', { schema: { params: Place } }, async (request) => {
      await commit((tx) => roster.resetSecondFactor(tx, agentOf(request).agent, request.params.id))
      return roster.show(read)
    })
    app.get(
      '/api/console/agents/:id/sessions',
      { schema: { params: Place, response: { 200: AgentSessions } } },
      async (request) => ({
        sessions: await agents.sessions.list(read, request.params.id, agentOf(request).sessionId),
      }),
    )
    app.delete('/api/console/agents/:id/sessions', { schema: { params: Place } }, async (request) => {
      await commit((tx) => roster.endSessions(tx, agentOf(request).agent, request.params.id))
      return roster.show(read)
    })
    app.delete(
      '/api/console/agents/:id/sessions/:sessionId',
      { schema: { params: SessionPlace } },
      async ({ params }, reply) => {
        await commit((tx) => agents.sessions.endOne(tx, params.id, params.sessionId))
        return reply.code(204).send()
      },
    )
    app.put(
      '/api/console/access-settings',
      { schema: { body: AccessSettingsChange, response: { 200: Roster } } },
      async (request) => {
        await commit((tx) =>
          roster.requireSecondFactor(tx, agentOf(request).agent, request.body.requiresSecondFactor),
        )
        return roster.show(read)
      },
    )

    // The link's fragment never came here: its page asks who it is for, and sends the password with it.
    app.post(
      '/api/console/invitations',
      { config: { rateLimit }, schema: { body: InvitationToken, response: { 200: InvitationShown } } },
      async ({ body }) => {
        const { name, email, invitation } = await roster.invited(read, body.token)
        return { name, email, ...(!invitation && { isNewPassword: true }) }
      },
    )
    app.put(
      '/api/console/invitations',
      { config: { rateLimit }, schema: { body: InvitationAnswer, response: { 200: LogInStep } } },
      async (request, reply) => {
        const { token, password } = request.body
        await roster.invited(read, token)
        const hash = await agents.hashPassword(password)
        return answers.entered(
          reply,
          await commit(async (tx) => {
            const agent = await roster.join(tx, token, hash)
            return agents.enter(tx, agent.id, answers.originOf(request))
          }),
        )
      },
    )
  }
}

// Agents log in, step by step, and out; the session is an http-only cookie of our own pages. Partners: own-routes.ts, roster-routes.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  CodeRequest,
  LogInOffer,
  LogInStep,
  SecondFactorOffer,
  SetUpAnswer,
} from '../../protocol/desk/access.ts'
import { LoginAnswer, LoginRequest } from '../../protocol/http.ts'
import { AGENT_COOKIE } from '../caller.ts'
import { networkOf } from '../contacts/network.ts'
import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import { agentOf } from '../gate.ts'
import { sourceOf } from '../http/source.ts'
import { type Agents, activeAgent, agentView, type LoggedIn } from './agents.ts'
import { deviceOf } from './device.ts'
import type { SessionIsUsed } from './last-used.ts'
import type { LogInLimits } from './log-in-limits.ts'
import { offerOf } from './own-routes.ts'
import type { Origin } from './sessions.ts'

/** Guesses of one address from one network address. */
const LOGINS_PER_MINUTE = 10

export type Answers = ReturnType<typeof logInAnswers>

/** What follows from a log-in that came so far: the cookie, and what is asked next. */
export function logInAnswers({ secureCookies }: { secureCookies: boolean }) {
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: secureCookies } as const
  return {
    originOf: (request: FastifyRequest): Origin => ({
      device: deviceOf(request.headers['user-agent']),
      network: networkOf(request.ip),
    }),
    entered(reply: FastifyReply, { token, agent, session, recoveryCodesLeft }: LoggedIn): LogInStep {
      reply.setCookie(AGENT_COOKIE, token, { ...cookie, expires: new Date(session.expiresAt) })
      if (session.awaits) return { next: session.awaits }
      return { agent: agentView(agent), ...(recoveryCodesLeft !== undefined && { recoveryCodesLeft }) }
    },
    left: (reply: FastifyReply) => reply.clearCookie(AGENT_COOKIE, cookie),
  }
}

export function agentRoutes(parts: {
  agents: Agents
  commit: Commit
  limits: LogInLimits
  answers: Answers
  sessionIsUsed: SessionIsUsed
  /** How the school's own log-in is called, where there is one. */
  elsewhere: string | null
}): FastifyPluginAsyncTypebox {
  const { agents, commit, limits, answers } = parts
  const tokenOf = (request: FastifyRequest) => request.cookies[AGENT_COOKIE]

  return async (app) => {
    app.get('/api/console/log-in', { schema: { response: { 200: LogInOffer } } }, async () => ({
      ...(parts.elsewhere !== null && { elsewhere: parts.elsewhere }),
    }))

    app.post(
      '/api/console/sessions',
      {
        config: {
          rateLimit: {
            max: LOGINS_PER_MINUTE,
            timeWindow: '1 minute',
            hook: 'preHandler',
            keyGenerator: (request) =>
              `${sourceOf(request.ip)} ${(request.body as { email: string }).email.toLowerCase()}`,
          },
        },
        schema: { body: LoginRequest, response: { 200: LogInStep } },
      },
      async (request, reply) => {
        const { email, password } = request.body
        await limits.ofSource(request.ip)
        await limits.ofAccount(email)
        return answers.entered(reply, await agents.logIn(email, password, answers.originOf(request)))
      },
    )

    app.put(
      '/api/console/sessions/current/code',
      { schema: { body: CodeRequest, response: { 200: LogInStep } } },
      async (request, reply) => {
        const { agentId } = await commit((tx) => agents.sessions.awaiting(tx, tokenOf(request), 'code'))
        await limits.ofCodes(agentId)
        const entered = await commit(async (tx) =>
          agents.takeCode(
            tx,
            await agents.sessions.awaiting(tx, tokenOf(request), 'code'),
            request.body.code,
          ),
        )
        if (entered instanceof Refusal) throw entered
        return answers.entered(reply, entered)
      },
    )

    // Where a second factor is asked of everybody, whoever has none sets it up before anything else.
    app.post(
      '/api/console/sessions/current/second-factor',
      { schema: { response: { 200: SecondFactorOffer } } },
      async (request) =>
        commit(async (tx) => {
          const { id, agentId } = await agents.sessions.awaiting(tx, tokenOf(request), 'set_up')
          const agent = await activeAgent(tx, agentId)
          return offerOf(agent, await agents.secondFactor.begin(tx, agent, id))
        }),
    )
    app.put(
      '/api/console/sessions/current/second-factor',
      { schema: { body: CodeRequest, response: { 200: SetUpAnswer } } },
      async (request, reply) => {
        const waiting = await commit((tx) => agents.sessions.awaiting(tx, tokenOf(request), 'set_up'))
        await limits.ofCodes(waiting.agentId)
        const { recoveryCodes, entered } = await commit(async (tx) => {
          const waiting = await agents.sessions.awaiting(tx, tokenOf(request), 'set_up')
          const recoveryCodes = await agents.secondFactor.confirm(
            tx,
            await activeAgent(tx, waiting.agentId),
            request.body.code,
          )
          const agent = await activeAgent(tx, waiting.agentId)
          return { recoveryCodes, entered: await agents.goOn(tx, waiting, agent) }
        })
        return { ...answers.entered(reply, entered), recoveryCodes }
      },
    )

    app.get('/api/console/me', { schema: { response: { 200: LoginAnswer } } }, async (request) => {
      const { agent, sessionId } = agentOf(request)
      parts.sessionIsUsed({ id: sessionId, agentId: agent.id })
      return { agent: agentView(agent) }
    })

    app.delete('/api/console/sessions/current', async (request, reply) => {
      await commit((tx) => agents.logOut(tx, tokenOf(request) ?? ''))
      return answers.left(reply).code(204).send()
    })
  }
}

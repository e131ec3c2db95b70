// Agents log in and out; the session is an http-only cookie of our own pages.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { LoginAnswer, LoginRequest } from '../../protocol/http.ts'
import { AGENT_COOKIE } from '../caller.ts'
import type { Commit } from '../events.ts'
import { agentOf } from '../gate.ts'
import { type Agents, agentView } from './agents.ts'

/** Guesses of one address from one network address. */
const LOGINS_PER_MINUTE = 10

export function agentRoutes(parts: {
  agents: Agents
  commit: Commit
  secureCookies: boolean
}): FastifyPluginAsyncTypebox {
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: parts.secureCookies } as const
  return async (app) => {
    app.post(
      '/api/console/sessions',
      {
        config: {
          rateLimit: {
            max: LOGINS_PER_MINUTE,
            timeWindow: '1 minute',
            hook: 'preHandler',
            keyGenerator: (request) =>
              `${request.ip} ${(request.body as { email: string }).email.toLowerCase()}`,
          },
        },
        schema: { body: LoginRequest, response: { 200: LoginAnswer } },
      },
      async (request, reply) => {
        const { token, agent, expiresAt } = await parts.agents.logIn(
          request.body.email,
          request.body.password,
        )
        reply.setCookie(AGENT_COOKIE, token, { ...cookie, expires: new Date(expiresAt) })
        return { agent: agentView(agent) }
      },
    )

    app.get('/api/console/me', { schema: { response: { 200: LoginAnswer } } }, async (request) => ({
      agent: agentView(agentOf(request).agent),
    }))

    app.delete('/api/console/sessions/current', async (request, reply) => {
      await parts.commit((tx) => parts.agents.logOut(tx, request.cookies[AGENT_COOKIE] ?? ''))
      return reply.clearCookie(AGENT_COOKIE, cookie).code(204).send()
    })
  }
}

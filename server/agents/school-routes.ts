// To the school's own log-in and back: two addresses that a browser opens. What must be the same on both ways is in a cookie of this
// browser alone, for ten minutes. Partners: school-log-in.ts, school-entry.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import Type from 'typebox'
import type { SchoolLogInSettings } from '../config.ts'
import type { Commit } from '../events.ts'
import { bySource } from '../http/source.ts'
import type { Log } from '../log.ts'
import type { Parts } from '../parts.ts'
import type { Agents } from './agents.ts'
import type { Answers } from './routes.ts'
import { enterFromSchool, type NoEntry } from './school-entry.ts'
import { type Leaving, SchoolFailed, schoolLogIn } from './school-log-in.ts'

const LEAVE = '/api/console/elsewhere'
const BACK = `${LEAVE}/back`
const COOKIE = 'helpdock_elsewhere'
const AWAY_SECONDS = 10 * 60
/** Of one network address; each asks the school. */
const VISITS_PER_MINUTE = 60

export function schoolRoutes(
  parts: {
    settings: SchoolLogInSettings
    agents: Agents
    commit: Commit
    answers: Answers
    publicUrl: string
    log: Log
  } & Pick<Parts, 'now' | 'newId'>,
): FastifyPluginAsyncTypebox {
  const { settings, agents, commit, answers, publicUrl, log } = parts
  const school = schoolLogIn({ ...settings, returnUrl: publicUrl + BACK, now: parts.now })
  const isSecure = publicUrl.startsWith('https:')
  // Lax: it must travel when the school sends the browser back.
  const cookie = { path: LEAVE, httpOnly: true, sameSite: 'lax', secure: isSecure } as const
  const rateLimit = {
    max: VISITS_PER_MINUTE,
    timeWindow: '1 minute',
    keyGenerator: bySource,
  }

  const notIn = (reply: FastifyReply, why: NoEntry | 'failed') =>
    reply.redirect(`/console?elsewhere=${why}`, 303)
  const failed = (reply: FastifyReply, cause: unknown) => {
    if (!(cause instanceof SchoolFailed)) throw cause
    log.warn({ why: cause.message }, 'a log-in with the school’s own log-in failed')
    return notIn(reply, 'failed')
  }

  return async (app) => {
    app.get(LEAVE, { config: { rateLimit }, schema: { hide: true } }, async (_request, reply) => {
      try {
        const { url, leaving } = await school.leave()
        const value = Buffer.from(JSON.stringify(leaving)).toString('base64url')
        return reply.setCookie(COOKIE, value, { ...cookie, maxAge: AWAY_SECONDS }).redirect(url, 303)
      } catch (cause) {
        return failed(reply, cause)
      }
    })

    app.get(
      BACK,
      {
        config: { rateLimit },
        schema: { hide: true, querystring: Type.Record(Type.String(), Type.Unknown()) },
      },
      async (request, reply) => {
        // Once: whoever comes back a second time left a second time.
        reply.clearCookie(COOKIE, cookie)
        try {
          const query = Object.fromEntries(
            Object.entries(request.query).flatMap(([name, value]) =>
              typeof value === 'string' ? [[name, value]] : [],
            ),
          )
          const identity = await school.comeBack(query, leavingIn(request.cookies[COOKIE]))
          const entered = await commit(async (tx) => {
            const agent = await enterFromSchool(tx, parts, identity, settings)
            if (typeof agent === 'string') return agent
            // The school asks for what it asks for: no code of ours.
            return { agent, ...(await agents.sessions.open(tx, agent.id, answers.originOf(request))) }
          })
          if (typeof entered === 'string') return notIn(reply, entered)
          answers.entered(reply, entered)
          return reply.redirect('/console', 303)
        } catch (cause) {
          return failed(reply, cause)
        }
      },
    )
  }
}

/** @throws SchoolFailed */
function leavingIn(cookie: string | undefined): Leaving {
  try {
    const { state, nonce, verifier } = JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString())
    if ([state, nonce, verifier].every((one) => typeof one === 'string' && one.length > 20))
      return { state, nonce, verifier }
  } catch {
    // says the same as a cookie without them
  }
  throw new SchoolFailed('It came back to a browser that had not left, or ten minutes later.')
}

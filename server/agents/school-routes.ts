// To the school's own log-in and back, to the place of the console that somebody wanted: two addresses that a browser opens. What must be
// the same on both ways is in a cookie of this browser alone, for ten minutes. Partners: school-log-in.ts, school-entry.ts.

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
const CONSOLE = '/console'
/** No real one: what is resolved against it stays on it where it is a path alone. */
const HERE = 'http://here.invalid'
/** Of a ticket in a view with a question; a cookie holds 4 KB. */
const PLACE_MAX_CHARS = 1_000
const Query = Type.Record(Type.String(), Type.Unknown())

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

  const notIn = (reply: FastifyReply, to: string, why: NoEntry | SchoolFailed['why']) =>
    reply.redirect(`${to}${to.includes('?') ? '&' : '?'}elsewhere=${why}`, 303)
  const failed = (reply: FastifyReply, to: string, cause: unknown) => {
    if (!(cause instanceof SchoolFailed)) throw cause
    log.warn({ why: cause.message }, 'a log-in with the school’s own log-in failed')
    return notIn(reply, to, cause.why)
  }

  return async (app) => {
    app.get(
      LEAVE,
      { config: { rateLimit }, schema: { hide: true, querystring: Query } },
      async ({ query }, reply) => {
        const to = placeIn(query.to)
        try {
          const { url, leaving } = await school.leave({ asAnother: query.as === 'another' })
          const value = Buffer.from(JSON.stringify({ ...leaving, to })).toString('base64url')
          return reply.setCookie(COOKIE, value, { ...cookie, maxAge: AWAY_SECONDS }).redirect(url, 303)
        } catch (cause) {
          return failed(reply, to, cause)
        }
      },
    )

    app.get(
      BACK,
      {
        config: { rateLimit },
        schema: { hide: true, querystring: Query },
      },
      async (request, reply) => {
        // Once: whoever comes back a second time left a second time.
        reply.clearCookie(COOKIE, cookie)
        const left = cookieIn(request.cookies[COOKIE])
        const to = placeIn(left.to)
        try {
          const query = Object.fromEntries(
            Object.entries(request.query).flatMap(([name, value]) =>
              typeof value === 'string' ? [[name, value]] : [],
            ),
          )
          const identity = await school.comeBack(query, leavingIn(left))
          const entered = await commit(async (tx) => {
            const agent = await enterFromSchool(tx, parts, identity, settings)
            if (typeof agent === 'string') return agent
            // The school asks for what it asks for: no code of ours.
            return { agent, ...(await agents.sessions.open(tx, agent.id, answers.originOf(request))) }
          })
          if (typeof entered === 'string') return notIn(reply, to, entered)
          answers.entered(reply, entered)
          return reply.redirect(to, 303)
        } catch (cause) {
          return failed(reply, to, cause)
        }
      },
    )
  }
}

/** What the browser kept; nothing of it is sure. */
function cookieIn(cookie = ''): Partial<Record<keyof Leaving | 'to', unknown>> {
  try {
    return Object(JSON.parse(Buffer.from(cookie, 'base64url').toString()))
  } catch {
    return {}
  }
}

/** @throws SchoolFailed */
function leavingIn({ state, nonce, verifier }: ReturnType<typeof cookieIn>): Leaving {
  if (isChance(state) && isChance(nonce) && isChance(verifier)) return { state, nonce, verifier }
  throw new SchoolFailed('It came back to a browser that had not left, or ten minutes later.')
}

const isChance = (one: unknown): one is string => typeof one === 'string' && one.length > 20

/** Where in the console somebody was going; whatever is no place of it is its door. */
function placeIn(to: unknown): string {
  const isShort = typeof to === 'string' && to.length <= PLACE_MAX_CHARS
  if (!isShort || !URL.canParse(to, HERE)) return CONSOLE
  const { origin, pathname, search } = new URL(to, HERE)
  const isOurs = origin === HERE && (pathname === CONSOLE || pathname.startsWith(`${CONSOLE}/`))
  return isOurs ? pathname + search : CONSOLE
}

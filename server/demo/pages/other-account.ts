// The log-in to another account, for a merge alone: it proves who has the password and changes nothing about who is logged in
// here. Partner: OTHER_ACCOUNT in scripts.ts, which asks for the password.

import type { FastifyPluginAsync } from 'fastify'
import { identityTokenFor } from '../identity.ts'
import { isPassword, PASSWORD_MAX_CHARS } from '../passwords.ts'
import { findByEmail } from '../portal.ts'
import { field } from '../requests.ts'
import type { PortalParts } from './page.ts'

/** A request's id, as Helpdock names it. */
const MERGE_ID = /^mrg_[0-9a-z]{26}$/

export function otherAccountRoutes({
  state,
  now,
  identitySecret,
}: PortalParts & { identitySecret: string }): FastifyPluginAsync {
  return async (app) => {
    app.post('/identity-token', async (request, reply) => {
      reply.header('cache-control', 'no-store').type('text/plain')
      const merge = field(request, 'merge')
      const account = findByEmail(state.read(), field(request, 'email'))
      const password = field(request, 'password', PASSWORD_MAX_CHARS)
      const isRight = await isPassword(password, account?.passwordHash ?? null)
      if (!account || account.mergedInto || !isRight || !MERGE_ID.test(merge)) return reply.code(401).send('')
      return identityTokenFor(account, identitySecret, now(), merge)
    })
  }
}

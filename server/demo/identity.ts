// Wardway vouches for its students: a token that says who is logged in, signed on the server, good for an hour.

import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Account } from './portal.ts'

const TOKEN_TTL_S = 60 * 60
/** As long as Helpdock takes one that proves an account in a merge. */
const MERGE_TOKEN_TTL_S = 10 * 60

/** @param merge the request for which somebody has just logged in to this account; without it the token is for a session */
export function identityTokenFor(
  account: Account,
  secret: string,
  now: Date,
  merge?: string,
): Promise<string> {
  const { externalId, name, email, emailVerified, school, discipline, year } = account
  const issuedAt = Math.floor(now.getTime() / 1000)
  const known = Object.entries({ school, discipline, year }).filter(([, value]) => value !== '')
  return new SignJWT({
    email,
    email_verified: emailVerified,
    name,
    locale: 'en',
    attributes: Object.fromEntries(known),
    ...(merge && { merge }),
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(externalId)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + (merge ? MERGE_TOKEN_TTL_S : TOKEN_TTL_S))
    .sign(new TextEncoder().encode(secret))
}

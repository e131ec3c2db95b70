// Wardway vouches for its students: a token that says who is logged in, signed on the server, good for an hour.

import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Account } from './portal.ts'

const TOKEN_TTL_S = 60 * 60

export function identityTokenFor(account: Account, secret: string, now: Date): Promise<string> {
  const { externalId, name, email, emailVerified, school, discipline, year } = account
  const issuedAt = Math.floor(now.getTime() / 1000)
  const known = Object.entries({ school, discipline, year }).filter(([, value]) => value !== '')
  return new SignJWT({
    email,
    email_verified: emailVerified,
    name,
    locale: 'en',
    attributes: Object.fromEntries(known),
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(externalId)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_TTL_S)
    .sign(new TextEncoder().encode(secret))
}

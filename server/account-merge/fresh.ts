// How old the host's word may be where it proves an account. Partner: contacts/identity.ts, which reads the token.

import { MERGE_TOKEN_MAX_AGE_MS } from '../../protocol/limits.ts'
import { Refusal } from '../errors.ts'

/** A host's clock may be ahead of ours by this much; a token from further ahead would live longer. */
const AHEAD_MAX_MS = 30_000

/** @throws Refusal('identity.not_fresh') also where the token does not say when it was signed */
export function refuseStale(signedAt: string | null, now: Date): void {
  if (signedAt === null) {
    throw new Refusal('identity.not_fresh', {
      detail: 'The token has no iat, so nobody knows how old it is.',
    })
  }
  const age = now.getTime() - Date.parse(signedAt)
  if (age > MERGE_TOKEN_MAX_AGE_MS || age < -AHEAD_MAX_MS) throw new Refusal('identity.not_fresh')
}

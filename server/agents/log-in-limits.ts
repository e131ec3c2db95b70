// How often somebody may guess, whatever network they guess from: passwords of an address, codes of an agent. Counted for all
// copies of the server together, for an address that nobody has as for one that somebody has. Partner: request-counts.ts.

import { Refusal } from '../errors.ts'
import type { requestCounts } from '../http/request-counts.ts'

/** Nobody types their password wrong so often; a machine comes to some 2,000 guesses a day. */
const PASSWORDS = 20
/** With a code in some 300,000 right at any moment, and three tries fewer a log-in. */
const CODES = 10
const WITHIN_MS = 15 * 60_000

export type LogInLimits = ReturnType<typeof logInLimits>

export function logInLimits({ Store }: ReturnType<typeof requestCounts>) {
  const counts = new Store({ routeInfo: { method: 'log-in', url: '' } })

  /** @throws Refusal('request.too_many') */
  function take(who: string, max: number): Promise<void> {
    return new Promise((resolve, reject) => {
      counts.incr(
        who,
        (_never, counted) => {
          if (counted && counted.current > max)
            reject(new Refusal('request.too_many', { retryAfterMs: counted.ttl }))
          else resolve()
        },
        WITHIN_MS,
        max,
      )
    })
  }

  return {
    ofAccount: (email: string) => take(`password ${email.trim().toLowerCase()}`, PASSWORDS),
    ofCodes: (agentId: string) => take(`code ${agentId}`, CODES),
  }
}

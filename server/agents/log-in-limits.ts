// How often somebody may guess, whatever network they guess from: passwords of an address, codes of an agent. And how often one
// network may try at all, whatever addresses it makes up: each try costs a third of a second. Counted for all copies of the server
// together, for an address that nobody has as for one that somebody has. Partners: request-counts.ts, passwords.ts.

import { parseAddress } from '../contacts/address.ts'
import { Refusal } from '../errors.ts'
import type { requestCounts } from '../http/request-counts.ts'
import { sourceOf } from '../http/source.ts'

/** Nobody types their password wrong so often; a machine comes to some 2,000 guesses a day. */
const PASSWORDS = 20
/** With a code in some 300,000 right at any moment, and three tries fewer a log-in. */
const CODES = 10
const WITHIN_MS = 15 * 60_000
/** A large desk behind one network whose sessions have all ended. */
const TRIES_OF_SOURCE = 120
const MINUTE_MS = 60_000

export type LogInLimits = ReturnType<typeof logInLimits>

export function logInLimits({ Store }: ReturnType<typeof requestCounts>) {
  const counts = new Store({ routeInfo: { method: 'log-in', url: '' } })

  /** @throws Refusal('request.too_many') */
  function take(who: string, max: number, withinMs = WITHIN_MS): Promise<void> {
    return new Promise((resolve, reject) => {
      counts.incr(
        who,
        (_never, counted) => {
          if (counted && counted.current > max)
            reject(new Refusal('request.too_many', { retryAfterMs: counted.ttl }))
          else resolve()
        },
        withinMs,
        max,
      )
    })
  }

  return {
    ofSource: (ip: string) => take(`from ${sourceOf(ip)}`, TRIES_OF_SOURCE, MINUTE_MS),
    // As it is looked for: an address that is written in another way is no other account.
    ofAccount: (email: string) => take(`password ${(parseAddress(email) ?? email).toLowerCase()}`, PASSWORDS),
    ofCodes: (agentId: string) => take(`code ${agentId}`, CODES),
  }
}

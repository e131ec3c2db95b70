// Is a mail from where it says? Its domain signs what it sends, or names who may send for it, and says that both must fit the address that
// people read (DMARC). Only a plain yes counts: none, a fault, two senders, no answer are all “not shown”. Partner: receive.ts, which never
// takes even a yes for more than that.

import { resolve as resolveDns } from 'node:dns/promises'
import { parseAddress } from '../../contacts/address.ts'
import { dmarcOf } from './letter-programs.ts'
import type { Sender } from './reader.ts'

/** As node:dns/promises resolves. */
type Resolve = (name: string, type: string) => Promise<unknown>

/** Some look-ups, each with a second try. Who has names that answer late has others wait as long. */
const LOOK_UP_WITHIN_MS = 5_000

/**
 * @param address whom we take it for
 * @param from where it came from, if from the world itself; behind another mail server its signature alone can show it
 * @returns `trouble` is why nothing could be found out
 */
export function senderProof(resolve: Resolve = resolveDns as Resolve) {
  return async (
    raw: Buffer,
    address: string,
    from?: Sender,
  ): Promise<{ isShown: boolean; trouble?: string }> => {
    let late: NodeJS.Timeout | undefined
    const never = new Promise<undefined>((done) => {
      late = setTimeout(() => done(undefined), LOOK_UP_WITHIN_MS)
    })
    try {
      const found = await Promise.race([dmarcOf(raw, from, resolve), never])
      if (found?.result !== 'pass' || found.isInPart) return { isShown: false }
      // Two programs read the line; a yes for what the one has found is none for what the other has.
      const [vouchedFor, ...others] = found.froms
      return { isShown: others.length === 0 && parseAddress(vouchedFor ?? '') === address }
    } catch (cause) {
      return { isShown: false, trouble: cause instanceof Error ? cause.message : String(cause) }
    } finally {
      clearTimeout(late)
    }
  }
}

// Is a mail from where it says? Its domain signs what it sends, or names who may send for it, and says that both must fit the address that
// people read (DMARC). Only a plain yes counts: none, a fault, two senders, no answer are all “not shown”. Partner: receive.ts, which never
// takes even a yes for more than that.

import { resolve as resolveDns } from 'node:dns/promises'
import type { Log } from '../../log.ts'

/** As node:dns/promises resolves. */
export type Resolve = (name: string, type: string) => Promise<unknown>
/** @param from where it came from, if from the world itself; behind another mail server its signature alone can show it */
export type IsShown = (raw: Buffer, from?: { ip: string; helo: string; sender: string }) => Promise<boolean>

/** Some look-ups, each with a second try; longer, and whoever hands it over gives up. */
const LOOK_UP_WITHIN_MS = 10_000

export function senderProof({
  log,
  resolve = resolveDns as Resolve,
}: {
  log: Log
  resolve?: Resolve
}): IsShown {
  return async (raw, from) => {
    const { dmarcOf } = await import('./mail-programs.ts')
    let late: NodeJS.Timeout | undefined
    const never = new Promise<undefined>((done) => {
      late = setTimeout(() => done(undefined), LOOK_UP_WITHIN_MS)
    })
    try {
      return (await Promise.race([dmarcOf(raw, from, resolve), never])) === 'pass'
    } catch (err) {
      log.warn({ err }, 'who sent a mail could not be looked up; it counts as not shown')
      return false
    } finally {
      clearTimeout(late)
    }
  }
}

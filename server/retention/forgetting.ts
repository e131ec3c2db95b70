// What nobody needs any more goes each night, whatever is set: codes that proved addresses, with the mails that carried them, mails
// and webhooks that have ended, words that found nothing. Never the webhooks of an account merge: its trail quotes them, and goes with nothing. Due work that puts
// itself again. Partner: nights.ts, for what admins set.

import { DELIVERY_KEPT_DAYS, GAP_KEPT_DAYS, MAIL_KEPT_DAYS, PROOF_KEPT_DAYS } from '../../protocol/limits.ts'
import { forgetGaps } from '../articles/forgotten-gaps.ts'
import { mailOfProof } from '../contacts/address-proofs.ts'
import type { WorkHandler } from '../due-work.ts'
import type { Store, Tables } from '../store/store.ts'
import { nextNight } from './nights.ts'

export const FORGETTING = 'nightly.forget'

const DAY_MS = 24 * 60 * 60_000
/** In one commit, so that none of them holds up a message. */
const AT_ONCE = 100
/** In one night's work, within its lease; what is left goes a moment later. */
const PORTIONS = 50
const PAUSE_MS = 2_000

export function forgetOld({ store, now }: { store: Store; now: () => Date }): WorkHandler {
  const before = (days: number) => new Date(now().getTime() - days * DAY_MS).toISOString()
  return async () => {
    for (let portion = 0; portion < PORTIONS; portion++) {
      if (!(await store.commit(forgetSome)))
        return { againAt: await nextNight(store.read, now()), why: 'once a night' }
    }
    return { againAt: new Date(now().getTime() + PAUSE_MS).toISOString(), why: 'there are more' }
  }

  /** @returns whether there may be more */
  async function forgetSome(tx: Tables): Promise<boolean> {
    const proofs = await tx.addressProofs.removeOld(before(PROOF_KEPT_DAYS), AT_ONCE)
    for (const id of proofs.map(mailOfProof)) if (await tx.mails.find(id)) await tx.mails.remove(id)
    const deliveries = await tx.deliveries.removeOld(before(DELIVERY_KEPT_DAYS), AT_ONCE)
    const mails = await tx.mails.removeOld(before(MAIL_KEPT_DAYS), AT_ONCE)
    const gaps = await forgetGaps(tx, before(GAP_KEPT_DAYS), AT_ONCE)
    return [proofs, deliveries, mails, gaps].some(({ length }) => length === AT_ONCE)
  }
}

// Proving an address with a mailed code: for guests, and for the other account of a merge. A code is good for
// one purpose and one flow, for ten minutes and three tries; only its hash is kept. The answer is the same
// whoever lives at the address, or nobody.

import {
  CODE_SENDS,
  CODE_TRIES,
  CODE_TTL_MS,
  CODE_WINDOW_MS,
  MERGE_CODES_A_DAY,
} from '../../protocol/limits.ts'
import { queueMail } from '../email/outgoing.ts'
import type { Written } from '../email/texts.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import { sameHash, sha256 } from '../hashes.ts'
import { codeIn, type Parts } from '../parts.ts'
import type { AddressProofRecord } from '../store/records.ts'
import { mailboxOf } from './address.ts'

/**
 * Within this time: so many codes to one mailbox, however its address is written, of each purpose: anybody can ask for a guest's, and
 * would use up those of a merge. Guests come back to their own mailbox; a merge names another's.
 */
const LIMITS: Record<AddressProofRecord['purpose'], [windowMs: number, sends: number][]> = {
  guest: [[CODE_WINDOW_MS, CODE_SENDS]],
  merge: [
    [CODE_WINDOW_MS, CODE_SENDS],
    [24 * 60 * 60_000, MERGE_CODES_A_DAY],
  ],
}

export type AddressProofs = ReturnType<typeof addressProofRules>

export function addressProofRules({ now, newId, newCode }: Pick<Parts, 'now' | 'newId' | 'newCode'>) {
  return {
    /**
     * Mails a code. `write` makes the mail from the code. Where this mailbox was sent enough of them, whoever asked, a guest's proof is
     * for the code that was mailed to this very address before and is still good; else see `isOwed`.
     * @throws Refusal('request.too_many') for a merge, where its mailbox was sent enough of them, whoever asked.
     */
    async send(
      tx: Unit,
      wanted: Pick<AddressProofRecord, 'purpose' | 'boundTo' | 'email' | 'name' | 'locale'>,
      write: (code: string) => Written | Promise<Written>,
    ): Promise<AddressProofRecord> {
      const at = now()
      const createdAt = at.toISOString()
      const mailbox = mailboxOf(wanted.email)
      const id = newId('prf')
      const code = newCode()
      const proof: AddressProofRecord = {
        ...wanted,
        mailbox,
        id,
        codeHash: hashOf(id, code),
        createdAt,
        expiresAt: new Date(at.getTime() + CODE_TTL_MS).toISOString(),
        triesLeft: CODE_TRIES,
        endedAt: null,
      }
      for (const [windowMs, sends] of LIMITS[wanted.purpose]) {
        const since = new Date(at.getTime() - windowMs).toISOString()
        const all = await tx.addressProofs.listSince(mailbox, since)
        const mailed = all.filter(({ purpose }) => purpose === wanted.purpose)
        if (mailed.length < sends) continue
        if (wanted.purpose === 'merge')
          throw new Refusal('request.too_many', {
            detail: 'This address was sent enough codes for now.',
            retryAfterMs: windowMs,
          })
        proof.isOverLimit = true
        const there = mailed.filter(({ email }) => email === wanted.email)
        const good = there.findLast((one) => one.expiresAt > createdAt && !wasTaken(one))
        if (!good && (await isOwed(tx, wanted.email, there.length >= sends))) continue
        proof.mailbox = unmailed(mailbox)
        if (good) {
          proof.codeHash = good.codeHash
          proof.codeOf = good.id
        }
        await tx.addressProofs.put(proof)
        return proof
      }
      await tx.addressProofs.put(proof)
      await queueMail(tx, { id: mailOfProof(id), to: proof.email, ...(await write(code)), now: at })
      return proof
    },

    /**
     * Takes a code. A wrong one costs a try, which must be kept: so a refusal is returned, not thrown, and the
     * caller throws it after its commit.
     * @param key a secret of who types it, made for this: whose answer was lost asks again with it, within the code's time and tries.
     * Without it a code that was taken is over, for whoever else has seen code and address.
     */
    async take(
      tx: Unit,
      id: string,
      purpose: AddressProofRecord['purpose'],
      typed: string,
      key?: string,
    ): Promise<AddressProofRecord | Refusal> {
      const proof = await tx.addressProofs.find(id)
      if (!proof || proof.purpose !== purpose) return new Refusal('not_found')
      // Wrong guesses at the one that was mailed end that one, and none that shares its code.
      const mailed = proof.codeOf ? await tx.addressProofs.find(proof.codeOf) : undefined
      const at = now().toISOString()
      const takenBy = key === undefined ? undefined : sha256('address-proof-key', id, key)
      const isAgain = !!takenBy && !!proof.takenBy && sameHash(proof.takenBy, takenBy)
      const isOver = proof.endedAt || (proof.codeOf && (!mailed || wasTaken(mailed)))
      if ((isOver && !isAgain) || proof.expiresAt <= at || proof.triesLeft <= 0)
        return new Refusal('code.ended')
      if (sameHash(proof.codeHash, hashOf(mailed?.id ?? id, codeIn(typed)))) {
        const taken = isAgain
          ? { ...proof, triesLeft: proof.triesLeft - 1 }
          : { ...proof, endedAt: at, ...(takenBy && { takenBy }) }
        await tx.addressProofs.put(taken)
        // A code is good once, whoever types it.
        if (mailed && !isAgain) await tx.addressProofs.put({ ...mailed, endedAt: at, triesLeft: 1 })
        return taken
      }
      if (isAgain) return new Refusal('code.ended')
      const triesLeft = proof.triesLeft - 1
      await tx.addressProofs.put({ ...proof, triesLeft, endedAt: triesLeft === 0 ? at : null })
      return triesLeft === 0 ? new Refusal('code.ended') : new Refusal('code.wrong', { triesLeft })
    },
  }
}

/** The mail that carries its code. */
export const mailOfProof = (proofId: string) => `mal_${proofId}`

/** Under which proofs are kept for which no mail went out: they count as none. No mailbox is called so. */
export const unmailed = (mailbox: string) => `unmailed ${mailbox}`

/**
 * One more than enough, once all before have run out: or a stranger who asks for codes, or for those of other spellings, keeps the owner
 * from having one. To whom it is owed nobody can add by asking, so no mailbox is flooded by it.
 * @param isThis the codes that were enough went to this very spelling
 */
const isOwed = async (tx: Unit, email: string, isThis: boolean) =>
  isThis || (await tx.contacts.findGuestByEmail(email)) !== undefined

/** By the right code; one that ended by wrong ones has no tries left. */
const wasTaken = ({ endedAt, triesLeft, takenBy }: AddressProofRecord) =>
  !!endedAt && (triesLeft > 0 || !!takenBy)

function hashOf(proofId: string, code: string): string {
  return sha256('address-proof', proofId, code)
}

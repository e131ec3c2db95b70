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

/** Within this time: so many codes to one mailbox, however its address is written. Guests come back to their own mailbox; a merge names another's. */
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
     * Mails a code. `write` makes the mail from the code.
     * @throws Refusal('request.too_many') when this address was sent enough of them, whoever asked.
     */
    async send(
      tx: Unit,
      wanted: Pick<AddressProofRecord, 'purpose' | 'boundTo' | 'email' | 'name' | 'locale'>,
      write: (code: string) => Written | Promise<Written>,
    ): Promise<AddressProofRecord> {
      const at = now()
      const mailbox = mailboxOf(wanted.email)
      for (const [windowMs, sends] of LIMITS[wanted.purpose]) {
        const since = new Date(at.getTime() - windowMs).toISOString()
        if ((await tx.addressProofs.countSince(mailbox, since)) < sends) continue
        throw new Refusal('request.too_many', {
          detail: 'This address was sent enough codes for now.',
          retryAfterMs: windowMs,
        })
      }
      const id = newId('prf')
      const code = newCode()
      const proof: AddressProofRecord = {
        ...wanted,
        mailbox,
        id,
        codeHash: hashOf(id, code),
        createdAt: at.toISOString(),
        expiresAt: new Date(at.getTime() + CODE_TTL_MS).toISOString(),
        triesLeft: CODE_TRIES,
        endedAt: null,
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
      const at = now().toISOString()
      const takenBy = key === undefined ? undefined : sha256('address-proof-key', id, key)
      const isAgain = !!takenBy && !!proof.takenBy && sameHash(proof.takenBy, takenBy)
      if ((proof.endedAt && !isAgain) || proof.expiresAt <= at || proof.triesLeft <= 0)
        return new Refusal('code.ended')
      if (sameHash(proof.codeHash, hashOf(id, codeIn(typed)))) {
        const taken = isAgain
          ? { ...proof, triesLeft: proof.triesLeft - 1 }
          : { ...proof, endedAt: at, ...(takenBy && { takenBy }) }
        await tx.addressProofs.put(taken)
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

function hashOf(proofId: string, code: string): string {
  return sha256('address-proof', proofId, code)
}

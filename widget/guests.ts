// Somebody for whom no host vouches proves an address. In the bundle of a first message: nobody else comes to it.
// Partner: session.ts, which keeps who they are then.

import type { AddressProofAnswer, SessionAnswer } from '../protocol/http.ts'
import { CODE_TTL_MS } from '../protocol/limits.ts'
import { ask } from './http.ts'
import { becomeGuest, theHost } from './session.ts'
import { hearTime, put } from './state.ts'

export async function proveAddress(name: string, email: string): Promise<void> {
  put('guest', { name, email })
  put('guest', { name, email, proof: await mailCode({ name, email }) })
}

/** @param who without a name: of somebody who only wants to see what they wrote before */
export async function mailCode(who: { name?: string; email: string }): Promise<AddressProofAnswer> {
  const proof = await ask<AddressProofAnswer>(
    `/api/address-proofs?locale=${theHost()?.options.locale ?? ''}`,
    { body: who },
  )
  // By a clock that is hours ahead the code would be over before it is there.
  hearTime(Date.parse(proof.expiresAt) - CODE_TTL_MS)
  return proof
}

/** A secret of this page: where the answer to a code is lost, the same code is answered again to who has it, and to nobody else. */
let key: string | undefined

export async function sendCode(proofId: string, code: string): Promise<void> {
  key ??= crypto.randomUUID()
  becomeGuest(
    await ask<SessionAnswer>(`/api/address-proofs/${proofId}`, {
      method: 'PUT',
      body: { code },
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
    }),
  )
}

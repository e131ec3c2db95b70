// The address of a file: names it and an instant, and is signed. Whoever has it may read that file until then, so it is
// given to its readers only. The key is the same in all copies of the server, and after a restart.

import { createHmac } from 'node:crypto'
import { ATTACHMENT_ADDRESS_MS } from '../../protocol/limits.ts'
import { Refusal } from '../errors.ts'
import { sameHash } from '../hashes.ts'

export function addressSigner({ key, now }: { key: Uint8Array; now: () => Date }) {
  const signatureOf = (id: string, until: number) =>
    createHmac('sha256', key)
      .update(JSON.stringify(['attachment', id, until]))
      .digest('hex')

  return {
    addressOf(id: string) {
      const until = now().getTime() + ATTACHMENT_ADDRESS_MS
      return {
        url: `/api/attachments/${id}/file?until=${until}&signature=${signatureOf(id, until)}`,
        expiresAt: new Date(until).toISOString(),
      }
    },

    /** @throws Refusal('not_found') for a changed address, 'attachment.address_ended' for an old one */
    check(id: string, until: number, signature: string): void {
      if (!sameHash(signature, signatureOf(id, until))) throw new Refusal('not_found')
      if (until <= now().getTime()) throw new Refusal('attachment.address_ended')
    },
  }
}

// Random bytes that are made once and kept in the store, so that all copies of the server have the same, after a restart too.

import { randomBytes } from 'node:crypto'
import type { SecretRecord } from './store/records.ts'
import type { Store } from './store/store.ts'

const SECRET_BYTES = 32

export async function keptSecret(store: Store, id: SecretRecord['id']): Promise<Uint8Array> {
  const kept =
    (await store.read.secrets.find(id)) ??
    (await store.commit(async (tx) => {
      // Another copy may have made it meanwhile.
      const secret = (await tx.secrets.find(id)) ?? {
        id,
        bytes: randomBytes(SECRET_BYTES).toString('base64'),
      }
      await tx.secrets.put(secret)
      return secret
    }))
  return Buffer.from(kept.bytes, 'base64')
}

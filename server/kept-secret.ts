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
      const secret = (await tx.secrets.find(id)) ?? made(id)
      await tx.secrets.put(secret)
      return secret
    }))
  return Buffer.from(kept.bytes, 'base64')
}

const made = (id: SecretRecord['id']): SecretRecord => ({
  id,
  bytes: randomBytes(SECRET_BYTES).toString('base64'),
})

/**
 * The name of the store's history: what was told under another one may be of what this store never kept, or not any more. It is no
 * secret, but kept as those are.
 */
export async function historyOf(store: Store): Promise<string> {
  return Buffer.from(await keptSecret(store, 'history')).toString('base64url', 0, HISTORY_BYTES)
}

/** Enough that no two are alike. */
const HISTORY_BYTES = 9

/** An earlier state was put back: numbers are given anew that were given before. Servers that run know the name before. */
export async function beginHistoryAnew(store: Store): Promise<void> {
  await store.commit((tx) => tx.secrets.put(made('history')))
}

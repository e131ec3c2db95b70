// The bytes of chosen files, on the device until the server has all of them: a page that crashes, is put away or is loaded anew goes
// on with them. Of somebody whom the host vouches for only: the next at this device could read a guest's. Where they cannot be kept
// they have to be chosen again. In the bundle `attach`. Partners: uploads.ts; outbox.ts, which removes all of them at a log-out.

import { state } from '../state.ts'
import { FILES } from '../storage.ts'

const STORE = 'files'
/** So long the server keeps what it has of an upload. */
const KEPT_MS = 24 * 60 * 60_000
/** A database that takes longer than a slow disk does is taken for denied. */
const WITHIN_MS = 5_000

interface Kept {
  file: File
  at: number
}

/** By its key, which is remembered with who chose it. */
export async function keepFile(key: string, file: File): Promise<void> {
  if (!state.signedIn.value || state.guest.value) return
  await within('readwrite', (store) => {
    const old = store.index('at').openCursor(IDBKeyRange.upperBound(Date.now() - KEPT_MS))
    old.onsuccess = () => {
      old.result?.delete()
      old.result?.continue()
    }
    return store.put({ file, at: Date.now() } satisfies Kept, key)
  })
}

export const keptFile = async (key: string) =>
  (await within<Kept>('readonly', (store) => store.get(key)))?.file

export const dropFile = (key: string) => within('readwrite', (store) => store.delete(key))

/** Runs one request; undefined where nothing can be kept. Nothing stays open: a log-out in another tab waits for nobody. */
async function within<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<T | undefined> {
  const opening = open()
  const work = async () => {
    const transaction = (await opening).transaction(STORE, mode)
    const request = ask(transaction.objectStore(STORE))
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve
      transaction.onabort = reject
    })
    return request.result as T
  }
  try {
    // Some never answer: nobody waits for them.
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, WITHIN_MS))
    return await Promise.race([work(), late])
  } catch {
    return undefined
  } finally {
    // One that opens later than that, too.
    opening.then(
      (database) => database.close(),
      () => {},
    )
  }
}

async function open(): Promise<IDBDatabase> {
  const opening = indexedDB.open(FILES, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE).createIndex('at', 'at')
  return new Promise((resolve, reject) => {
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = reject
  })
}

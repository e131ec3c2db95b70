// Messages not yet acknowledged, kept on the device so that a closed tab or a dead network loses none. IndexedDB,
// or memory where that is denied. Each item names its owner and is read back for that owner only.
// Partner: commands.ts, which sends them.

import { put, state, type Unsent } from './state.ts'

const NAME = 'helpdock'
const STORE = 'outbox'

let database: Promise<IDBDatabase | null> | undefined

/** Takes up what this owner left unsent, oldest first, beside what was written meanwhile. */
export async function openOutbox(owner: string): Promise<void> {
  const kept = (await within<Unsent[]>('readonly', (store) => store.index('owner').getAll(owner))) ?? []
  const here = state.unsent.value.filter((item) => item.owner === owner)
  const news = kept.filter(({ clientId }) => !here.some((item) => item.clientId === clientId))
  put(
    'unsent',
    [...news, ...here].sort((a, b) => a.at.localeCompare(b.at)),
  )
}

export async function keep(item: Unsent): Promise<void> {
  const others = state.unsent.value.filter(({ clientId }) => clientId !== item.clientId)
  put(
    'unsent',
    [...others, item].sort((a, b) => a.at.localeCompare(b.at)),
  )
  await within('readwrite', (store) => store.put(item))
}

export async function drop(clientId: string): Promise<void> {
  put(
    'unsent',
    state.unsent.value.filter((item) => item.clientId !== clientId),
  )
  await within('readwrite', (store) => store.delete(clientId))
}

/** Everything of this owner, on the screen and on the device. */
export async function emptyOutbox(owner: string): Promise<void> {
  put('unsent', [])
  const keys =
    (await within<IDBValidKey[]>('readonly', (store) => store.index('owner').getAllKeys(owner))) ?? []
  for (const key of keys) await within('readwrite', (store) => store.delete(key))
}

/** Runs one request; undefined where nothing can be kept. */
async function within<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<T | undefined> {
  try {
    database ??= open()
    const opened = await database
    if (!opened) return undefined
    const transaction = opened.transaction(STORE, mode)
    return await settled<T>(ask(transaction.objectStore(STORE)))
  } catch {
    return undefined
  }
}

function open(): Promise<IDBDatabase | null> {
  // Some browsers throw where storage is denied, others fail the request: both mean memory only.
  const opening = indexedDB.open(NAME, 1)
  opening.onupgradeneeded = () =>
    opening.result.createObjectStore(STORE, { keyPath: 'clientId' }).createIndex('owner', 'owner')
  return settled<IDBDatabase>(opening).catch(() => null)
}

function settled<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T)
    request.onerror = () => reject(request.error)
  })
}

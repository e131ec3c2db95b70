// Messages not yet acknowledged, kept on the device so that a closed tab or a dead network loses none. IndexedDB,
// or memory where that is denied. Each item names its owner and is read back for that owner only.
// Partner: commands.ts, which sends them.

import { gone, put, state, type Unsent } from './state.ts'

const NAME = 'helpdock'
const STORE = 'outbox'

let database: Promise<IDBDatabase | null> | undefined
/** Who is here, and since how many have left. */
let whose = ''
let since = -1
const isHere = (owner: string) => owner === whose && since === gone

/** What a read that began before does not bring back. */
const dropped = new Set<string>()

/** Takes up what this owner left unsent, in its order, beside what was written meanwhile. */
export async function openOutbox(owner: string): Promise<void> {
  whose = owner
  since = gone
  const kept = (await within<Unsent[]>('readonly', (store) => store.index('owner').getAll(owner))) ?? []
  const here = state.unsent.value.filter((item) => item.owner === owner)
  const news = kept.filter(
    ({ clientId }) => !dropped.has(clientId) && !here.some((item) => item.clientId === clientId),
  )
  if (isHere(owner)) show([...news, ...here])
}

/** A place after everything that waits, though the device's clock may go back. */
export const nextPlace = () => Math.max(Date.now(), (state.unsent.value.at(-1)?.place ?? 0) + 1)

/** On the screen at once, where its owner is here; `storing` until it is on the device. */
export async function keep(item: Unsent): Promise<void> {
  if (isHere(item.owner))
    show([...state.unsent.value.filter(({ clientId }) => clientId !== item.clientId), item])
  put('storing', state.storing.value + 1)
  await within('readwrite', (store) => store.put(item))
  put('storing', state.storing.value - 1)
}

const show = (items: Unsent[]) =>
  put(
    'unsent',
    items.sort((a, b) => a.place - b.place),
  )

export async function drop(clientId: string): Promise<void> {
  dropped.add(clientId)
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
    const request = ask(transaction.objectStore(STORE))
    // A request that succeeded may still be undone; what its transaction completed stays.
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve
      transaction.onabort = reject
    })
    return request.result as T
  } catch {
    return undefined
  }
}

function open(): Promise<IDBDatabase | null> {
  // Some browsers throw where storage is denied, others fail the request: both mean memory only.
  const opening = indexedDB.open(NAME, 1)
  opening.onupgradeneeded = () =>
    opening.result.createObjectStore(STORE, { keyPath: 'clientId' }).createIndex('owner', 'owner')
  return new Promise((resolve) => {
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => resolve(null)
  })
}

// Messages not yet acknowledged, kept on the device so that a closed tab or a dead network loses none. IndexedDB,
// or memory where that is denied. Each item names its owner and is read back for that owner only. All tabs of a browser have
// the same one: what it holds is read again before each is sent.
// Partner: commands.ts, which sends them.

import type { Message } from '../protocol/entities.ts'
import { gone, now, put, state, type Unsent } from './state.ts'
import { FILES } from './storage.ts'

const NAME = 'helpdock'
const STORE = 'outbox'
/** Other tabs, and pages that are loaded anew, learn the name of a ticket that was opened. */
const OPENED_KEPT_MS = 24 * 60 * 60_000
/** While site data are being cleared nothing can be opened. */
const CLEARED_WITHIN_MS = 1_000
/** A database that takes longer than a slow disk does is taken for denied. */
const ANSWERS_WITHIN_MS = 5_000

let database: Promise<IDBDatabase | null> | undefined
/** Who is here, and since how many have left. */
let whose = ''
let since = -1
const isHere = (owner: string) => owner === whose && since === gone
const isLoose = ({ clientId }: Unsent) => state.loose.value.includes(clientId)

/** Counts what this tab writes: a read that one crossed tells of a time before. */
let writes = 0

/**
 * Takes up what waits for this owner as the device has it, in its order: what another tab wrote, and not what it sent or
 * took back.
 * @returns what was sent and opened a ticket: its name until then may still be in use here
 */
export async function openOutbox(owner: string): Promise<Unsent[]> {
  whose = owner
  since = gone
  let kept: Unsent[] | undefined
  for (let before = -1; before !== writes; ) {
    before = writes
    kept = await within<Unsent[]>('readonly', (store) => store.index('owner').getAll(owner))
  }
  if (!kept || !isHere(owner)) return []
  show([...kept.filter((item) => !item.opened && !isLoose(item)), ...state.unsent.value.filter(isLoose)])
  const sent = kept.filter(({ opened }) => opened)
  for (const { at, clientId } of sent) if (now() - Date.parse(at) > OPENED_KEPT_MS) void drop(clientId)
  return sent
}

/** A place after everything that waits, though the device's clock may go back. */
export const nextPlace = () => Math.max(Date.now(), (state.unsent.value.at(-1)?.place ?? 0) + 1)

/** On the screen at once, where its owner is here; `storing` until it is on the device. */
export async function keep(item: Unsent): Promise<void> {
  const { clientId } = item
  writes++
  if (isHere(item.owner) && !item.opened)
    show([...state.unsent.value.filter((other) => other.clientId !== clientId), item])
  put('loose', [...state.loose.value, clientId])
  put('storing', state.storing.value + 1)
  if (await within('readwrite', (store) => store.put(item))) isStored(clientId)
  put('storing', state.storing.value - 1)
}

const isStored = (clientId: string) =>
  put(
    'loose',
    state.loose.value.filter((one) => one !== clientId),
  )

/** What the server has by now is in its thread. */
function show(items: Unsent[]): void {
  put(
    'unsent',
    items.filter(({ clientId }) => !threadOf(clientId)).sort((a, b) => a.place - b.place),
  )
}

export const threadOf = (clientId: string) =>
  Object.values(state.threads.value)
    .flat()
    .find((entry) => (entry as Message).clientId === clientId)?.ticketId

export async function drop(clientId: string): Promise<void> {
  writes++
  isStored(clientId)
  put(
    'unsent',
    state.unsent.value.filter((item) => item.clientId !== clientId),
  )
  await within('readwrite', (store) => store.delete(clientId))
}

/** Everything of this owner on the device, and files of whomever. */
export const emptyOutbox = (owner: string) =>
  within('readwrite', (store) => {
    indexedDB.deleteDatabase(FILES)
    const all = store.index('owner').openCursor(owner)
    all.onsuccess = () => {
      all.result?.delete()
      all.result?.continue()
    }
    return all
  })

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
    // A request that succeeded may still be undone; what its transaction completed stays. Some never answer: nobody waits for them.
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve
      transaction.onabort = reject
      setTimeout(reject, ANSWERS_WITHIN_MS)
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
    opening.onsuccess = () => {
      // Its site's data were cleared, or the browser lost it: what stands here is all that is left of it.
      opening.result.onclose = () => {
        database = new Promise((cleared) => setTimeout(cleared, CLEARED_WITHIN_MS)).then(open)
        for (const item of state.unsent.value) keep(item)
      }
      resolve(opening.result)
    }
    opening.onerror = () => resolve(null)
    // Some never answer: nobody waits for them.
    setTimeout(resolve, ANSWERS_WITHIN_MS, null)
  })
}

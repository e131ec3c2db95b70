// What this tab and this device remember. Nothing is written before the person's first open; a browser that denies
// storage only forgets sooner. Each kept thing names its owner: another person's is never read back.

import { MEMORY_KEY } from './bridge.ts'
import { keepDrafts, keptDrafts } from './drafts.ts'
import { forgetPerson, put, type Remembered, remembered, state } from './state.ts'
import { localStore, read, sessionStore, write } from './storage.ts'

const READER_KEY = 'helpdock.reader'

/** Of the tab. `isAhead`: its drafts are newer than those on the device, which had no room for them. */
type Kept = Remembered & { owner: string; open: boolean; isAhead: boolean }

/** Takes up what the tab remembers, if it is this owner's, or of before their log-in; says whether the panel was open. */
export function recall(owner: string): boolean {
  const kept = read<Kept>(sessionStore, MEMORY_KEY)
  const typed = state.drafts.value
  const isNobodys = kept?.owner === 'nobody'
  const isTheirs = isNobodys || kept?.owner === owner
  if (!isTheirs) clear()
  else for (const name of remembered) if (kept[name] !== undefined) put(name, kept[name] as never)
  const ofDevice = !(isTheirs && kept.isAhead) && keptDrafts(owner)
  // What was typed before it was known who is here stands above what the device, or the tab, has kept.
  put('drafts', { ...(ofDevice || (isTheirs && kept.drafts)), ...(isNobodys && kept.drafts), ...typed })
  return isTheirs && kept.open
}

/** The guest whose address was proved in this tab. */
export function recallGuest(): Remembered['guest'] | undefined {
  return read<Remembered>(sessionStore, MEMORY_KEY)?.guest
}

/**
 * Reads all that it would keep, so that an effect around it runs again. Writes nothing before `mayWrite`, nor before it
 * is known who is here: what they left on the page before would be lost; nor while a message is being stored: until it
 * is in the outbox, its draft is the only copy that a closed tab leaves.
 */
export function remember(owner: string, mayWrite: boolean): void {
  const kept = Object.fromEntries(remembered.map((name) => [name, state[name].value]))
  const open = state.open.value
  if (!mayWrite || state.signedIn.value === null || state.storing.value) return
  write(sessionStore, MEMORY_KEY, { owner, open, isAhead: !keepDrafts(owner), ...kept })
}

/** Nothing of the person stays. */
export function erase(): void {
  forgetPerson()
  clear()
}

function clear(): void {
  write(sessionStore, MEMORY_KEY)
  write(localStore, READER_KEY)
}

let reader: string | undefined

/** Made when somebody first answers "did this help?", so that a changed mind replaces the earlier answer. */
export function readerId(): string {
  reader ??= read<string>(localStore, READER_KEY) ?? crypto.randomUUID()
  write(localStore, READER_KEY, reader)
  return reader
}

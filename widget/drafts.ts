// Drafts of somebody whom the host vouches for, kept on the device: a closed tab loses none, and the person's other tabs
// show the same. In localStorage, which is written before the next key is pressed; a database would be a moment late.
// Never a guest's, nor of somebody unknown: the next at this device would read it. Theirs stay in the tab (memory.ts).

import { put, state } from './state.ts'

const keyOf = (owner: string) => `helpdock.drafts:${owner}`
const isKept = (owner: string) => owner.startsWith('sub:')

/** What was kept for this owner; undefined where nothing is, or can be. */
export function keptDrafts(owner: string): Record<string, string> | undefined {
  try {
    return isKept(owner) ? JSON.parse(localStorage.getItem(keyOf(owner)) ?? '') : undefined
  } catch {
    return undefined
  }
}

export function keepDrafts(owner: string): void {
  const drafts = JSON.stringify(state.drafts.value)
  try {
    if (drafts === '{}') localStorage.removeItem(keyOf(owner))
    else if (isKept(owner)) localStorage.setItem(keyOf(owner), drafts)
  } catch {
    // the tab remembers them
  }
}

/** Another tab of the same owner wrote. */
export function followDrafts({ key }: StorageEvent, owner: string): void {
  if (key === keyOf(owner)) put('drafts', keptDrafts(owner) ?? {})
}

/** After a log-out nothing of this owner stays. */
export function dropDrafts(owner: string): void {
  put('drafts', {})
  keepDrafts(owner)
}

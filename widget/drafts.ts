// Drafts of somebody whom the host vouches for, kept on the device: a closed tab loses none, and the person's other tabs
// show the same. In localStorage, which is written before the next key is pressed; a database would be a moment late.
// Never a guest's, nor of somebody unknown: the next at this device would read it. Theirs stay in the tab (memory.ts).

import { put, type Remembered, state } from './state.ts'
import { localStore, read, write } from './storage.ts'

const keyOf = (owner: string) => `helpdock.drafts:${owner}`

/** What was kept for this owner; undefined where nothing is, or can be. */
export const keptDrafts = (owner: string) => read<Remembered['drafts']>(localStore, keyOf(owner))

/** As this tab wrote them last, or took them over. Written back, they would be older than what the other tab has by now. */
let known: object | undefined

export function keepDrafts(owner: string): void {
  const drafts = state.drafts.value
  if (drafts === known) return
  known = drafts
  write(localStore, keyOf(owner), owner.startsWith('sub:') && Object.keys(drafts).length && drafts)
}

/** Another tab of the same owner wrote. While a message is being stored, the device still has its draft, which is sent. */
export function followDrafts({ key }: StorageEvent, owner: string): void {
  if (key !== keyOf(owner) || state.storing.value) return
  known = keptDrafts(owner) ?? {}
  put('drafts', known as Remembered['drafts'] & object)
}

/** After a log-out nothing of this owner stays. */
export function dropDrafts(owner: string): void {
  write(localStore, keyOf(owner))
}

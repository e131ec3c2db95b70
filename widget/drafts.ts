// Drafts of somebody whom the host vouches for, kept on the device: a closed tab loses none, and the person's other tabs
// show the same. In localStorage, which is written before the next key is pressed; a database would be a moment late. Where the
// host has filled it, the tab's own copy is the newer one (memory.ts).
// Never a guest's, nor of somebody unknown: the next at this device would read it. Theirs stay in the tab (memory.ts).

import { draft, saveDraft } from './navigation.ts'
import { batch } from './signals.ts'
import { type Remembered, state } from './state.ts'
import { localStore, read, write } from './storage.ts'

const keyOf = (owner: string) => `helpdock.drafts:${owner}`

/** What was kept for this owner; undefined where nothing is, or can be. */
export const keptDrafts = (owner: string) => read<Remembered['drafts']>(localStore, keyOf(owner))

/** As the device has them, where it has what this tab has. Written back, they would be older than what another tab has by now. */
let known: object | undefined

/** @returns false where the device has no room: what it has is older */
export function keepDrafts(owner: string): boolean {
  const drafts = state.drafts.value
  const kept = owner.startsWith('sub:') && Object.keys(drafts).length && drafts
  if (drafts !== known && write(localStore, keyOf(owner), kept)) known = drafts
  return drafts === known
}

/** Another tab of the same owner wrote. What is newer in this one stays: a text that was sent, or that the device had no room for. */
export function followDrafts({ key, oldValue, newValue }: StorageEvent, owner: string): void {
  if (key !== keyOf(owner)) return
  const [before, after] = [oldValue, newValue].map((text) => JSON.parse(text ?? '{}'))
  const isKept = state.drafts.value === known
  batch(() => {
    for (const name in { ...before, ...after })
      if (draft(name) === (before[name] ?? '')) saveDraft(name, after[name])
    if (isKept) known = state.drafts.value
  })
}

/** After a log-out nothing of this owner stays. */
export function dropDrafts(owner: string): void {
  write(localStore, keyOf(owner))
}

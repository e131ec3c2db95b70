// Contacts by name, looked through in memory: of each the words are kept as long as its record stays the same, so that a hundred
// thousand are some milliseconds. In slices, for the first look makes them all. Partner: ../named-contacts.ts.

import { lastHereFirst, namesOf, soughtFor } from '../named-contacts.ts'
import type { ContactRecord } from '../records.ts'
import type { View } from './view.ts'

const SLICE = 2_000

/** What a record says that looks like `text`. */
interface Known extends Pick<ContactRecord, 'id' | 'lastSeenAt'> {
  text: string
  names: string
}
export type KnownNames = Map<string, Known>

export async function contactsCalled(
  view: View,
  { words, limit }: { words: readonly string[]; limit: number },
): Promise<ContactRecord[]> {
  const sought = words.map(soughtFor)
  const found: Known[] = []
  let looked = 0
  for (const { key, text } of view.contacts()) {
    const known = knownAs(view.contactNames, key, text)
    if (sought.every((word) => known.names.includes(word))) keepFirst(found, known, limit)
    if (++looked % SLICE === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  return found.map(({ text }) => JSON.parse(text))
}

function knownAs(all: KnownNames, key: string, text: string): Known {
  const before = all.get(key)
  if (before?.text === text) return before
  const contact: ContactRecord = JSON.parse(text)
  const known = { id: contact.id, lastSeenAt: contact.lastSeenAt, text, names: namesOf(contact) }
  all.set(key, known)
  return known
}

/** A word of every address finds all: they are not sorted for the few that are shown. */
function keepFirst(found: Known[], one: Known, limit: number): void {
  const last = found[limit - 1]
  if (last && lastHereFirst(last, one) < 0) return
  found.splice(limit - 1)
  const at = found.findIndex((other) => lastHereFirst(one, other) < 0)
  found.splice(at < 0 ? found.length : at, 0, one)
}

// Contacts by name, looked through in memory: of each the words are kept as long as its record stays the same, so that a hundred
// thousand are some milliseconds. In slices, for the first look makes them all. Partner: ../named-contacts.ts.

import { lastHereFirst, namesOf, soughtFor } from '../named-contacts.ts'
import type { ContactRecord } from '../records.ts'
import type { View } from './view.ts'

const SLICE = 2_000

export interface KnownContact extends Pick<ContactRecord, 'id' | 'lastSeenAt'> {
  names: string
}

interface Found {
  known: KnownContact
  text: string
}

export async function contactsCalled(
  view: View,
  { words, limit }: { words: readonly string[]; limit: number },
): Promise<ContactRecord[]> {
  const sought = words.map(soughtFor)
  const found: Found[] = []
  let looked = 0
  for (const row of view.contacts()) {
    row.called ??= knownFrom(JSON.parse(row.text))
    const { names } = row.called
    if (sought.every((word) => names.includes(word))) keepFirst(found, row.called, row.text, limit)
    if (++looked % SLICE === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  return found.map(({ text }) => JSON.parse(text))
}

const knownFrom = (contact: ContactRecord): KnownContact => ({
  id: contact.id,
  lastSeenAt: contact.lastSeenAt,
  names: namesOf(contact),
})

/** A word of every address finds all: they are not sorted for the few that are shown. */
function keepFirst(found: Found[], known: KnownContact, text: string, limit: number): void {
  const last = found[limit - 1]
  if (last && lastHereFirst(last.known, known) < 0) return
  found.splice(limit - 1)
  const at = found.findIndex((other) => lastHereFirst(known, other.known) < 0)
  found.splice(at < 0 ? found.length : at, 0, { known, text })
}

// Contacts by name, looked through in memory: of each the names are kept in small letters as long as its record stays the same, so
// that a hundred thousand are some milliseconds. In slices, for the first look makes them all. Partner: ../named-contacts.ts.

import { formOf } from '../../../protocol/text-analysis.ts'
import { isCalled, lastHereFirst, namesOf } from '../named-contacts.ts'
import type { ContactRecord } from '../records.ts'
import type { View } from './view.ts'

const SLICE = 2_000
/** Of those that have the words somewhere, so many are looked at closely. */
const LOOKED_AT = 2_000

export type KnownNames = Map<string, { text: string; names: string }>

export async function contactsCalled(
  view: View,
  { words, limit }: { words: readonly string[]; limit: number },
): Promise<ContactRecord[]> {
  const near: string[] = []
  let looked = 0
  for (const { key, text } of view.contacts()) {
    const names = view.contactNames.get(key)
    const known = names?.text === text ? names : { text, names: formOf(namesOf(JSON.parse(text))) }
    if (known !== names) view.contactNames.set(key, known)
    if (words.every((word) => known.names.includes(word))) near.push(text)
    if (near.length === LOOKED_AT) break
    if (++looked % SLICE === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  return near
    .map((text): ContactRecord => JSON.parse(text))
    .filter((contact) => isCalled(contact, words))
    .sort(lastHereFirst)
    .slice(0, limit)
}

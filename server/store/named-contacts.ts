// By which words contacts are found, the same in both stores: names, addresses, and the host's id of them.

import { formsOf, isBeginning } from '../../protocol/desk/desk-search.ts'
import type { ContactRecord } from './records.ts'

/** Each between spaces. What became part of another contact is not found. */
export function namesOf({ name, email, externalId, mergedInto }: ContactRecord): string {
  return mergedInto ? '' : ` ${formsOf(`${name} ${email ?? ''} ${externalId ?? ''}`).join(' ')} `
}

/** What stands in those of a contact of which a word is one, or the beginning of one. */
export const soughtFor = (word: string): string => (isBeginning(word) ? ` ${word}` : ` ${word} `)

export const isCalled = (contact: ContactRecord, words: readonly string[]): boolean => {
  const names = namesOf(contact)
  return words.every((word) => names.includes(soughtFor(word)))
}

type LastHere = Pick<ContactRecord, 'id' | 'lastSeenAt'>

/** One order for all, whichever store was asked. */
export const lastHereFirst = (a: LastHere, b: LastHere): number =>
  a.lastSeenAt === b.lastSeenAt ? (a.id < b.id ? -1 : 1) : a.lastSeenAt < b.lastSeenAt ? 1 : -1

// By which words contacts are found, the same in both stores: names, addresses, and the host's id of them.

import { fits, formsOf } from '../../protocol/desk-search.ts'
import type { ContactRecord } from './records.ts'

export const namesOf = ({ name, email, externalId }: Pick<ContactRecord, 'name' | 'email' | 'externalId'>) =>
  `${name} ${email ?? ''} ${externalId ?? ''}`

/** Every word is one of theirs, or its beginning. What became part of another contact is not found. */
export function isCalled(contact: ContactRecord, words: readonly string[]): boolean {
  if (contact.mergedInto) return false
  const forms = formsOf(namesOf(contact))
  return words.every((word) => forms.some((form) => fits(word, form)))
}

export const lastHereFirst = (a: ContactRecord, b: ContactRecord) => (a.lastSeenAt < b.lastSeenAt ? 1 : -1)

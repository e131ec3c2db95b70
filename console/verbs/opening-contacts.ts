// For whom a ticket may be opened: contacts of the tickets that are listed here at once, any other when the server names them.
// Partner: screens/opening/contact-field.tsx.

import { contactsFor } from '../facts/named-contacts.ts'
import { tickets } from '../state.ts'
import type { Who } from './opening.ts'

/** Rows of the list to choose from. */
const SUGGESTED = 6

/**
 * Whose id it is at the host, then who is called so, then whose address begins so, then where it stands anywhere, then who else
 * was found: by words in another order, or misspelt.
 * @param found for just this
 */
export function contactsLike(query: string, found: readonly Who[]): Who[] {
  const wanted = query.trim().toLowerCase()
  const newest = [...tickets.value.values()].sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
  const listed = newest.map(({ contact }) => contact).filter((who) => fitOf(who, wanted) > 0)
  return [...new Map([...listed, ...found].map((who) => [who.id, who])).values()]
    .map((who) => ({ who, fit: fitOf(who, wanted) }))
    .sort((a, b) => b.fit - a.fit)
    .slice(0, SUGGESTED)
    .map(({ who }) => who)
}

/** Whether they have a ticket or not. */
export const searchContacts = (query: string): Promise<readonly Who[]> => contactsFor([query])

function fitOf({ name, email, externalId }: Who, wanted: string): number {
  const [called, address] = [name.toLowerCase(), (email ?? '').toLowerCase()]
  // The host's own id is pasted whole.
  if (externalId?.toLowerCase() === wanted) return 4
  if (called.split(/\s+/).some((word) => word.startsWith(wanted)) || called.startsWith(wanted)) return 3
  if (address.startsWith(wanted)) return 2
  return called.includes(wanted) || address.includes(wanted) ? 1 : 0
}

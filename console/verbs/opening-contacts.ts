// For whom a ticket may be opened: contacts of the tickets that are listed here at once, those of all tickets when they come.
// Partner: screens/opening/contact-field.tsx.

import { ask } from '../line/line.ts'
import { tickets } from '../state.ts'
import type { Who } from './opening.ts'

/** Rows of the list to choose from. */
const SUGGESTED = 6

/** Whose id it is at the host, then who is called so, then whose address begins so, then where it stands anywhere. @param found beside those of the tickets listed here */
export function contactsLike(query: string, found: readonly Who[]): Who[] {
  const wanted = query.trim().toLowerCase()
  const newest = [...tickets.value.values()].sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
  const all = [...newest.map(({ contact }) => contact), ...found]
  return [...new Map(all.map((who) => [who.id, who])).values()]
    .map((who) => ({ who, fit: fitOf(who, wanted) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .slice(0, SUGGESTED)
    .map(({ who }) => who)
}

/** Of all tickets that there are. */
export async function searchContacts(query: string): Promise<Who[]> {
  const { results } = await ask('ticket.search', { query })
  return results.map(({ ticket }) => ticket.contact)
}

function fitOf({ name, email, externalId }: Who, wanted: string): number {
  const [called, address] = [name.toLowerCase(), (email ?? '').toLowerCase()]
  // The host's own id is pasted whole.
  if (externalId?.toLowerCase() === wanted) return 4
  if (called.split(/\s+/).some((word) => word.startsWith(wanted)) || called.startsWith(wanted)) return 3
  if (address.startsWith(wanted)) return 2
  return called.includes(wanted) || address.includes(wanted) ? 1 : 0
}

// Where a page of a log ended, as a client says it for the next one. Anything else begins at the first page. Partner: store/store.ts.

import Type from 'typebox'
import { isInstant } from '../protocol/instants.ts'

interface Place {
  at: string
  id: string
}

const CURSOR_MAX_CHARS = 120
/** What a route is asked. */
export const Page = Type.Object({ before: Type.Optional(Type.String({ maxLength: CURSOR_MAX_CHARS })) })
const CURSOR = /^(?<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~(?<id>[A-Za-z0-9_-]+)$/

/**
 * @param found one more than fits tells whether there is another page
 * @returns the page, and the cursor of the next one, or null at the end
 */
export function pageOf<T>(
  found: T[],
  limit: number,
  place: (one: T) => Place,
): { page: T[]; next: string | null } {
  const page = found.slice(0, limit)
  const last = page.at(-1)
  if (!last || found.length <= limit) return { page, next: null }
  const { at, id } = place(last)
  return { page, next: `${at}~${id}` }
}

export function placeAt(cursor: string | undefined): Place | undefined {
  const { at, id } = CURSOR.exec(cursor ?? '')?.groups ?? {}
  return at && id && isInstant(at) ? { at, id } : undefined
}

// Words that found nothing, for the editors: what is asked, never who asked. Sent once, when the panel closes.

import type { Parts } from '../parts.ts'
import type { SearchGapRecord } from '../store/records.ts'

/** People type their own address or number into a search field; whose it is, nobody must learn from here. */
const PERSONAL = /\S+@\S+|\+?\d(?:[\s()./-]{0,3}\d){6,}/g

export function gapsOf(
  queries: string[],
  { now, newId, locale }: Pick<Parts, 'now' | 'newId'> & { locale: string },
): SearchGapRecord[] {
  const cleaned = queries.map(withoutPersonal)
  const at = now().toISOString()
  return [...new Set(cleaned)]
    .filter((query) => /[\p{L}\p{N}]/u.test(query))
    .map((query) => ({ id: newId('gap'), locale, query, at }))
}

export function withoutPersonal(query: string): string {
  return query.toWellFormed().replace(PERSONAL, '…').trim()
}

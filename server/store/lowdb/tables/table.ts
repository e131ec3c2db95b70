// What the tables have in common: the view they are made over, and the removal of what is past its time.

import type { View } from '../view.ts'
import { keyOfEntry, orderOfEntry, removalOf } from '../writes.ts'

export const NEWEST_FIRST = 'greatest first'
export const OLDEST_FIRST = 'smallest first'

export class Table {
  // Declared only: a field would be set up twice, nineteen times for each commit.
  declare protected readonly view: View

  constructor(view: View) {
    this.view = view
  }
}

export function removeExpired(
  view: View,
  name: 'sessions' | 'agentSessions',
  at: string,
  limit: number,
): number {
  const soonest = view.entriesUnder(name, 'expiry', { direction: OLDEST_FIRST, limit })
  const expired = soonest.filter((entry) => orderOfEntry(entry) <= at)
  for (const entry of expired) view.write(removalOf(name, keyOfEntry(entry)))
  return expired.length
}

export function removeOld(
  view: View,
  name: 'addressProofs' | 'deliveries' | 'mails',
  under: string,
  before: string,
  limit: number,
): string[] {
  const oldest = view.entriesUnder(name, under, { direction: OLDEST_FIRST, limit })
  const old = oldest.filter((entry) => orderOfEntry(entry) < before).map(keyOfEntry)
  for (const key of old) view.write(removalOf(name, key))
  return old
}

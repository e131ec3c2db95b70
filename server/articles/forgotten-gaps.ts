// Words that found nothing go after a while, for people type names and troubles there. How many there were on a day stays: it names
// nobody, and the reports of a year are what they were. Partners: gaps.ts; ../retention/forgetting.ts.

import { wallOf } from '../reports/days.ts'
import { settingOf } from '../settings/kept.ts'
import type { SearchGapRecord, SettingValues } from '../store/records.ts'
import type { ReadTables, Tables } from '../store/store.ts'
import { deskZone } from '../tickets/availability.ts'

/** Days with a search that found nothing, not days that passed: past those of the longest report, a year and a day. */
const DAYS_KEPT = 400
const NONE: SettingValues['forgottenGaps'] = { days: {} }

/** @returns what went, up to `limit` */
export async function forgetGaps(tx: Tables, before: string, limit: number): Promise<SearchGapRecord[]> {
  const gone = await tx.searchGaps.removeOld(before, limit)
  if (gone.length === 0) return gone
  const wall = wallOf(await deskZone(tx))
  const counts = new Map(Object.entries(await forgottenGaps(tx)))
  for (const { at } of gone) counts.set(wall(at).day, (counts.get(wall(at).day) ?? 0) + 1)
  const days = Object.fromEntries([...counts].sort().slice(-DAYS_KEPT))
  await tx.settings.put({
    ...{ id: 'forgottenGaps', version: 0, value: { days }, changedBy: null, changedAt: null },
  })
  return gone
}

/** How many went that were of each day. */
export async function forgottenGaps(read: Pick<ReadTables, 'settings'>): Promise<Record<string, number>> {
  return (await settingOf(read, 'forgottenGaps', NONE)).value.days
}

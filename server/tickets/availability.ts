// What may be promised to who writes now: when somebody is there, and how long past answers took. Made of what is stored,
// so that an event, a snapshot and the page of somebody without a session say the same.

import type { Availability } from '../../protocol/hours.ts'
import { offsetMs, openingsFrom } from '../../protocol/openings.ts'
import type { ReadTables } from '../store/store.ts'
import { usualWaits } from './reply-time.ts'

const HOUR_MS = 60 * 60_000
/** The answer of a minute ago is as honest. */
const REMEMBER_MS = 60_000
/** The clock of a desk that has set no hours. */
const NO_ZONE = 'UTC'

type Tables = Pick<ReadTables, 'openingHours' | 'tickets'>
export interface DeskHours {
  version: number
  availability: Availability
}

export async function deskHours(tables: Tables, now: Date): Promise<DeskHours> {
  const { version = 0, hours = null } = (await tables.openingHours.find()) ?? {}
  const zone = hours?.zone ?? NO_ZONE
  const offset = offsetMs(zone, now.getTime())
  const from = new Date(Math.floor((now.getTime() + offset) / HOUR_MS) * HOUR_MS - offset)
  const availability = {
    from: from.toISOString(),
    openings: hours && openingsFrom(hours, from),
    waitsMs: await usualWaits(tables, zone, from),
  }
  return { version, availability }
}

/** Each connection asks: what was worked out for one holds for the others of that minute, unless the hours were changed. */
export function rememberedHours({ read, now }: { read: Tables; now: () => Date }): () => Promise<DeskHours> {
  let remembered: { at: number; asked: Promise<DeskHours>; version: number } | undefined
  return async () => {
    const at = now().getTime()
    const version = (await read.openingHours.find())?.version ?? 0
    const isFresh = remembered && remembered.version === version && at - remembered.at < REMEMBER_MS
    if (!remembered || !isFresh) remembered = { at, version, asked: deskHours(read, new Date(at)) }
    return remembered.asked
  }
}

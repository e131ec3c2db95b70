// What may be promised to who writes now: when somebody is there, and how long past answers took. Made of what is stored,
// so that an event, a snapshot and the page of somebody without a session say the same.

import type { Availability } from '../../protocol/hours.ts'
import { offsetMs, openingsFrom } from '../../protocol/openings.ts'
import type { Bus } from '../bus/bus.ts'
import { topics } from '../chat/audience.ts'
import { settingOf } from '../settings/kept.ts'
import { AS_OPERATOR } from '../settings/mail.ts'
import type { ReadTables } from '../store/store.ts'
import { usualWaits } from './reply-time.ts'

const HOUR_MS = 60 * 60_000
/** The answer of a minute ago is as honest. */
const REMEMBER_MS = 60_000
/** The clock of a desk that has set no hours. */
const NO_ZONE = 'UTC'

type Tables = Pick<ReadTables, 'openingHours' | 'tickets' | 'settings'>
export interface DeskHours {
  /** Of the opening hours. */
  version: number
  availability: Availability
}

/** Whose clock the desk's days and nights are of. */
export async function deskZone(tables: Pick<ReadTables, 'openingHours'>): Promise<string> {
  return (await tables.openingHours.find())?.hours?.zone ?? NO_ZONE
}

export async function deskHours(tables: Tables, now: Date): Promise<DeskHours> {
  const { version = 0, hours = null } = (await tables.openingHours.find()) ?? {}
  const { off } = (await settingOf(tables, 'mail', AS_OPERATOR)).value
  const zone = hours?.zone ?? NO_ZONE
  const offset = offsetMs(zone, now.getTime())
  const from = new Date(Math.floor((now.getTime() + offset) / HOUR_MS) * HOUR_MS - offset)
  const availability = {
    from: from.toISOString(),
    openings: hours && openingsFrom(hours, from),
    waitsMs: await usualWaits(tables, zone, from),
    ...(off.length > 0 && { unmailed: off }),
  }
  return { version, availability }
}

/** Each connection asks: what was worked out for one holds for the others of that minute, unless hours or letters were changed. */
export function rememberedHours({ read, now }: { read: Tables; now: () => Date }): () => Promise<DeskHours> {
  let remembered: { at: number; asked: Promise<DeskHours>; set: string } | undefined
  return async () => {
    const at = now().getTime()
    const [hours, letters] = await Promise.all([read.openingHours.find(), read.settings.find('mail')])
    const set = `${hours?.version ?? 0} ${letters?.version ?? 0}`
    const isFresh = remembered && remembered.set === set && at - remembered.at < REMEMBER_MS
    if (!remembered || !isFresh) remembered = { at, set, asked: deskHours(read, new Date(at)) }
    return remembered.asked
  }
}

/** Open pages and consoles of this copy, where it is another promise though nobody changed the hours: letters go out, or no longer. */
export async function tellPromises(parts: {
  bus: Pick<Bus, 'publish'>
  hours: () => Promise<DeskHours>
  log: { warn(facts: object, message: string): void }
}): Promise<void> {
  try {
    parts.bus.publish(topics.everyone, { name: 'hours.changed', body: await parts.hours() }, 'here')
  } catch (err) {
    parts.log.warn(
      { err },
      'open pages were not told which letters go out; they read it when they connect anew',
    )
  }
}

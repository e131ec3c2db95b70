// Each night solved tickets that are old enough go, in small portions, so that none of them holds up a message. Due work, so one copy
// does it; how far it has come is kept with each portion, so that after a crash it goes on there. What went is counted, never named.

import { offsetMs } from '../../protocol/openings.ts'
import type { Retention, RetentionState } from '../../protocol/settings/retention.ts'
import { noteAccess } from '../agents/access-log.ts'
import { cancel, scheduleOnce, type WorkHandler } from '../due-work.ts'
import type { Commit } from '../events.ts'
import type { Parts } from '../parts.ts'
import { settingOf } from '../settings/kept.ts'
import type { SettingValues } from '../store/records.ts'
import type { ReadTables, Tables } from '../store/store.ts'
import { deskZone } from '../tickets/availability.ts'
import { isOld, KEEP_ALL, keptBecause, latestSolvedAt, removesSome } from './policy.ts'
import { removeTicket } from './removing.ts'

export const REMOVALS = 'tickets.remove'

/** On the desk's clock: hardly anybody writes then. */
const HOUR = 2
const HOUR_MS = 60 * 60_000
const NIGHT_MS = 12 * HOUR_MS
/** In one commit, with some thirty messages each. */
const AT_ONCE = 20
/** Looked at before others have a turn, so that the lease holds. */
const LOOKED_AT = 1_000
/** Before the next ones: half of the time is left to everybody else. */
const PAUSE_MS = 2_000

const NO_RUN: SettingValues['removals'] = { at: '', removed: 0, isOver: true, after: null }

/** When a setting changed, and at each start. */
export async function scheduleRemovals(
  tx: Pick<Tables, 'dueWork' | 'openingHours' | 'settings'>,
  now: Date,
): Promise<void> {
  const { value } = await settingOf(tx, 'retention', KEEP_ALL)
  if (!removesSome(value)) return cancel(tx, REMOVALS)
  await scheduleOnce(tx, REMOVALS, await nextNight(tx, now))
}

export async function runsOf(
  read: Pick<ReadTables, 'dueWork' | 'settings'>,
): Promise<Pick<RetentionState, 'lastRun' | 'nextRunAt'>> {
  const { at, removed, isOver } = (await settingOf(read, 'removals', NO_RUN)).value
  const work = await read.dueWork.find(REMOVALS)
  return { lastRun: at ? { at, removed, isOver } : null, nextRunAt: work?.dueAt ?? null }
}

/** The next time that it is two at night where the desk is, or just past it where the clock leaps over two. */
export async function nextNight(tables: Pick<ReadTables, 'openingHours'>, now: Date): Promise<string> {
  const zone = await deskZone(tables)
  const first = Math.ceil((now.getTime() + 1) / HOUR_MS) * HOUR_MS
  const hourThere = (at: number) => new Date(at + offsetMs(zone, at)).getUTCHours()
  for (let at = first; ; at += HOUR_MS)
    // Where the clock goes back and shows two twice, the first one counts.
    if (hourThere(at - HOUR_MS) < HOUR && hourThere(at) >= HOUR) return new Date(at).toISOString()
}

export function removeOldTickets(
  parts: { read: ReadTables; commit: Commit } & Pick<Parts, 'now' | 'newId'>,
): WorkHandler {
  const { read, commit } = parts
  return async () => {
    const { value: retention } = await settingOf(read, 'retention', KEEP_ALL)
    const before = latestSolvedAt(retention, parts.now())
    if (before === null) return { done: true }
    for (let looked = 0; looked < LOOKED_AT; looked += AT_ONCE)
      if (await removeSome(retention, before))
        return { againAt: await nextNight(read, parts.now()), why: 'once a night' }
    return { againAt: new Date(parts.now().getTime() + PAUSE_MS).toISOString(), why: 'there are more' }
  }

  /** @returns whether it is over for this night */
  async function removeSome(retention: Retention, before: string): Promise<boolean> {
    const run = (await settingOf(read, 'removals', NO_RUN)).value
    const at = parts.now().toISOString()
    // One that somebody switched off half way is not gone on with another night.
    const isGoing = !run.isOver && Date.parse(at) - Date.parse(run.at) < NIGHT_MS
    const going = isGoing ? run : { ...NO_RUN, at, isOver: false }
    const page = await read.tickets.oldestSolved({
      before,
      limit: AT_ONCE,
      ...(going.after !== null && { after: going.after }),
    })
    return commit(async (tx) => {
      let { removed } = going
      for (const { id } of page.tickets) {
        // As it is now: somebody may have written into it since.
        const ticket = await tx.tickets.find(id)
        if (!ticket || !isOld(retention, ticket, parts.now())) continue
        if (await keptBecause(tx, ticket, parts.now())) continue
        await removeTicket(tx, ticket)
        removed++
      }
      const isOver = page.next === null
      const value = { ...going, removed, isOver, after: page.next }
      await tx.settings.put({ id: 'removals', version: 0, value, changedBy: null, changedAt: null })
      if (isOver && removed > 0)
        await noteAccess(tx, parts, 'tickets.removed', { by: null, detail: String(removed) })
      return isOver
    })
  }
}

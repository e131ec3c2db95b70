// Which solved tickets are kept no longer. Counted from when they were solved: one that is opened again, and solved again, begins
// anew. Partners: removing.ts, which removes one; nights.ts, which does it.

import type { MergeState } from '../../protocol/account-merge.ts'
import type { KeptBecause, Retention } from '../../protocol/settings/retention.ts'
import { solvedAtOf, type TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'

export const KEEP_ALL: Retention = { days: null, types: [] }

/** Nothing follows from these. */
const ENDED: readonly MergeState[] = ['merged', 'rejected', 'cancelled', 'expired', 'undone', 'undo_refused']

const DAY_MS = 24 * 60 * 60_000

export const removesSome = ({ days, types }: Retention): boolean =>
  [days, ...types.map((one) => one.days)].some((one) => one !== null)

/** Nothing that was solved after it is removed. Null where nothing is. */
export function latestSolvedAt({ days, types }: Retention, now: Date): string | null {
  const all = [days, ...types.map((one) => one.days)].filter((one) => one !== null)
  return all.length === 0 ? null : new Date(now.getTime() - Math.min(...all) * DAY_MS).toISOString()
}

export function isOld({ days, types }: Retention, ticket: TicketRecord, now: Date): boolean {
  if (ticket.state !== 'solved') return false
  const own = types.find(({ type }) => type === ticket.type)
  const kept = own ? own.days : days
  if (kept === null) return false
  return Date.parse(solvedAtOf(ticket)) + kept * DAY_MS < now.getTime()
}

/** What still needs it: tickets that are attached to it, the one that it goes on in, a merge of accounts. */
export async function keptBecause(
  tables: Pick<ReadTables, 'merges' | 'tickets'>,
  ticket: TicketRecord,
  now: Date,
): Promise<KeptBecause | null> {
  const { tracker, mergedInto } = ticket
  if (tracker && (tracker.attached > 0 || tracker.updates)) return 'tracker'
  if (mergedInto && (await tables.tickets.find(mergedInto))) return 'continued'
  return (await isInMerge(tables, ticket, now)) ? 'merge' : null
}

/** Its merge of accounts can go on, or be taken back. */
export async function isInMerge(
  tables: Pick<ReadTables, 'merges'>,
  { mergeId }: TicketRecord,
  now: Date,
): Promise<boolean> {
  const merge = mergeId && (await tables.merges.find(mergeId))
  if (!merge) return false
  return (merge.undoUntil ?? '') > now.toISOString() || !ENDED.includes(merge.state)
}

// Whose turn it is, and who has been silent for too long: arithmetic over facts that are handed in. Partner: handing-out.ts,
// which gathers the facts and does what follows.

import type { CountedTime } from '../sla/counted-time.ts'
import type { AgentRecord, AgentSessionRecord } from '../store/records.ts'

/** A desk that is open says so every five minutes at the latest (agents/last-used.ts). */
const AT_DESK_MS = 10 * 60_000

export interface Member {
  id: string
  isThere: boolean
  /** Tickets that wait for them. */
  open: number
  /** When they last got one by turns; null: never. */
  gotAt: string | null
}

/** The fewest open tickets first; of those with as many, whoever got one the longest ago. null: nobody can take one now. */
export function whoseTurn(members: readonly Member[], limit: number | null): Member | null {
  const free = members.filter(({ isThere, open }) => isThere && (limit === null || open < limit))
  const [first] = free.toSorted(
    (a, b) => a.open - b.open || compare(a.gotAt ?? '', b.gotAt ?? '') || compare(a.id, b.id),
  )
  return first ?? null
}

/** Not away, and before an open desk. Who went home without a word gets nothing either. */
export function isThere(
  { disabledAt, invitation, awaySince, roles }: AgentRecord,
  sessions: readonly AgentSessionRecord[],
  now: Date,
): boolean {
  if (disabledAt || invitation || awaySince || !(roles.includes('agent') || roles.includes('admin')))
    return false
  const since = new Date(now.getTime() - AT_DESK_MS).toISOString()
  return sessions.some(
    ({ endedAt, awaits, usedAt, createdAt }) => !endedAt && !awaits && (usedAt ?? createdAt) >= since,
  )
}

/** When an assignee loses a ticket whose contact waits. @param wroteAt what they last wrote for it: notes, drafts */
export function takenBackAt(
  facts: { waitingSince: string; assignedAt: string | undefined; wroteAt: readonly string[] },
  minutes: number,
  openTime: CountedTime,
): number {
  const { waitingSince, assignedAt = waitingSince, wroteAt } = facts
  const since = [waitingSince, assignedAt, ...wroteAt].sort().at(-1) ?? waitingSince
  return openTime.after(Date.parse(since), minutes * 60_000)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

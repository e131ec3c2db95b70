// The honest wait: the median of real first replies. Nothing is said until there are enough of them.

import type { ReadTables } from '../store/store.ts'

const LOOK_BACK_MS = 14 * 24 * 60 * 60_000
/** Fewer than this is an anecdote. */
const ENOUGH_REPLIES = 5
const AT_MOST_REPLIES = 500
/** The answer of a minute ago is as honest. */
const REMEMBER_MS = 60_000

export function typicalReply({
  read,
  now,
}: {
  read: ReadTables
  now: () => Date
}): () => Promise<number | null> {
  let remembered: { ms: number | null; at: number } | undefined
  return async () => {
    const at = now().getTime()
    if (remembered && at - remembered.at < REMEMBER_MS) return remembered.ms
    const since = new Date(at - LOOK_BACK_MS).toISOString()
    remembered = { ms: median(await read.tickets.firstReplyTimesMs(since, AT_MOST_REPLIES)), at }
    return remembered.ms
  }
}

function median(times: number[]): number | null {
  if (times.length < ENOUGH_REPLIES) return null
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? null
}

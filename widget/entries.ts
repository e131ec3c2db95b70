// What is held of threads: entries by their numbers, each once, and up to where nothing is missing. Plain values, so that
// what an entry can become (state.ts: live equals replay) has one place.

import type { Entry } from '../protocol/entities.ts'
import { THREAD_PAGE_ENTRIES } from '../protocol/limits.ts'
import { withRevisions } from '../protocol/revisions.ts'

/** By ticket, in order. */
export type Threads = Record<string, Entry[]>

/** By sequence, each once. Never appended blindly: entries come by event, by welcome and by page. */
export function withEntries(threads: Threads, entries: Entry[]): Threads {
  const grown = { ...threads }
  for (const { ticketId } of entries) {
    const held = grown[ticketId] ?? []
    const known = new Set(held.map(({ sequence }) => sequence))
    const news = entries.filter(
      (entry) => entry.ticketId === ticketId && !known.has(entry.sequence) && known.add(entry.sequence),
    )
    if (news.length)
      grown[ticketId] = withRevisions([...held, ...news].sort((a, b) => a.sequence - b.sequence))
  }
  return grown
}

/** Newest sequence up to which nothing is missing; undefined until the beginning or a page of the thread is held. */
export function markIn(held: Entry[] = []): number | undefined {
  let mark = held[0]?.sequence ?? 0
  // Events of a thread that nobody has read yet.
  if (mark !== 1 && held.length < THREAD_PAGE_ENTRIES) return undefined
  for (const { sequence } of held) if (sequence === mark + 1) mark = sequence
  return mark
}

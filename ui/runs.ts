// What a program holds of a long thread: its newest part, the tail, and where somebody reads far from it a run of its own.
// Both without holes, both bounded. Pure values. Partner: long-thread.ts.

import { THREAD_PAGE_ENTRIES } from '../protocol/limits.ts'

/** Entries held of one part: some pages each way, so that going back and forth asks nobody. */
export const HELD_ENTRIES = 6 * THREAD_PAGE_ENTRIES

interface Numbered {
  sequence: number
}

export interface Held<Entry> {
  tail: Entry[]
  /** null: the tail is what is read. */
  run: Entry[] | null
}

/** With the page before or after what is read. */
export function withPage<Entry extends Numbered>(
  { tail, run }: Held<Entry>,
  page: readonly Entry[],
  way: 'before' | 'after',
): Held<Entry> {
  const grown = inOrder(page, run ?? tail)
  if (!run) {
    if (grown.length <= HELD_ENTRIES) return { tail: grown, run }
    return joined(trimmed(grown, THREAD_PAGE_ENTRIES), grown.slice(0, HELD_ENTRIES))
  }
  return joined(tail, way === 'before' ? grown.slice(0, HELD_ENTRIES) : grown.slice(-HELD_ENTRIES))
}

/** A page from somewhere else: read there, or in the tail where it reaches that. */
export function turnedTo<Entry extends Numbered>(tail: Entry[], page: readonly Entry[]): Held<Entry> {
  return joined(tail, [...page])
}

/** The newest of them. */
export const trimmed = <Entry>(entries: Entry[], most = HELD_ENTRIES): Entry[] =>
  entries.length > most ? entries.slice(-most) : entries

/** A run that reaches the tail is none; where both are too much, the tail keeps what its readers need. */
function joined<Entry extends Numbered>(tail: Entry[], run: Entry[]): Held<Entry> {
  const [begins, ends] = [tail[0]?.sequence ?? 0, run.at(-1)?.sequence ?? 0]
  if (ends < begins - 1) return { tail, run }
  const all = inOrder(run, tail)
  if (all.length <= HELD_ENTRIES) return { tail: all, run: null }
  // Somebody reads in the run: it stays whole, and overlaps the tail until its end is read.
  return ends >= (tail.at(-1)?.sequence ?? 0) ? { tail: trimmed(all), run: null } : { tail, run }
}

/** By sequence, each once; of two the later given. */
export function inOrder<Entry extends Numbered>(...parts: (readonly Entry[])[]): Entry[] {
  const places = new Map(parts.flat().map((entry) => [entry.sequence, entry]))
  return [...places.values()].sort((a, b) => a.sequence - b.sequence)
}

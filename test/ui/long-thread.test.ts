// A long thread: what is held of it, and which of its rows stand in the page.

import { expect, test } from 'vitest'
import { windowOf } from '../../ui/long-thread.ts'
import { arrange, blockOf } from '../../ui/messages.tsx'
import { HELD_ENTRIES, type Held, turnedTo, withPage } from '../../ui/runs.ts'

const PAGE = 100
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ sequence: from + index }))
const ends = (entries: { sequence: number }[] | null) =>
  entries && [entries[0]?.sequence, entries.at(-1)?.sequence]

/** No part has a hole, and none is longer than it may be. */
function isSound({ tail, run }: Held<{ sequence: number }>) {
  for (const part of [tail, run ?? []]) {
    expect(part.length).toBeLessThanOrEqual(HELD_ENTRIES)
    expect(part.every(({ sequence }, at) => sequence === (part[0]?.sequence ?? 0) + at)).toBe(true)
  }
  expect(tail.length, 'enough to be taken for read').toBeGreaterThanOrEqual(PAGE)
}

test('up to the first of ten thousand and down again, page by page, little is held and nothing left out', () => {
  let held: Held<{ sequence: number }> = { tail: numbers(9_901, 10_000), run: null }
  const seen = new Set<number>()
  const reads = (way: 'before' | 'after') => {
    const part = held.run ?? held.tail
    const edge = part.at(way === 'before' ? 0 : -1)?.sequence ?? 0
    const page =
      way === 'before'
        ? numbers(Math.max(1, edge - PAGE), edge - 1)
        : numbers(edge + 1, Math.min(10_000, edge + PAGE))
    for (const { sequence } of page) seen.add(sequence)
    held = withPage(held, page, way)
    isSound(held)
  }
  while ((held.run ?? held.tail)[0]?.sequence !== 1) reads('before')
  expect(ends(held.tail), 'the newest stay').toEqual([9_901, 10_000])
  expect(seen.size).toBe(9_900)
  while (held.run) reads('after')
  expect(ends(held.tail)).toEqual([10_001 - HELD_ENTRIES, 10_000])
})

test('a page from elsewhere is read there, and is the tail where it reaches it', () => {
  const tail = numbers(9_901, 10_000)
  expect(ends(turnedTo(tail, numbers(1, 100)).run)).toEqual([1, 100])
  expect(turnedTo(tail, numbers(9_851, 9_950))).toEqual({ tail: numbers(9_851, 10_000), run: null })
})

test('in the page stand some rows, from a block’s beginning, at the end by default', () => {
  const rows = numbers(1, 1_000).map(({ sequence }) => ({
    key: `k${sequence}`,
    sequence,
    block: blockOf(sequence),
  }))
  const end = windowOf(rows, null)
  expect(end.to).toBe(1_000)
  expect(end.to - end.from).toBeLessThan(200)
  const middle = windowOf(rows, 'k510')
  expect(middle.from).toBeLessThanOrEqual(509)
  expect(blockOf(rows[middle.from]?.sequence ?? 0)).not.toBe(blockOf(rows[middle.from - 1]?.sequence ?? 0))
  expect(windowOf(rows, 'a row that is not held any more')).toEqual(end)
})

test('one who writes for an hour without a pause makes many groups', () => {
  const at = (sequence: number) => new Date(Date.UTC(2026, 10, 24, 9) + sequence * 1_000).toISOString()
  const items = numbers(1, 300).map(({ sequence }) => ({
    key: `k${sequence}`,
    at: at(sequence),
    group: 'maya',
    block: blockOf(sequence),
  }))
  const groups = arrange(items).filter(({ kind }) => kind === 'group')
  expect(groups.length).toBeGreaterThan(10)
  // The premise: without blocks it is one.
  expect(
    arrange(items.map(({ block: _block, ...item }) => item)).filter(({ kind }) => kind === 'group'),
  ).toHaveLength(1)
})

// The widget's own signals keep what its screens and its outbox rely on.

import { afterEach, expect, test, vi } from 'vitest'
import { batch, effect, signal, untracked } from '../../widget/signals.ts'

afterEach(() => vi.unstubAllGlobals())

/** Runs `read` whenever what it reads changes, and keeps what it gave. */
function watching<T>(read: () => T) {
  const seen: T[] = []
  return { seen, stop: effect(() => void seen.push(read())) }
}

test('what is read is read again when it changes, and only then', () => {
  const name = signal('Maya')
  const { seen, stop } = watching(() => name.value)
  name.value = 'Maya'
  expect(seen, 'the same is no change').toEqual(['Maya'])
  name.value = 'Leo'
  stop()
  name.value = 'Omar'
  expect(seen).toEqual(['Maya', 'Leo'])
})

test('what was read in the last run counts, not what was read before', () => {
  const isOpen = signal(true)
  const text = signal('a')
  const { seen } = watching(() => (isOpen.value ? text.value : 'closed'))
  isOpen.value = false
  text.value = 'b'
  expect(seen).toEqual(['a', 'closed'])
  isOpen.value = true
  text.value = 'c'
  expect(seen).toEqual(['a', 'closed', 'b', 'c'])
})

test('what changes together is read once, whole', () => {
  const first = signal(1)
  const second = signal(1)
  const { seen } = watching(() => `${first.value}${second.value}`)
  batch(() => {
    first.value = 2
    batch(() => {
      second.value = 2
    })
  })
  expect(seen).toEqual(['11', '22'])
})

test('what a reader changes is read after it has ended', () => {
  const asked = signal(0)
  const answered = signal(0)
  const order: string[] = []
  effect(() => {
    const now = asked.value
    answered.value = now
    order.push(`asked ${now}`)
  })
  effect(() => void order.push(`answered ${answered.value}`))
  asked.value = 1
  expect(order).toEqual(['asked 0', 'answered 0', 'asked 1', 'answered 1'])
})

test('peeking and what is read untracked run nothing again', () => {
  const peeked = signal(0)
  const other = signal(0)
  const { seen } = watching(() => {
    untracked(() => other.value)
    return peeked.peek()
  })
  peeked.value = 1
  other.value = 1
  expect(seen).toEqual([0])
})

test('one that fails is reported and keeps no other from running', () => {
  const reported: unknown[] = []
  vi.stubGlobal('reportError', (cause: unknown) => reported.push(cause))
  const count = signal(0)
  effect(() => {
    if (count.value) throw new Error('A host’s handler')
  })
  const { seen } = watching(() => count.value)
  count.value = 1
  count.value = 2
  expect(seen).toEqual([0, 1, 2])
  expect(reported).toHaveLength(2)
})

test('a circle ends with an error, not with a page that stands still', () => {
  const count = signal(0)
  vi.stubGlobal('reportError', () => {})
  expect(() =>
    effect(() => {
      count.value = count.value + 1
    }),
  ).toThrow('changes what it reads')
})

// The hub alone, with a socket whose line can be jammed: readers that are slow, and silence. Partner:
// sockets.test.ts, where the same promises meet a whole server.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { HEARTBEAT_MS } from '../../protocol/limits.ts'
import { inProcessBus } from '../../server/bus/in-process.ts'
import { type Hub, makeHub } from '../../server/chat/hub.ts'
import { makeIncoming } from '../../server/chat/incoming.ts'
import { readableLog } from '../faults/folders.ts'

/** What is sent stays in it until it is flushed; `writes` counts how often the system was asked to take something. */
function jammedSocket() {
  const listeners: [string, () => void][] = []
  const sent: { text: string }[] = []
  const writes: { bytes: number; flushed: () => void }[] = []
  const socket = {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    closedWith: 0,
    on: (name: string, listener: () => void) => void listeners.push([name, listener]),
    once: (name: string, listener: () => void) => void listeners.push([name, listener]),
    close(code: number) {
      socket.readyState = 2
      socket.closedWith ||= code
      for (const [name, listener] of listeners) if (name === 'close') listener()
    },
  }
  const wire = {
    write(bytes: Uint8Array, whenGone: () => void) {
      socket.bufferedAmount += bytes.length
      for (const text of textsIn(Buffer.from(bytes))) sent.push({ text })
      const flushed = () => {
        socket.bufferedAmount -= bytes.length
        whenGone()
      }
      writes.push({ bytes: bytes.length, flushed })
    },
  }
  return { socket, wire, sent, writes }
}

/** As a client reads them: whole frames of text, unmasked, each with the shortest form of its length. */
function textsIn(bytes: Buffer): string[] {
  const texts: string[] = []
  for (let at = 0; at < bytes.length; ) {
    expect(bytes[at]).toBe(0x81)
    const first = bytes[at + 1] ?? 0
    const [length, head] =
      first === 127
        ? [Number(bytes.readBigUInt64BE(at + 2)), 10]
        : first === 126
          ? [bytes.readUInt16BE(at + 2), 4]
          : [first, 2]
    expect(head).toBe(length < 126 ? 2 : length < 65_536 ? 4 : 10)
    texts.push(bytes.toString('utf8', at + head, at + head + length))
    at += head + length
  }
  return texts
}

/** What was sent in this turn is on its way. */
const turn = () => new Promise<void>((resolve) => process.nextTick(resolve))

const takes = (hub: Hub, { socket, wire }: ReturnType<typeof jammedSocket>) =>
  hub.take(socket as unknown as Parameters<Hub['take']>[0], wire)

function hubWith() {
  const line = jammedSocket()
  const hub = makeHub({ bus: inProcessBus(), log: readableLog() })
  return { hub, ...line, connection: takes(hub, line) }
}

describe('a reader on a slow line', () => {
  const kilobytes = (count: number) => ({ text: 'x'.repeat(count * 1024) })

  test('gets a long thread whole, and the events that come meanwhile', async () => {
    const { socket, sent, connection } = hubWith()
    connection.answer(kilobytes(900))
    for (let one = 0; one < 100; one++) connection.send(kilobytes(2))
    expect(socket.closedWith).toBe(0)
    await turn()
    expect(sent).toHaveLength(101)
  })

  test('is closed as behind once more than 256 KB of events wait, answers or not', () => {
    const { socket, sent, connection } = hubWith()
    connection.answer(kilobytes(900))
    for (let one = 0; one < 140; one++) connection.send(kilobytes(2))
    expect(socket.closedWith).toBe(1013)
    expect(sent.length).toBeLessThan(140)
  })

  test('cannot ask faster than it reads for ever', () => {
    const { socket, connection } = hubWith()
    for (let one = 0; one < 20; one++) connection.answer(kilobytes(900))
    expect(socket.closedWith).toBe(1013)
  })
})

describe('what is sent', () => {
  test('within one turn leaves in one write and in its order, or in some where it is much', async () => {
    const { connection, sent, writes } = hubWith()
    for (let one = 0; one < 3; one++) connection.send({ one })
    connection.answer({ two: 'für Zoë 🎓' })
    expect(writes, 'the turn is not over').toHaveLength(0)
    await turn()
    expect(writes).toHaveLength(1)
    const all = [{ one: 0 }, { one: 1 }, { one: 2 }, { two: 'für Zoë 🎓' }]
    expect(sent.map(({ text }) => JSON.parse(text))).toEqual(all)

    for (let one = 0; one < 3; one++) connection.send({ text: 'x'.repeat(50 * 1024) })
    await turn()
    expect(writes).toHaveLength(3)
  })

  test('arrives before a close, and nothing after it', async () => {
    const { connection, sent, writes } = hubWith()
    connection.answer({ last: 'words' })
    connection.close(1012, 'restart')
    connection.send({ too: 'late' })
    await turn()
    expect([sent.map(({ text }) => text), writes.length]).toEqual([['{"last":"words"}'], 1])
  })

  test('is whole at any length', async () => {
    const { connection, sent } = hubWith()
    const lengths = [125, 126, 127, 65_535, 65_536, 70_000]
    // {"t":""} is eight characters.
    for (const length of lengths) {
      connection.send({ t: 'y'.repeat(length - 8) })
      await turn()
    }
    expect(sent.map(({ text }) => text.length)).toEqual(lengths)
  })

  test('to many at once is made once', async () => {
    const bus = inProcessBus()
    const hub = makeHub({ bus, log: readableLog() })
    const lines = [jammedSocket(), jammedSocket()]
    for (const line of lines) takes(hub, line).listen(['everyone'])
    bus.publish('everyone', { name: 'articles.changed', body: { version: 'v2' } })
    await turn()
    const frame = '{"kind":"event","name":"articles.changed","body":{"version":"v2"}}'
    expect(lines.map(({ sent }) => sent)).toEqual([[{ text: frame }], [{ text: frame }]])
  })
})

describe('silence', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('ends a connection after 25 seconds, one heartbeat and some grace, and a frame begins them anew', () => {
    const { socket, connection } = hubWith()
    vi.advanceTimersByTime(24_000)
    connection.heard()
    vi.advanceTimersByTime(24_900)
    expect(socket.closedWith).toBe(0)
    vi.advanceTimersByTime(200)
    expect(socket.closedWith).toBe(4002)
  })

  test('is none where this process was slow: the heartbeat went out late, and its answer has its time', async () => {
    const { socket, connection, sent } = hubWith()
    connection.heartbeat(async () => ({ kind: 'heartbeat' }))
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS - 1)
    // A turn of six seconds: the heartbeat goes out at its end, when the silence is over, too.
    const now = vi.spyOn(performance, 'now')
    const late = performance.now() + 6_000
    now.mockReturnValue(late)
    await vi.advanceTimersByTimeAsync(5_100)
    expect([sent.length, socket.closedWith]).toEqual([1, 0])
    now.mockReturnValue(late + 5_000)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(socket.closedWith).toBe(4002)
    now.mockRestore()
  })

  test('of a server is never longer than a heartbeat', async () => {
    const { sent, connection } = hubWith()
    connection.heartbeat(async () => ({ kind: 'heartbeat' }))
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS)
    expect(sent.map(({ text }) => text)).toEqual(['{"kind":"heartbeat"}'])
  })

  test('is of each by itself, though forty have one clock', async () => {
    const hub = makeHub({ bus: inProcessBus(), log: readableLog() })
    const lines = Array.from({ length: 40 }, () => jammedSocket())
    const connections = lines.map((line) => takes(hub, line))
    for (const one of connections) one.heartbeat(async () => ({ kind: 'heartbeat' }))
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS - 1)
    expect(lines.filter(({ sent }) => sent.length > 0)).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(2)
    expect(lines.filter(({ sent }) => sent.length === 1)).toHaveLength(40)
    for (const one of connections.slice(0, 10)) one.heard()
    await vi.advanceTimersByTimeAsync(10_000)
    const isEnded = lines.map(({ socket }) => socket.closedWith === 4002)
    expect(isEnded).toEqual(lines.map((_, index) => index >= 10))
  })
})

test('what was taken for a socket is let go with it, also where it is gone before we know whose it is', () => {
  const bus = inProcessBus()
  const line = jammedSocket()
  const connection = takes(makeHub({ bus, log: readableLog() }), line)
  let held = 1
  connection.whenGone(() => held--)
  connection.listen(['contact:maya'])
  expect([held, bus.isHeardHere('contact:maya')]).toEqual([1, true])
  line.socket.close(1000)
  expect([held, bus.isHeardHere('contact:maya')]).toEqual([0, false])
  held++
  connection.whenGone(() => held--)
  connection.listen(['contact:maya'])
  expect([held, bus.isHeardHere('contact:maya')]).toEqual([0, false])
})

test('what comes in is begun in its order, so much in a turn', async () => {
  const nextTurn = () => new Promise((resolve) => setImmediate(resolve))
  const inTurn = makeIncoming()
  const begun: number[] = []
  const comes = (n: number) => inTurn(() => void begun.push(n))
  for (let n = 0; n < 100; n++) comes(n)
  expect(begun, 'the first need not wait').toHaveLength(32)
  await nextTurn()
  expect(begun).toHaveLength(64)
  comes(100)
  expect(begun, 'behind those that wait').toHaveLength(64)
  await nextTurn()
  await nextTurn()
  expect(begun).toEqual(Array.from({ length: 101 }, (_, n) => n))
  await nextTurn()
  comes(101)
  expect(begun.at(-1), 'nobody waits any more').toBe(101)
})

describe('a restart', () => {
  const goodbyes = (sent: { text: string }[]) =>
    sent.map(({ text }) => JSON.parse(text)).filter(({ kind }) => kind === 'goodbye')

  test('answers what is under way before it closes', async () => {
    const { socket, sent, hub, connection } = hubWith()
    let commit = () => {}
    const work = new Promise<void>((resolve) => {
      commit = resolve
    })
    connection.begins()
    const done = work.then(() => {
      connection.answer({ kind: 'acknowledgement' })
      connection.ends()
    })
    const drained = hub.drain()
    await turn()
    expect([goodbyes(sent).length, socket.closedWith]).toEqual([1, 0])
    commit()
    await done
    expect(sent.at(-1)?.text).toContain('acknowledgement')
    expect(socket.closedWith).toBe(1012)
    await drained
  })

  test.each([
    [10, 0, 3_000],
    [5_000, 9_000, 10_000],
    [16_000, 29_000, 30_000],
  ])('of %i connections spreads their return', async (count, least, most) => {
    const hub = makeHub({ bus: inProcessBus(), log: readableLog() })
    const all = Array.from({ length: count }, () => jammedSocket())
    for (const line of all) takes(hub, line)
    await hub.drain()
    const delays = all.map(({ sent }) => goodbyes(sent)[0].retryAfterMs)
    const latest = Math.max(...delays)
    expect([latest >= least, latest <= most]).toEqual([true, true])
    expect(delays.reduce((sum, ms) => sum + ms, 0) / count, 'evenly').toBeLessThan(most * 0.8)
  })
})

// The hub alone, with a socket whose line can be jammed: readers that are slow, and silence. Partner:
// server-sockets.test.ts, where the same promises meet a whole server.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { HEARTBEAT_MS } from '../protocol/limits.ts'
import { inProcessBus } from '../server/bus/in-process.ts'
import { type Hub, makeHub } from '../server/chat/hub.ts'
import { readableLog } from './faults/folders.ts'

function jammedSocket() {
  const listeners: [string, () => void][] = []
  const sent: { text: string; flushed: () => void }[] = []
  const socket = {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    closedWith: 0,
    on: (name: string, listener: () => void) => void listeners.push([name, listener]),
    once: (name: string, listener: () => void) => void listeners.push([name, listener]),
    send(data: string | Buffer, ...rest: unknown[]) {
      const bytes = Buffer.byteLength(String(data))
      socket.bufferedAmount += bytes
      const done = rest.find((one) => typeof one === 'function')
      const flushed = () => {
        socket.bufferedAmount -= bytes
        if (typeof done === 'function') done()
      }
      sent.push({ text: String(data), flushed })
    },
    close(code: number) {
      socket.readyState = 2
      socket.closedWith ||= code
      for (const [name, listener] of listeners) if (name === 'close') listener()
    },
  }
  return { socket, sent }
}

const takes = (hub: Hub, socket: unknown) =>
  hub.take(socket as Parameters<Hub['take']>[0], { cork() {}, uncork() {} })

function hubWith() {
  const { socket, sent } = jammedSocket()
  const hub = makeHub({ bus: inProcessBus(), log: readableLog() })
  return { hub, socket, sent, connection: takes(hub, socket) }
}

describe('a reader on a slow line', () => {
  const kilobytes = (count: number) => ({ text: 'x'.repeat(count * 1024) })

  test('gets a long thread whole, and the events that come meanwhile', () => {
    const { socket, sent, connection } = hubWith()
    connection.answer(kilobytes(900))
    for (let one = 0; one < 100; one++) connection.send(kilobytes(2))
    expect(socket.closedWith).toBe(0)
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
  test('within one turn leaves in one write, or in some where it is much', async () => {
    const { socket } = jammedSocket()
    const held: string[] = []
    const wire = { cork: () => void held.push('hold'), uncork: () => void held.push('go') }
    const hub = makeHub({ bus: inProcessBus(), log: readableLog() })
    const connection = hub.take(socket as unknown as Parameters<Hub['take']>[0], wire)
    for (let one = 0; one < 3; one++) connection.send({ one })
    connection.answer({ two: 2 })
    expect(held, 'the turn is not over').toEqual(['hold'])
    await new Promise(setImmediate)
    expect(held).toEqual(['hold', 'go'])

    held.length = 0
    for (let one = 0; one < 3; one++) connection.send({ text: 'x'.repeat(50 * 1024) })
    await new Promise(setImmediate)
    expect(held).toEqual(['hold', 'go', 'hold', 'go'])
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
    const done = connection.during(work.then(() => connection.answer({ kind: 'acknowledgement' })))
    const drained = hub.drain()
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
    for (const { socket } of all) takes(hub, socket)
    await hub.drain()
    const delays = all.map(({ sent }) => goodbyes(sent)[0].retryAfterMs)
    const latest = Math.max(...delays)
    expect([latest >= least, latest <= most]).toEqual([true, true])
    expect(delays.reduce((sum, ms) => sum + ms, 0) / count, 'evenly').toBeLessThan(most * 0.8)
  })
})

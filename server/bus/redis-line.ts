// Two connections to Redis, one that speaks and one that listens, and whether they are of use: a beat goes round through
// both. Where it does not come back they are broken off and made anew, for a line that is half-open, a Redis that is
// paused or a queue that only grows says nothing by itself. Partner: redis.ts.

import { Redis } from 'ioredis'
import type { Log } from '../log.ts'
import { BEAT_MS, SILENT_AFTER_MS } from './copies.ts'

/** Dialling again: soon, for a restart takes a second, and not so often that it is a load. */
const DIAL_FIRST_MS = 50
const DIAL_MAX_MS = 1_000
const CONNECT_WITHIN_MS = 2_000
/** A connection that is given up does not wait for the other side's goodbye. */
const BREAK_OFF_MS = 100

export interface RedisLine {
  speaks: Redis
  hears: Redis
  isConnected(): boolean
  /** A beat has come round; `sentAt` as it was given to it. */
  cameRound(sentAt: number): void
  roundTripMs(): number
  /** What Redis, or the network, said last that was no good. */
  lastError(): Error | undefined
  /** A command was refused. */
  refused(cause: Error): void
  close(): void
}

export function redisLine(parts: {
  url: string
  log: Log
  onMessage(channel: string, text: string): void
  /** The connection that listens knows of no channels yet: asks for them. */
  listenAnew(): Promise<unknown>
  /** Sends a beat that comes round to `cameRound`, with its time on this process's clock. */
  beat(sentAt: number): void
  onChange(isConnected: boolean): void
  onTrouble(): void
}): RedisLine {
  const { url, log } = parts
  let connected = false
  let heardAt = performance.now()
  let roundTripMs = 0
  let tickedAt = heardAt
  let awaySince = heardAt
  let lastError: Error | undefined

  const options = {
    // Of Redis 5 already, and of whatever speaks like it.
    protocol: 2,
    lazyConnect: true,
    enableReadyCheck: false,
    disableClientInfo: true,
    connectionName: 'helpdock',
    // What cannot be sent now is worth nothing later: the store has it.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_WITHIN_MS,
    disconnectTimeout: BREAK_OFF_MS,
    retryStrategy: (tries: number) =>
      Math.min(DIAL_MAX_MS, DIAL_FIRST_MS * 2 ** tries) * (0.5 + Math.random() / 2),
  } as const
  const speaks = new Redis(url, options)
  const hears = new Redis(url, options)
  for (const one of [speaks, hears]) {
    one.on('error', refused)
    one.on('close', () => becomes(false))
    one.connect().catch(() => {}) // 'error' tells
  }
  hears.on('ready', () => void parts.listenAnew().then(sendBeat))
  hears.on('message', parts.onMessage)
  speaks.on('ready', sendBeat)

  const ticks = setInterval(tick, BEAT_MS)

  function tick(): void {
    const now = performance.now()
    const wasBlocked = now - tickedAt > 2 * BEAT_MS
    tickedAt = now
    // This process stood still itself: what has come meanwhile is read first.
    if (wasBlocked) heardAt = Math.max(heardAt, now - BEAT_MS)
    sendBeat()
    if (now - heardAt <= SILENT_AFTER_MS) return
    becomes(false)
    heardAt = now
    for (const one of [speaks, hears]) if (['ready', 'connect'].includes(one.status)) one.disconnect(true)
  }

  function sendBeat(): void {
    if (speaks.status !== 'ready' || hears.status !== 'ready') return
    parts.beat(performance.now())
  }

  function refused(cause: Error): void {
    lastError = cause
    parts.onTrouble()
  }

  function becomes(isConnected: boolean): void {
    if (connected === isConnected) return
    connected = isConnected
    const now = performance.now()
    if (isConnected) {
      log.info({ awayMs: Math.round(now - awaySince) }, 'Redis carries events between copies of the server')
    } else {
      awaySince = now
      log.warn(
        { err: lastError?.message },
        'Redis is away: this copy goes on alone and finds the work of others in the store, a second late',
      )
    }
    parts.onChange(isConnected)
  }

  return {
    speaks,
    hears,
    isConnected: () => connected,
    cameRound(sentAt) {
      heardAt = performance.now()
      roundTripMs = heardAt - sentAt
      becomes(true)
    },
    roundTripMs: () => roundTripMs,
    lastError: () => lastError,
    refused,
    close() {
      clearInterval(ticks)
      connected = false
      for (const one of [speaks, hears])
        one
          .removeAllListeners('close')
          .on('close', () => {})
          .disconnect()
    },
  }
}

// The line to the desk: hello, welcome, commands and their answers, events, heartbeats both ways, and a polite way
// back after a loss. Knows no screen and no state: it tells `heard`, and `ask` gives a promise. Partner: line.ts.

import type { RefusalCode } from '../../protocol/errors.ts'
import { CLOSE, PROTOCOL_VERSION, SILENCE_MS } from '../../protocol/limits.ts'
import type {
  DeskCommandAnswer,
  DeskCommandBody,
  DeskCommandName,
  DeskEvent,
  DeskServerFrame,
  DeskSnapshot,
  Heartbeat,
} from '../../protocol/socket.ts'
import { together } from './together.ts'

/** First wait before another try; it doubles with each one that fails … */
const RETRY_FIRST_MS = 500
/** … up to this: a desk that was down for an hour is found again within half a minute. */
const RETRY_MOST_MS = 30_000
/** A line that lived this long was a good one: the next loss starts counting from the first wait again. */
const STEADY_MS = 10_000
/** From dialling to the welcome; a server that needs longer will not get better on this line. */
const WELCOME_MS = 10_000
/** Events that come within it are told together: sooner than anybody reads, and a busy desk is drawn some times a second. */
const EVENTS_WITHIN_MS = 50
/** The longest command asks the host for two accounts, which may take it ten seconds. */
const ANSWER_MS = 30_000

export type LineStatus =
  | { state: 'connecting' }
  | { state: 'live' }
  /** `retryAt` on this device's clock, in ms. */
  | { state: 'lost'; retryAt: number }

/** Why there will be no other try. */
export type LineEnd = 'session_ended' | 'outdated'

interface Heard {
  welcome(snapshot: DeskSnapshot): void
  /** In the order in which they came. */
  events(events: DeskEvent[]): void
  heartbeat(beat: Heartbeat): void
  status(status: LineStatus): void
  ended(why: LineEnd): void
}

export interface Line {
  /** @throws Refused with the server's code, or with `line.lost` or `line.slow` where there was no answer. */
  ask<N extends DeskCommandName>(name: N, body: DeskCommandBody<N>): Promise<DeskCommandAnswer<N>>
  /** Tries now instead of at `retryAt`; a line that fell silent while the tab slept is given up at once. */
  nudge(): void
  /** The device has no network: nobody waits for the silence that would tell. */
  drop(): void
  close(): void
}

/** A "no" of the server, or the lack of any answer. */
export class Refused extends Error {
  readonly code: RefusalCode | 'line.lost' | 'line.slow'
  readonly retryAfterMs: number | undefined
  /** Of `line.lost`: nothing can have come of it. */
  readonly isUndone: boolean = false

  constructor(code: Refused['code'], detail?: string, retryAfterMs?: number) {
    super(detail ?? code)
    this.name = 'Refused'
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

/** It was never sent, or only asked for something. */
export const undone = (): Refused => Object.assign(new Refused('line.lost'), { isUndone: true })

/** What a line needs of a socket; polling.ts is one too. */
export type Wire = Pick<WebSocket, 'onopen' | 'onmessage' | 'onclose' | 'send' | 'close' | 'addEventListener'>

export interface LineParts {
  dial(): Wire
  /** After a failed dial, which cannot tell us why: does the server still know this log-in? */
  isLoggedIn(): Promise<boolean>
  heard: Heard
  random?: () => number
}

interface Waiting {
  resolve(result: unknown): void
  reject(refused: Refused): void
  timer: ReturnType<typeof setTimeout>
}

export function openLine({ dial, isLoggedIn, heard, random = Math.random }: LineParts): Line {
  let socket: Wire | null = null
  let welcomedAt = 0
  let heardAt = 0
  let losses = 0
  let commands = 0
  let goodbyeMs: number | null = null
  let closed = false
  let silence: ReturnType<typeof setTimeout> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  const waiting = new Map<string, Waiting>()
  const events = together<DeskEvent>(EVENTS_WITHIN_MS, heard.events)

  connect()
  return { ask, nudge, drop: giveUp, close }

  function connect() {
    clearTimeout(retry)
    retry = undefined
    welcomedAt = 0
    goodbyeMs = null
    heard.status({ state: 'connecting' })
    const made = dial()
    socket = made
    made.onopen = () => made.send(JSON.stringify({ kind: 'hello', protocol: PROTOCOL_VERSION }))
    made.onmessage = ({ data }) => {
      if (socket === made) hear(JSON.parse(String(data)))
    }
    made.onclose = ({ code }) => {
      if (socket === made) lost(code)
    }
    listenFor(WELCOME_MS)
  }

  function hear(frame: DeskServerFrame) {
    listenFor(SILENCE_MS)
    if (frame.kind === 'event') return events.take(frame)
    // Nothing overtakes an event.
    events.now()
    switch (frame.kind) {
      case 'welcome':
        welcomedAt = Date.now()
        heard.status({ state: 'live' })
        return heard.welcome(frame)
      case 'heartbeat':
        socket?.send(JSON.stringify({ kind: 'beat' }))
        return heard.heartbeat(frame)
      case 'acknowledgement':
        return take(frame.id)?.resolve(frame.result)
      case 'refusal': {
        const { code, detail, retryAfterMs } = frame.problem
        // A code that this page does not know yet still refuses; its sentence is the general one.
        return take(frame.id ?? '')?.reject(new Refused(code as RefusalCode, detail, retryAfterMs))
      }
      case 'goodbye':
        goodbyeMs = frame.retryAfterMs
        return
    }
  }

  function ask<N extends DeskCommandName>(name: N, body: DeskCommandBody<N>): Promise<DeskCommandAnswer<N>> {
    const line = socket
    if (!line || !welcomedAt) return Promise.reject(undone())
    const id = `c${++commands}`
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => take(id)?.reject(new Refused('line.slow')), ANSWER_MS)
      // The server answers by the contract; a validator of every answer would be half of this program.
      waiting.set(id, { resolve: (result) => resolve(result as DeskCommandAnswer<N>), reject, timer })
      line.send(JSON.stringify({ kind: 'command', id, name, body }))
    })
  }

  function take(id: string): Waiting | undefined {
    const one = waiting.get(id)
    if (one) clearTimeout(one.timer)
    waiting.delete(id)
    return one
  }

  /** Neither side trusts the socket's own idea of being open: a cut cable tells nobody. */
  function listenFor(ms: number) {
    heardAt = Date.now()
    clearTimeout(silence)
    silence = setTimeout(() => giveUp(), ms)
  }

  function giveUp() {
    const dead = socket
    lost(CLOSE.silent)
    dead?.close(CLOSE.silent)
  }

  function lost(code: number) {
    const wasWelcomed = welcomedAt > 0
    const livedMs = wasWelcomed ? Date.now() - welcomedAt : 0
    socket = null
    welcomedAt = 0
    clearTimeout(silence)
    for (const id of [...waiting.keys()]) take(id)?.reject(new Refused('line.lost'))
    if (closed) return
    if (code === CLOSE.sessionEnded) return end('session_ended')
    if (code === CLOSE.unsupported) return end('outdated')

    losses = livedMs > STEADY_MS ? 0 : losses + 1
    wait(retryDelayMs({ losses, goodbyeMs, crowded: code === CLOSE.tooMany, random }))
    if (!wasWelcomed) askWhetherLoggedIn()
  }

  function wait(ms: number) {
    clearTimeout(retry)
    heard.status({ state: 'lost', retryAt: Date.now() + ms })
    retry = setTimeout(connect, ms)
  }

  /** A refused upgrade looks like a broken network to a browser: only HTTP says that the session is over. */
  async function askWhetherLoggedIn() {
    const isKnown = await isLoggedIn().catch(() => true)
    if (!isKnown && !closed && !welcomedAt) end('session_ended')
  }

  function nudge() {
    if (closed) return
    if (retry) return connect()
    if (welcomedAt && Date.now() - heardAt > SILENCE_MS) {
      giveUp()
      connect()
    }
  }

  function end(why: LineEnd) {
    close()
    // Nothing is sent on a line that is none.
    heard.status({ state: 'connecting' })
    heard.ended(why)
  }

  function close() {
    closed = true
    events.drop()
    clearTimeout(retry)
    clearTimeout(silence)
    const open = socket
    socket = null
    open?.close(1000)
    for (const id of [...waiting.keys()]) take(id)?.reject(new Refused('line.lost'))
  }
}

/** Random, growing, capped: a thousand consoles must not come back in the same second. */
export function retryDelayMs(loss: {
  losses: number
  goodbyeMs: number | null
  crowded: boolean
  random: () => number
}): number {
  const part = 0.5 + loss.random() / 2
  if (loss.goodbyeMs !== null) return loss.goodbyeMs * (0.5 + part)
  if (loss.crowded) return RETRY_MOST_MS * part
  return Math.min(RETRY_FIRST_MS * 2 ** Math.max(0, loss.losses - 1), RETRY_MOST_MS) * part
}

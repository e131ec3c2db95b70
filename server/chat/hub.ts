// Events out: which sockets are open, what each listens to, and what happens to one that reads too slowly or
// falls silent. It decides nothing about who may see what: chat/audience.ts has, at commit.

import type { WebSocket } from '@fastify/websocket'
import { CLOSE } from '../../protocol/limits.ts'
import type { Bus, BusEvent } from '../bus/bus.ts'
import { Refusal } from '../errors.ts'
import type { Log } from '../log.ts'
import { makeHearts } from './heart.ts'
import { makeIncoming } from './incoming.ts'
import { type Frame, frameOf, makeTurns, type Wire } from './outgoing.ts'

/** Bytes of events that may wait for one reader; past it the socket closes with "behind" and the client resumes. */
const EVENTS_MAX_BYTES = 256 * 1024
/**
 * Bytes of answers that may wait. They are no sign of being behind: the client asked for them, and a long thread on
 * a slow line must arrive whole, or each return would ask for it again. Past this it asks faster than it reads.
 */
const ANSWERS_MAX_BYTES = 8 * 1024 * 1024
/** Clients answer a goodbye at once; a line that is dead must not hold up a restart. */
const FAREWELL_MS = 1_000
/** Clients return spread over at least this time after a restart, so that they do not all come at once … */
const RETURN_SPREAD_MS = 3_000
/** … and so that no more than these come in a second: each is a handshake, a session and a snapshot. */
const RETURNS_PER_SECOND = 500
/** Nobody stays away longer: a conversation must survive a restart. */
const RETURN_MAX_MS = 30_000

export interface Connection {
  /** Sends what nobody asked for, or closes a reader that is too far behind. */
  send(frame: object): void
  /** The same for an event, which many hear. */
  tell(event: BusEvent): void
  /** Sends what the client asked for: a welcome, an acknowledgement, a refusal. */
  answer(frame: object): void
  /** Events of these topics go out as frames until the socket closes. `onEvent` may take one for itself. */
  listen(topics: string[], onEvent?: (event: BusEvent) => boolean): void
  /** What each heartbeat carries; null ends the connection as "session ended". */
  heartbeat(make: () => Promise<object | null>): void
  /** Asked between heartbeats where nobody may have told that a session ended. */
  mayStay(check: () => Promise<boolean>): void
  heard(): void
  /** A restart waits until all that begins has ended, so that what was begun is answered; for a second at most. */
  begins(): void
  ends(): void
  close(code: number, reason: string): void
}

export type Hub = ReturnType<typeof makeHub>

export function makeHub({ bus, log }: { bus: Bus; log: Log }) {
  const open = new Set<{ farewell(): void; check(): Promise<void>; socket: WebSocket }>()
  const whenDraining = new Set<() => void>()
  let draining = false
  let spreadMs = RETURN_SPREAD_MS
  const inOneWrite = makeTurns()
  const startHeart = makeHearts()
  const frameOfEvent = eventFrames()

  return {
    count: () => open.size,
    /** Ends the connections whose callers have no rights left, of those that said how to find out. */
    async checkCallers(): Promise<void> {
      await Promise.all([...open].map((one) => one.check()))
    },
    isDraining: () => draining,
    /** What all sockets hear is begun in its turn. */
    inTurn: makeIncoming(),
    /** For whoever waits for news without a socket: answer now. Returns the way to stop. */
    onDraining(handler: () => void): () => void {
      whenDraining.add(handler)
      return () => whenDraining.delete(handler)
    },

    take(socket: WebSocket, wire: Wire): Connection {
      const outgoing = inOneWrite(socket, wire)
      const stops: (() => void)[] = []
      let atWork = 0
      let whenIdle = () => {}
      let makeBeat: (() => Promise<object | null>) | undefined
      let mayStay: (() => Promise<boolean>) | undefined

      const connection: Connection = {
        send: (frame) => push(frameOf(JSON.stringify(frame))),
        tell: (event) => push(frameOfEvent(event)),
        answer(frame) {
          if (socket.readyState !== socket.OPEN) return
          if (outgoing.answers > ANSWERS_MAX_BYTES) return connection.close(CLOSE.behind, 'behind')
          outgoing.answer(frameOf(JSON.stringify(frame)))
        },
        listen(topics, onEvent) {
          for (const topic of topics) {
            stops.push(
              bus.subscribe(topic, (event) => {
                if (!onEvent?.(event)) connection.tell(event)
              }),
            )
          }
        },
        heartbeat(make) {
          makeBeat = make
        },
        mayStay(check) {
          mayStay = check
        },
        heard: () => heart.heard(),
        begins() {
          atWork++
        },
        ends() {
          if (--atWork === 0) whenIdle()
        },
        close(code, reason) {
          for (const stop of stops.splice(0)) stop()
          outgoing.letGo()
          socket.close(code, reason)
        },
      }
      function push(frame: Frame): void {
        if (socket.readyState !== socket.OPEN) return
        const waiting = socket.bufferedAmount + outgoing.held - outgoing.answers
        if (waiting > EVENTS_MAX_BYTES) connection.close(CLOSE.behind, 'behind')
        else outgoing.send(frame)
      }
      async function beat(): Promise<void> {
        const frame = await makeBeat?.()
        if (frame === null) return connection.close(CLOSE.sessionEnded, 'session ended')
        if (frame) connection.send(frame)
      }
      const heart = startHeart({
        // None while the store is away, which has said so itself: who hears nothing dials anew, and may come to another copy.
        beat: () =>
          void beat().catch((err: unknown) => {
            if (!(err instanceof Refusal)) log.error({ err }, 'a heartbeat failed')
          }),
        dead: () => connection.close(CLOSE.silent, 'silent'),
      })
      stops.push(heart.stop)
      const entry = {
        socket,
        async check() {
          if (mayStay && !(await mayStay())) connection.close(CLOSE.sessionEnded, 'session ended')
        },
        farewell() {
          connection.send({ kind: 'goodbye', retryAfterMs: Math.round(Math.random() * spreadMs) })
          whenIdle = () => connection.close(CLOSE.restart, 'restart')
          if (atWork === 0) whenIdle()
        },
      }
      open.add(entry)
      socket.on('close', () => {
        open.delete(entry)
        for (const stop of stops.splice(0)) stop()
      })
      socket.on('error', (err) => log.info({ err: err.message }, 'a socket broke'))
      if (draining) entry.farewell()
      return connection
    },

    /** Tells every client when to come back and closes. Resolves when all are gone, one way or the other. */
    async drain(): Promise<void> {
      draining = true
      spreadMs = Math.min(RETURN_MAX_MS, Math.max(RETURN_SPREAD_MS, (1_000 * open.size) / RETURNS_PER_SECOND))
      for (const handler of whenDraining) handler()
      const all = [...open].map(({ socket }) => new Promise((gone) => socket.once('close', gone)))
      for (const connection of open) connection.farewell()
      const late = setTimeout(() => {
        for (const { socket } of open) socket.terminate()
      }, FAREWELL_MS)
      await Promise.all(all)
      clearTimeout(late)
    },
  }
}

/** Those who hear of the same event hear of it one after the other: its frame is printed once. */
function eventFrames(): (event: BusEvent) => Frame {
  let last: BusEvent | undefined
  let frame = frameOf('')
  return (event) => {
    if (event !== last) frame = frameOf(JSON.stringify({ kind: 'event', name: event.name, body: event.body }))
    last = event
    return frame
  }
}

// Events out: which sockets are open, what each listens to, and what happens to one that reads too slowly or
// falls silent. It decides nothing about who may see what: chat/audience.ts has, at commit.

import type { WebSocket } from '@fastify/websocket'
import { CLOSE, HEARTBEAT_MS, SILENCE_MS } from '../../protocol/limits.ts'
import type { Bus, BusEvent } from '../bus/bus.ts'
import type { Log } from '../log.ts'

/** Bytes that may wait for one reader; past it the socket closes with "behind" and the client resumes whole. */
const BUFFERED_MAX_BYTES = 256 * 1024
/** Clients return spread over this time after a restart, so that they do not all come at once. */
const RETURN_SPREAD_MS = 3_000

export interface Connection {
  /** Sends a frame, or closes a reader that is too far behind. */
  send(frame: object): void
  /** Events of these topics go out as frames until the socket closes. `onEvent` may take one for itself. */
  listen(topics: string[], onEvent?: (event: BusEvent) => boolean): void
  /** What each heartbeat carries; null ends the connection as "session ended". */
  heartbeat(make: () => Promise<object | null>): void
  heard(): void
  close(code: number, reason: string): void
}

export type Hub = ReturnType<typeof makeHub>

export function makeHub({ bus, log, now }: { bus: Bus; log: Log; now: () => Date }) {
  const open = new Set<{ beat(): Promise<void>; farewell(): void; socket: WebSocket }>()
  let draining = false

  const timer = setInterval(() => {
    for (const connection of open) {
      connection.beat().catch((err: unknown) => log.error({ err }, 'a heartbeat failed'))
    }
  }, HEARTBEAT_MS)
  timer.unref()

  return {
    count: () => open.size,
    isDraining: () => draining,

    take(socket: WebSocket): Connection {
      const stops: (() => void)[] = []
      let heardAt = now().getTime()
      let makeBeat: (() => Promise<object | null>) | undefined

      const connection: Connection = {
        send(frame) {
          if (socket.readyState !== socket.OPEN) return
          if (socket.bufferedAmount > BUFFERED_MAX_BYTES) return connection.close(CLOSE.behind, 'behind')
          socket.send(JSON.stringify(frame))
        },
        listen(topics, onEvent) {
          for (const topic of topics) {
            stops.push(
              bus.subscribe(topic, (event) => {
                if (!onEvent?.(event)) connection.send({ kind: 'event', ...event })
              }),
            )
          }
        },
        heartbeat(make) {
          makeBeat = make
        },
        heard() {
          heardAt = now().getTime()
        },
        close(code, reason) {
          for (const stop of stops.splice(0)) stop()
          socket.close(code, reason)
        },
      }
      const entry = {
        socket,
        async beat() {
          // One lost beat is forgiven; the second is silence.
          if (now().getTime() - heardAt > HEARTBEAT_MS + SILENCE_MS)
            return connection.close(CLOSE.silent, 'silent')
          const frame = await makeBeat?.()
          if (frame === null) return connection.close(CLOSE.sessionEnded, 'session ended')
          if (frame) connection.send(frame)
        },
        farewell() {
          const retryAfterMs = Math.round(Math.random() * RETURN_SPREAD_MS)
          connection.send({ kind: 'goodbye', retryAfterMs })
          connection.close(CLOSE.restart, 'restart')
        },
      }
      open.add(entry)
      socket.on('close', () => {
        open.delete(entry)
        for (const stop of stops.splice(0)) stop()
      })
      socket.on('error', (err) => log.info({ err: err.message }, 'a socket broke'))
      return connection
    },

    /** Tells every client when to come back and closes; new sockets are refused meanwhile. */
    drain(): void {
      draining = true
      for (const connection of open) connection.farewell()
    },

    close(): void {
      clearInterval(timer)
      for (const { socket } of open) socket.terminate()
    },
  }
}

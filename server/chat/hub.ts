// Events out: which sockets are open, and what a restart means to them. It decides nothing about who may see what:
// chat/audience.ts has, at commit. Partner: connection.ts, one of them.

import type { WebSocket } from '@fastify/websocket'
import type { Bus, BusEvent } from '../bus/bus.ts'
import type { Log } from '../log.ts'
import { Connection, type Surroundings } from './connection.ts'
import { makeHearts } from './heart.ts'
import { makeIncoming } from './incoming.ts'
import { type Frame, frameOf, makeTurns, type Wire } from './outgoing.ts'

/** Clients answer a goodbye at once; a line that is dead must not hold up a restart. */
const FAREWELL_MS = 1_000
/** Clients return spread over at least this time after a restart, so that they do not all come at once … */
const RETURN_SPREAD_MS = 3_000
/** … and so that no more than these come in a second: each is a handshake, a session and a snapshot. */
const RETURNS_PER_SECOND = 500
/** Nobody stays away longer: a conversation must survive a restart. */
const RETURN_MAX_MS = 30_000

export type Hub = ReturnType<typeof makeHub>

export function makeHub({ bus, log }: { bus: Bus; log: Log }) {
  const open = new Set<Connection>()
  const whenDraining = new Set<() => void>()
  let draining = false
  let spreadMs = RETURN_SPREAD_MS
  const inOneWrite = makeTurns()
  const around: Surroundings = {
    bus,
    log,
    startHeart: makeHearts(),
    frameOfEvent: eventFrames(),
    isGone: (connection) => void open.delete(connection),
  }
  const sayGoodbye = (connection: Connection) => connection.farewell(Math.round(Math.random() * spreadMs))

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
      const connection = new Connection(socket, inOneWrite(socket, wire), around)
      open.add(connection)
      if (draining) sayGoodbye(connection)
      return connection
    },

    /** Tells every client when to come back and closes. Resolves when all are gone, one way or the other. */
    async drain(): Promise<void> {
      draining = true
      spreadMs = Math.min(RETURN_MAX_MS, Math.max(RETURN_SPREAD_MS, (1_000 * open.size) / RETURNS_PER_SECOND))
      for (const handler of whenDraining) handler()
      const all = [...open].map(({ socket }) => new Promise((gone) => socket.once('close', gone)))
      for (const connection of open) sayGoodbye(connection)
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

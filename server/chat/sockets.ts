// The two sockets: hello first, then commands and beats. Handlers are attached synchronously, so that no early
// frame is lost. Partners: gateway.ts (commands), hub.ts (events), snapshots.ts (the welcome).

import type { WebSocket } from '@fastify/websocket'
import { Compile } from 'typebox/compile'
import { CLOSE, HEARTBEAT_MS, PROTOCOL_VERSION } from '../../protocol/limits.ts'
import {
  type AnswerFrame,
  BeatFrame,
  CommandFrame,
  type ContactHello,
  ContactHello as ContactHelloSchema,
  DeskHello as DeskHelloSchema,
  type Heartbeat,
} from '../../protocol/socket.ts'
import type { SessionIsUsed } from '../agents/last-used.ts'
import type { Bus, BusEvent } from '../bus/bus.ts'
import { type AgentCaller, type ContactCaller, callerOfSession } from '../caller.ts'
import type { ContactIsHere } from '../contacts/last-seen.ts'
import { problemOf, Refusal } from '../errors.ts'
import { deskCaller } from '../gate.ts'
import type { Log } from '../log.ts'
import { topics } from './audience.ts'
import type { Gateway } from './gateway.ts'
import type { Connection, Hub } from './hub.ts'
import { noiseLimit, type SocketLimits } from './limits.ts'
import type { Wire } from './outgoing.ts'
import {
  contactSnapshot,
  deskSnapshot,
  newestOfContact,
  newestOfDesk,
  type SnapshotParts,
} from './snapshots.ts'

/** Time a new socket has for its hello. */
const HELLO_WITHIN_MS = 10_000
/** Commands of one socket in flight; more is a flood, not a person. */
const COMMANDS_IN_FLIGHT = 64
/** Frames of one socket that were not begun: each of a burst that is only noise still has its answer (NOISE_RATE). */
const FRAMES_WAITING = 128
/** A restart is over by then. */
const RESTART_MS = 3_000
/** Who comes in while the store is away comes again after this time, or twice as long. */
const STORE_IS_BACK_MS = 2_000

const isCommand = Compile(CommandFrame)
const isBeat = Compile(BeatFrame)
const isContactHello = Compile(ContactHelloSchema)
const isDeskHello = Compile(DeskHelloSchema)

export interface SocketParts extends SnapshotParts {
  hub: Hub
  bus: Bus
  socketLimits: SocketLimits
  gateway: Gateway
  contactIsHere: ContactIsHere
  sessionIsUsed: SessionIsUsed
  log: Log
}

/** Where a socket comes from, and what is beneath it. */
export interface Door {
  address: string
  wire: Wire
}

export function serveContactSocket(socket: WebSocket, parts: SocketParts, door: Door): void {
  serve<ContactHello, ContactCaller>(socket, door, parts, {
    isHello: isContactHello,
    async welcome(connection, hello, holds) {
      const find = callerOfSession(parts.read, hello.session)
      const whoAmI = () => find(parts.now())
      const caller = await whoAmI()
      holds(caller.contact.id)
      // Listening begins before the snapshot is read: what happens in between is held back, then sent after it.
      const release = heldBack(connection, [
        topics.contact(caller.contact.id),
        topics.session(caller.sessionId),
        topics.everyone,
      ])
      await parts.bus.heard()
      const snapshot = await contactSnapshot(parts, caller.contact, hello.marks)
      // The session may have ended before anybody listened for that.
      await whoAmI()
      connection.answer({ kind: 'welcome', heartbeatMs: HEARTBEAT_MS, ...snapshot })
      release()
      parts.contactIsHere(caller.contact, snapshot.tickets.length > 0)
      // It holds no caller: ten thousand that wait would be ten thousand contacts in memory once more.
      connection.heartbeat(async () => {
        const still = await ifStill(whoAmI)
        if (!still) return null
        const newest = await newestOfContact(parts.read, still.contact)
        parts.contactIsHere(still.contact, Object.keys(newest).length > 0)
        return heartbeat(parts, newest)
      })
      return whoAmI
    },
    command: (caller, frame) => parts.gateway.contactCommand(caller, frame, door.address),
  })
}

export function serveDeskSocket(
  socket: WebSocket,
  parts: SocketParts,
  { cookie, ...door }: Door & { cookie: string | undefined },
): void {
  serve<unknown, AgentCaller>(socket, door, parts, {
    isHello: isDeskHello,
    async welcome(connection, _hello, holds) {
      const whoAmI = () => deskCaller(parts.read, cookie, parts.now())
      const caller = await whoAmI()
      holds(caller.agent.id)
      const release = heldBack(connection, [
        topics.desk,
        topics.deskNotes,
        ...(caller.agent.roles.includes('admin') ? [topics.deskAdmins] : []),
        topics.agent(caller.agent.id),
        topics.session(caller.sessionId),
        topics.everyone,
      ])
      await parts.bus.heard()
      const snapshot = await deskSnapshot(parts, caller.agent)
      await whoAmI()
      connection.answer({ kind: 'welcome', heartbeatMs: HEARTBEAT_MS, ...snapshot })
      release()
      connection.mayStay(async () => (await ifStill(whoAmI)) !== null)
      const used = { id: caller.sessionId, agentId: caller.agent.id }
      parts.sessionIsUsed(used)
      connection.heartbeat(async () => {
        parts.sessionIsUsed(used)
        const still = await ifStill(whoAmI)
        return still && heartbeat(parts, await newestOfDesk(parts.read, still.agent))
      })
      return whoAmI
    },
    command: (caller, frame) => parts.gateway.deskCommand(caller, frame, door.address),
  })
}

function serve<Hello, Caller>(
  socket: WebSocket,
  { address, wire }: Door,
  { hub, socketLimits, log }: SocketParts,
  program: {
    isHello: { Check(frame: unknown): boolean }
    /**
     * @param holds is told whose socket it is, and throws where they have too many
     * @returns who calls, asked anew for every command: a session that ended has no rights left
     */
    welcome(connection: Connection, hello: Hello, holds: (id: string) => void): Promise<() => Promise<Caller>>
    command(caller: Caller, frame: CommandFrame): Promise<AnswerFrame>
  },
): void {
  const connection = hub.take(socket, wire)
  const whenClosed = (letGo: () => void) => void socket.on('close', letGo)
  try {
    whenClosed(socketLimits.ofAddress(address))
  } catch (cause) {
    turnAway(cause)
    return
  }
  let whoAmI: (() => Promise<Caller>) | undefined
  let greeted = false
  let waiting = 0
  let inFlight = 0
  const mayMakeNoise = noiseLimit()

  const lateHello = setTimeout(() => connection.close(CLOSE.helloExpected, 'hello expected'), HELLO_WITHIN_MS)
  lateHello.unref()
  socket.on('close', () => clearTimeout(lateHello))
  socket.on('message', (data, isBinary) => {
    connection.heard()
    if (waiting >= FRAMES_WAITING) return connection.close(CLOSE.tooMany, 'too many frames at once')
    waiting++
    const text = isBinary ? '' : String(data)
    hub.inTurn(() => {
      waiting--
      // What can no longer be answered is not begun: the client sends it again where it comes back.
      if (socket.readyState === socket.OPEN) receive(parsed(text))
    })
  })

  function receive(frame: unknown): void {
    if (!greeted) greet(frame).catch(isBug)
    else if (isCommand.Check(frame)) receiveCommand(frame)
    else receiveOther(frame)
  }

  function receiveCommand(frame: CommandFrame): void {
    if (!whoAmI) refuse(frame.id, new Refusal('session.missing', { detail: 'Wait for the welcome.' }))
    else if (inFlight >= COMMANDS_IN_FLIGHT) connection.close(CLOSE.tooMany, 'too many commands at once')
    else if (hub.isDraining()) refuse(frame.id, new Refusal('server.draining', { retryAfterMs: RESTART_MS }))
    else void answer(frame, whoAmI)
  }

  function receiveOther(frame: unknown): void {
    if (!mayMakeNoise()) connection.close(CLOSE.tooMany, 'too many frames')
    else if (!isBeat.Check(frame))
      refuse(idOf(frame), new Refusal('request.malformed', { detail: 'Not a frame of this protocol.' }))
  }

  /** Never rejects. */
  async function answer(frame: CommandFrame, whoAmI: () => Promise<Caller>): Promise<void> {
    inFlight++
    connection.begins()
    try {
      const answer = await program.command(await whoAmI(), frame)
      connection.answer(answer)
      const isTooMany = answer.kind === 'refusal' && answer.problem.code === 'request.too_many'
      if (isTooMany && !mayMakeNoise()) connection.close(CLOSE.tooMany, 'too many commands')
    } catch (cause) {
      if (!(cause instanceof Refusal)) return isBug(cause)
      refuse(frame.id, cause)
      if (!isOfTheStore(cause)) connection.close(CLOSE.sessionEnded, 'session ended')
    } finally {
      inFlight--
      connection.ends()
    }
  }

  function isBug(err: unknown): void {
    log.error({ err }, 'a frame failed in a way that is a bug')
    connection.close(1011, 'server bug')
  }

  async function greet(frame: unknown): Promise<void> {
    greeted = true
    clearTimeout(lateHello)
    if (!program.isHello.Check(frame)) {
      refuse(null, new Refusal('request.malformed', { detail: 'The first frame must be a hello.' }))
      return connection.close(CLOSE.helloExpected, 'hello expected')
    }
    const hello = frame as Hello & { protocol: number }
    if (hello.protocol !== PROTOCOL_VERSION) {
      refuse(
        null,
        new Refusal('protocol.unsupported', { detail: `This server speaks version ${PROTOCOL_VERSION}.` }),
      )
      return connection.close(CLOSE.unsupported, 'unsupported')
    }
    try {
      whoAmI = await program.welcome(connection, hello, (id) => whenClosed(socketLimits.ofOne(id)))
    } catch (cause) {
      turnAway(cause)
    }
  }

  function turnAway(cause: unknown): void {
    if (!(cause instanceof Refusal)) throw cause
    if (isOfTheStore(cause)) {
      connection.send({ kind: 'goodbye', retryAfterMs: Math.round(STORE_IS_BACK_MS * (1 + Math.random())) })
      connection.close(CLOSE.restart, 'store away')
      return
    }
    refuse(null, cause)
    if (cause.code === 'request.too_many') connection.close(CLOSE.tooMany, 'too many sockets')
    else connection.close(CLOSE.sessionEnded, 'session ended')
  }

  function refuse(id: string | null, refusal: Refusal): void {
    connection.answer({ kind: 'refusal', id, problem: problemOf(refusal) })
  }
}

/** Nobody knows who calls, for a moment: whoever took that for an end would have to log in anew after each outage. */
const isOfTheStore = (cause: unknown) => cause instanceof Refusal && cause.code === 'store.failed'

function heartbeat({ now, articlesVersion }: SnapshotParts, newest: Record<string, number>): Heartbeat {
  return { kind: 'heartbeat', at: now().toISOString(), newest, articlesVersion: articlesVersion() }
}

/** null when the caller has no rights left; a store that cannot be read is not that. */
async function ifStill<Caller>(whoAmI: () => Promise<Caller>): Promise<Caller | null> {
  try {
    return await whoAmI()
  } catch (cause) {
    if (cause instanceof Refusal && !isOfTheStore(cause)) return null
    throw cause
  }
}

/** Holds events back until the returned function is called; a session that ends closes the socket at once. */
function heldBack(connection: Connection, ofTopics: string[]): () => void {
  let held: BusEvent[] | null = []
  connection.listen(ofTopics, (event) => {
    if (event.name === 'session.ended') {
      connection.close(CLOSE.sessionEnded, 'session ended')
      return true
    }
    // The client comes back at once, and is welcomed with what is true now.
    if (event.name === 'session.renewed') {
      connection.close(CLOSE.behind, 'behind')
      return true
    }
    held?.push(event)
    return held !== null
  })
  return () => {
    const events = held ?? []
    held = null
    for (const event of events) connection.tell(event)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function idOf(frame: unknown): string | null {
  if (typeof frame !== 'object' || frame === null || !('id' in frame)) return null
  return typeof frame.id === 'string' ? frame.id.slice(0, 64) : null
}

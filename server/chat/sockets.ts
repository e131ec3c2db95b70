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
import { type AgentCaller, type ContactCaller, contactCaller, type LetIn, stillIn } from '../caller.ts'
import { carried } from '../carried.ts'
import type { ContactIsHere } from '../contacts/last-seen.ts'
import { problemOf, Refusal } from '../errors.ts'
import { deskCaller } from '../gate.ts'
import { faultIn } from '../http/malformed.ts'
import type { Log } from '../log.ts'
import { topics } from './audience.ts'
import type { Connection } from './connection.ts'
import type { Gateway } from './gateway.ts'
import type { Hub } from './hub.ts'
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
interface Door {
  address: string
  wire: Wire
}

export function serveContactSocket(socket: WebSocket, parts: SocketParts, door: Door): void {
  new ContactSocket(socket, parts, door).open()
}

export function serveDeskSocket(
  socket: WebSocket,
  parts: SocketParts,
  { cookie, ...door }: Door & { cookie: string | undefined },
): void {
  new DeskSocket(socket, parts, door, cookie).open()
}

/** A socket from its first frame to its last. Methods, not functions of its own: there are ten thousand of them. */
abstract class Served<Hello, Caller> {
  protected readonly connection: Connection
  protected readonly parts: SocketParts
  protected readonly address: string
  readonly #socket: WebSocket
  #lateHello: NodeJS.Timeout | undefined
  #isGreeted = false
  #isWelcome = false
  #waiting = 0
  #inFlight = 0
  /** Nearly nobody makes any. */
  #noise: (() => boolean) | undefined

  constructor(socket: WebSocket, parts: SocketParts, { address, wire }: Door) {
    this.#socket = socket
    this.parts = parts
    this.address = address
    this.connection = parts.hub.take(socket, wire)
  }

  protected abstract readonly hello: typeof isContactHello | typeof isDeskHello
  protected abstract welcome(hello: Hello): Promise<void>
  /** Asked anew for every command: a session that ended has no rights left. Known from the welcome on. */
  protected abstract whoAmI(): Promise<Caller>
  /** @throws Refusal where nobody knows any longer who calls */
  protected abstract command(frame: CommandFrame): Promise<AnswerFrame>

  open(): void {
    try {
      this.connection.whenGone(this.parts.socketLimits.ofAddress(this.address))
    } catch (cause) {
      this.#turnAway(cause)
      return
    }
    this.#lateHello = setTimeout(
      () => this.connection.close(CLOSE.helloExpected, 'hello expected'),
      HELLO_WITHIN_MS,
    )
    this.#lateHello.unref()
    this.#socket.on('message', (data, isBinary) => this.#hear(isBinary ? '' : String(data)))
  }

  /** Whose socket it is. @throws Refusal where they have too many */
  protected belongsTo(id: string): void {
    this.connection.whenGone(this.parts.socketLimits.ofOne(id))
  }

  /** null when the caller has no rights left; a store that cannot be read is not that. */
  protected async stillMe(): Promise<Caller | null> {
    try {
      return await this.whoAmI()
    } catch (cause) {
      if (cause instanceof Refusal && !isOfTheStore(cause)) return null
      throw cause
    }
  }

  #hear(text: string): void {
    this.connection.heard()
    if (this.#waiting >= FRAMES_WAITING) {
      this.connection.close(CLOSE.tooMany, 'too many frames at once')
      return
    }
    this.#waiting++
    this.parts.hub.inTurn(() => {
      this.#waiting--
      // What can no longer be answered is not begun: the client sends it again where it comes back.
      if (this.#socket.readyState === this.#socket.OPEN) this.#receive(parsed(text))
    })
  }

  #receive(frame: unknown): void {
    if (!this.#isGreeted) this.#greet(frame).catch((cause) => this.#isBug(cause))
    else if (isCommand.Check(frame)) this.#receiveCommand(frame)
    else this.#receiveOther(frame)
  }

  #receiveCommand(frame: CommandFrame): void {
    if (!this.#isWelcome)
      this.#refuse(frame.id, new Refusal('session.missing', { detail: 'Wait for the welcome.' }))
    else if (this.#inFlight >= COMMANDS_IN_FLIGHT)
      this.connection.close(CLOSE.tooMany, 'too many commands at once')
    else if (this.parts.hub.isDraining())
      this.#refuse(frame.id, new Refusal('server.draining', { retryAfterMs: RESTART_MS }))
    else void this.#answer(frame)
  }

  #receiveOther(frame: unknown): void {
    if (!this.#mayMakeNoise()) this.connection.close(CLOSE.tooMany, 'too many frames')
    else if (!isBeat.Check(frame))
      this.#refuse(idOf(frame), new Refusal('request.malformed', { detail: 'Not a frame of this protocol.' }))
  }

  /** Never rejects. */
  async #answer(frame: CommandFrame): Promise<void> {
    const { connection } = this
    this.#inFlight++
    connection.begins()
    try {
      const answer = await this.command(frame)
      connection.answer(answer)
      const refused = answer.kind === 'refusal' ? answer.problem.code : null
      if (refused === 'session.ended') connection.close(CLOSE.sessionEnded, 'session ended')
      if (refused === 'request.too_many' && !this.#mayMakeNoise())
        connection.close(CLOSE.tooMany, 'too many commands')
    } catch (cause) {
      if (!(cause instanceof Refusal)) return this.#isBug(cause)
      this.#refuse(frame.id, cause)
      if (!isOfTheStore(cause)) connection.close(CLOSE.sessionEnded, 'session ended')
    } finally {
      this.#inFlight--
      connection.ends()
    }
  }

  #mayMakeNoise(): boolean {
    this.#noise ??= noiseLimit()
    return this.#noise()
  }

  #isBug(err: unknown): void {
    this.parts.log.error({ err }, 'a frame failed in a way that is a bug')
    this.connection.close(1011, 'server bug')
  }

  async #greet(frame: unknown): Promise<void> {
    const { connection } = this
    this.#isGreeted = true
    clearTimeout(this.#lateHello)
    this.#lateHello = undefined
    if (!this.hello.Check(frame)) {
      // Whoever writes a client learns what it lacks.
      const { field, says } = faultIn(this.hello.Type(), frame)
      const detail = `The first frame must be a hello: ${field === '/' ? 'it' : field} ${says}.`
      this.#refuse(null, new Refusal('request.malformed', { detail }))
      return connection.close(CLOSE.helloExpected, 'hello expected')
    }
    const hello = frame as Hello & { protocol: number }
    if (hello.protocol !== PROTOCOL_VERSION) {
      const detail = `This server speaks version ${PROTOCOL_VERSION}.`
      this.#refuse(null, new Refusal('protocol.unsupported', { detail }))
      return connection.close(CLOSE.unsupported, 'unsupported')
    }
    try {
      await this.welcome(hello)
      this.#isWelcome = true
    } catch (cause) {
      this.#turnAway(cause)
    }
  }

  #turnAway(cause: unknown): void {
    const { connection } = this
    if (!(cause instanceof Refusal)) throw cause
    if (isOfTheStore(cause)) {
      connection.send({ kind: 'goodbye', retryAfterMs: Math.round(STORE_IS_BACK_MS * (1 + Math.random())) })
      connection.close(CLOSE.restart, 'store away')
      return
    }
    this.#refuse(null, cause)
    if (cause.code === 'request.too_many') connection.close(CLOSE.tooMany, 'too many sockets')
    else connection.close(CLOSE.sessionEnded, 'session ended')
  }

  #refuse(id: string | null, refusal: Refusal): void {
    this.connection.answer({ kind: 'refusal', id, problem: problemOf(refusal) })
  }
}

class ContactSocket extends Served<ContactHello, ContactCaller> {
  /** No caller: ten thousand that wait would be ten thousand contacts in memory once more. */
  #letIn: LetIn | undefined

  protected readonly hello = isContactHello

  protected async whoAmI(): Promise<ContactCaller> {
    if (!this.#letIn) throw new Refusal('session.missing')
    return stillIn(this.parts.read, this.#letIn, this.parts.now())
  }

  protected async welcome(hello: ContactHello): Promise<void> {
    const { connection, parts } = this
    const { contact, contactId, sessionId } = await contactCaller(parts.read, hello.session, parts.now())
    this.#letIn = { kind: 'contact', contactId, sessionId, ...(hello.once && { askedOn: connection }) }
    this.belongsTo(contactId)
    // Listening begins before the snapshot is read: what happens in between is held back, then sent after it.
    const release = heldBack(connection, [
      topics.contact(contactId),
      topics.session(sessionId),
      topics.everyone,
    ])
    await parts.bus.heard()
    const snapshot = await contactSnapshot(parts, contact, hello.marks)
    // The session may have ended before anybody listened for that.
    await this.whoAmI()
    connection.answer({ kind: 'welcome', heartbeatMs: HEARTBEAT_MS, ...snapshot })
    release()
    parts.contactIsHere(contact, snapshot.tickets.length > 0)
    connection.heartbeat(() => this.#beat())
  }

  async #beat(): Promise<Heartbeat | null> {
    const { parts } = this
    const still = await this.stillMe()
    if (!still) return null
    const newest = await newestOfContact(parts.read, still.contact)
    parts.contactIsHere(still.contact, Object.keys(newest).length > 0)
    return heartbeat(parts, newest)
  }

  protected async command(frame: CommandFrame): Promise<AnswerFrame> {
    if (!this.#letIn) throw new Refusal('session.missing')
    return this.parts.gateway.contactCommand(this.#letIn, frame, this.address)
  }
}

class DeskSocket extends Served<unknown, AgentCaller> {
  readonly #cookie: string | undefined

  constructor(socket: WebSocket, parts: SocketParts, door: Door, cookie: string | undefined) {
    super(socket, parts, door)
    this.#cookie = cookie
  }

  protected readonly hello = isDeskHello

  protected whoAmI(): Promise<AgentCaller> {
    return deskCaller(this.parts.read, this.#cookie, this.parts.now())
  }

  protected async welcome(): Promise<void> {
    const { connection, parts } = this
    const caller = await this.whoAmI()
    this.belongsTo(caller.agent.id)
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
    await this.whoAmI()
    connection.answer({ kind: 'welcome', heartbeatMs: HEARTBEAT_MS, ...snapshot })
    release()
    connection.mayStay(async () => (await this.stillMe()) !== null)
    const used = { id: caller.sessionId, agentId: caller.agent.id }
    parts.sessionIsUsed(used)
    connection.heartbeat(async () => {
      parts.sessionIsUsed(used)
      const still = await this.stillMe()
      return still && heartbeat(parts, await newestOfDesk(parts.read, still.agent))
    })
  }

  protected async command(frame: CommandFrame): Promise<AnswerFrame> {
    return this.parts.gateway.deskCommand(await this.whoAmI(), frame, this.address)
  }
}

/** Nobody knows who calls, for a moment: whoever took that for an end would have to log in anew after each outage. */
const isOfTheStore = (cause: unknown) => cause instanceof Refusal && cause.code === 'store.failed'

function heartbeat({ now, articlesVersion }: SnapshotParts, newest: Record<string, number>): Heartbeat {
  return { kind: 'heartbeat', at: now().toISOString(), newest, articlesVersion: articlesVersion() }
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
    const frame: unknown = JSON.parse(text)
    // Nothing that cannot be carried on can stand there unescaped.
    return text.includes('\\u') ? carried(frame) : frame
  } catch {
    return undefined
  }
}

function idOf(frame: unknown): string | null {
  if (typeof frame !== 'object' || frame === null || !('id' in frame)) return null
  return typeof frame.id === 'string' ? frame.id.slice(0, 64) : null
}

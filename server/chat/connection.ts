// An open socket: what goes out on it, what it listens to, and what happens to one that reads too slowly or falls silent.
// A class, and methods instead of functions of its own for each: there are ten thousand of them. Partner: hub.ts.

import type { WebSocket } from '@fastify/websocket'
import { CLOSE } from '../../protocol/limits.ts'
import type { Bus, BusEvent } from '../bus/bus.ts'
import { Refusal } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Heart, Owner } from './heart.ts'
import { type Frame, frameOf, type Outgoing } from './outgoing.ts'

/** Bytes of events that may wait for one reader; past it the socket closes with "behind" and the client resumes. */
const EVENTS_MAX_BYTES = 256 * 1024
/**
 * Bytes of answers that may wait. They are no sign of being behind: the client asked for them, and a long thread on
 * a slow line must arrive whole, or each return would ask for it again. Past this it asks faster than it reads.
 */
const ANSWERS_MAX_BYTES = 8 * 1024 * 1024

/** What all connections of a hub share. */
export interface Surroundings {
  bus: Bus
  log: Log
  startHeart(owner: Owner): Heart
  frameOfEvent(event: BusEvent): Frame
  isGone(connection: Connection): void
}

export class Connection implements Owner {
  readonly socket: WebSocket
  readonly #outgoing: Outgoing
  readonly #around: Surroundings
  readonly #heart: Heart
  /** Of what it listens to. */
  #stops: (() => void)[] = []
  /** What is let go when the socket is gone; null from then on. */
  #held: (() => void)[] | null = []
  #makeBeat: (() => Promise<object | null>) | undefined
  #mayStay: (() => Promise<boolean>) | undefined
  #atWork = 0
  #isLeaving = false

  constructor(socket: WebSocket, outgoing: Outgoing, around: Surroundings) {
    this.socket = socket
    this.#outgoing = outgoing
    this.#around = around
    this.#heart = around.startHeart(this)
    socket.on('close', () => {
      around.isGone(this)
      this.#stop()
      for (const letGo of this.#held ?? []) letGo()
      this.#held = null
    })
    socket.on('error', (err) => {
      around.log.info({ err: err.message }, 'a socket broke')
      socket.terminate()
    })
  }

  /** Sends what nobody asked for, or closes a reader that is too far behind. */
  send(frame: object): void {
    this.#push(frameOf(JSON.stringify(frame)))
  }

  /** The same for an event, which many hear. */
  tell(event: BusEvent): void {
    this.#push(this.#around.frameOfEvent(event))
  }

  /** Sends what the client asked for: a welcome, an acknowledgement, a refusal. */
  answer(frame: object): void {
    if (this.socket.readyState !== this.socket.OPEN) return
    if (this.#outgoing.answers > ANSWERS_MAX_BYTES) this.close(CLOSE.behind, 'behind')
    else this.#outgoing.answer(frameOf(JSON.stringify(frame)))
  }

  /** Events of these topics go out as frames until the socket closes. `onEvent` may take one for itself. */
  listen(topics: string[], onEvent?: (event: BusEvent) => boolean): void {
    if (!this.#held) return
    const hear = (event: BusEvent, answered?: object) => {
      if (answered !== this && !onEvent?.(event)) this.tell(event)
    }
    this.#stops.push(...topics.map((topic) => this.#around.bus.subscribe(topic, hear)))
  }

  /** What each heartbeat carries; null ends the connection as "session ended". */
  heartbeat(make: () => Promise<object | null>): void {
    this.#makeBeat = make
  }

  /** Asked between heartbeats where nobody may have told that a session ended. */
  mayStay(check: () => Promise<boolean>): void {
    this.#mayStay = check
  }

  /** At once where it is gone already: somebody left while it was found out who they are. */
  whenGone(letGo: () => void): void {
    if (this.#held) this.#held.push(letGo)
    else letGo()
  }

  heard(): void {
    this.#heart.heard()
  }

  /** A restart waits until all that begins has ended, so that what was begun is answered; for a second at most. */
  begins(): void {
    this.#atWork++
  }

  ends(): void {
    if (--this.#atWork === 0 && this.#isLeaving) this.#leave()
  }

  close(code: number, reason: string): void {
    this.#stop()
    this.#outgoing.letGo()
    this.socket.close(code, reason)
  }

  async check(): Promise<void> {
    if (this.#mayStay && !(await this.#mayStay())) this.close(CLOSE.sessionEnded, 'session ended')
  }

  /** Says when to come back, and leaves as soon as nothing is under way. */
  farewell(retryAfterMs: number): void {
    this.send({ kind: 'goodbye', retryAfterMs })
    this.#isLeaving = true
    if (this.#atWork === 0) this.#leave()
  }

  // None while the store is away, which has said so itself: who hears nothing dials anew, and may come to another copy.
  beat(): void {
    this.#beat().catch((err: unknown) => {
      if (!(err instanceof Refusal)) this.#around.log.error({ err }, 'a heartbeat failed')
    })
  }

  dead(): void {
    this.close(CLOSE.silent, 'silent')
  }

  async #beat(): Promise<void> {
    const frame = await this.#makeBeat?.()
    if (frame === null) this.close(CLOSE.sessionEnded, 'session ended')
    else if (frame) this.send(frame)
  }

  #push(frame: Frame): void {
    if (this.socket.readyState !== this.socket.OPEN) return
    const waiting = this.socket.bufferedAmount + this.#outgoing.held - this.#outgoing.answers
    if (waiting > EVENTS_MAX_BYTES) this.close(CLOSE.behind, 'behind')
    else this.#outgoing.send(frame)
  }

  #leave(): void {
    this.close(CLOSE.restart, 'restart')
  }

  #stop(): void {
    this.#heart.stop()
    for (const stop of this.#stops) stop()
    this.#stops = []
  }
}

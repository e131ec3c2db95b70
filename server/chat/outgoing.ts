// What one connection is to be sent within a turn leaves in one write: a message makes five frames, and to hand each to the
// socket by itself costs more than all else that is done for it. Framed here as RFC 6455 has it: text, whole, unmasked.
// Partner: hub.ts, which decides what is sent, and how much may wait.

/** The TCP socket beneath. */
export interface Wire {
  write(bytes: Uint8Array, whenGone: () => void): unknown
}

/** A frame of text. One that many hear is made once. */
export interface Frame {
  readonly text: string
  readonly bytes: number
  /** As it stands on the wire, once it was sent by itself. */
  whole: Buffer | null
}

export function frameOf(text: string): Frame {
  return { text, bytes: Buffer.byteLength(text), whole: null }
}

/** Held back at most for one connection: what waits longer than a turn waits for the reader. */
const HELD_MAX_BYTES = 64 * 1024

/** @returns what makes a connection's way out; those of a turn leave together at its end. */
export function makeTurns(): (socket: { OPEN: number; readyState: number }, wire: Wire) => Outgoing {
  let holding: Outgoing[] = []

  function letGo(): void {
    const all = holding
    holding = []
    for (const one of all) one.letGo()
  }

  function hold(one: Outgoing): void {
    if (holding.length === 0) process.nextTick(letGo)
    holding.push(one)
  }

  return (socket, wire) => new Outgoing(socket, wire, hold)
}

export class Outgoing {
  readonly #socket: { OPEN: number; readyState: number }
  readonly #wire: Wire
  readonly #hold: (one: Outgoing) => void
  /** Emptied, never replaced: in a quiet minute it comes among the old objects, and what a dead one of these holds is collected late. */
  readonly #frames: Frame[] = []
  #heldBytes = 0
  #heldAnswers = 0
  /** Bytes of answers that are not with the system yet, held ones too. */
  answers = 0

  constructor(socket: { OPEN: number; readyState: number }, wire: Wire, hold: (one: Outgoing) => void) {
    this.#socket = socket
    this.#wire = wire
    this.#hold = hold
  }

  /** Bytes that were sent in this turn and are not on their way. */
  get held(): number {
    return this.#heldBytes
  }

  send(frame: Frame): void {
    if (this.#frames.length === 0) this.#hold(this)
    else if (this.#heldBytes > HELD_MAX_BYTES) {
      this.letGo()
      this.#hold(this)
    }
    this.#frames.push(frame)
    this.#heldBytes += frame.bytes
  }

  /** The same for what was asked for. */
  answer(frame: Frame): void {
    this.send(frame)
    this.#heldAnswers += frame.bytes
    this.answers += frame.bytes
  }

  /** Before a close, too: behind its frame nothing may follow. */
  letGo(): void {
    const frames = this.#frames
    const [first] = frames
    if (!first) return
    const bytes = frames.length === 1 ? wholeOf(first) : onWire(frames, this.#heldBytes)
    const answers = this.#heldAnswers
    frames.length = 0
    this.#heldBytes = 0
    this.#heldAnswers = 0
    if (this.#socket.readyState !== this.#socket.OPEN) return
    this.#wire.write(bytes, () => {
      this.answers -= answers
    })
  }
}

function wholeOf(frame: Frame): Buffer {
  frame.whole ??= onWire([frame], frame.bytes)
  return frame.whole
}

/** The whole of a message, and that it is text. */
const TEXT = 0x81
/** A length up to here stands in the second byte; else that says how many bytes follow with it. */
const SHORT = 125
const IN_TWO_BYTES = 126
const IN_EIGHT_BYTES = 127
const LONGEST_IN_TWO = 0xffff
const LONGEST_HEAD = 10

function onWire(frames: readonly Frame[], payload: number): Buffer {
  const bytes = Buffer.allocUnsafe(payload + frames.length * LONGEST_HEAD)
  let at = 0
  for (const frame of frames) {
    bytes[at++] = TEXT
    if (frame.bytes <= SHORT) bytes[at++] = frame.bytes
    else if (frame.bytes <= LONGEST_IN_TWO) {
      bytes[at++] = IN_TWO_BYTES
      at = bytes.writeUInt16BE(frame.bytes, at)
    } else {
      bytes[at++] = IN_EIGHT_BYTES
      at = bytes.writeBigUInt64BE(BigInt(frame.bytes), at)
    }
    at += bytes.write(frame.text, at)
  }
  return bytes.subarray(0, at)
}

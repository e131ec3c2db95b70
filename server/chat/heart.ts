// Whether the other side is still there: it is sent a heartbeat in time, and who answers none is dead. But a process that was slow
// sent it late and has the answer unread: what has come is read first, and the answer has its time. All hearts have one clock: to be
// woken for each of ten thousand cost five times what it sent, and two timers each. Partner: hub.ts.

import { HEARTBEAT_MS, SILENCE_MS } from '../../protocol/limits.ts'

/** A heartbeat is answered within this. */
const ANSWER_MS = SILENCE_MS - HEARTBEAT_MS
/** Those that are due within it beat together. */
const TICK_MS = 100
/** Of ten thousand that came back together: the others of a tick beat in the next turns, so that sockets are served between them. */
const BEATS_IN_A_TURN = 32

export interface Owner {
  beat(): void
  dead(): void
}

/** The hearts of one clock. */
interface Hearts {
  /** Who beat longest ago stands first. */
  readonly beating: Set<Heart>
  /** Of those, who were not heard since. */
  readonly unanswered: Set<Heart>
  clock: NodeJS.Timeout | undefined
}

export class Heart {
  readonly owner: Owner
  readonly #among: Hearts
  beatAt = performance.now()
  heardAt = this.beatAt

  constructor(owner: Owner, among: Hearts) {
    this.owner = owner
    this.#among = among
    among.beating.add(this)
  }

  heard(): void {
    this.heardAt = performance.now()
    this.#among.unanswered.delete(this)
  }

  stop(): void {
    const { beating, unanswered } = this.#among
    beating.delete(this)
    unanswered.delete(this)
    if (beating.size > 0) return
    clearInterval(this.#among.clock)
    this.#among.clock = undefined
  }
}

export function makeHearts(): (owner: Owner) => Heart {
  const hearts: Hearts = { beating: new Set(), unanswered: new Set(), clock: undefined }
  const { beating, unanswered } = hearts

  function tick(): void {
    const now = performance.now()
    for (const heart of unanswered) {
      if (now - heart.beatAt < ANSWER_MS) break
      if (isSilent(heart, now)) setImmediate(endIfSilent, heart)
    }
    beatSome()
  }

  function beatSome(): void {
    const now = performance.now()
    let beats = 0
    for (const heart of beating) {
      if (now - heart.beatAt < HEARTBEAT_MS) return
      if (beats++ === BEATS_IN_A_TURN) return void setImmediate(beatSome)
      heart.beatAt = now
      for (const all of [beating, unanswered]) {
        all.delete(heart)
        all.add(heart)
      }
      heart.owner.beat()
    }
  }

  /** After the sockets of this turn. */
  function endIfSilent(heart: Heart): void {
    if (unanswered.has(heart) && isSilent(heart, performance.now())) heart.owner.dead()
  }

  const isSilent = ({ heardAt }: Heart, now: number) => now - heardAt >= SILENCE_MS

  return (owner) => {
    hearts.clock ??= setInterval(tick, TICK_MS)
    return new Heart(owner, hearts)
  }
}

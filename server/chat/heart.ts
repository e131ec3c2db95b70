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

interface Owner {
  beat(): void
  dead(): void
}

export interface Heart {
  heard(): void
  stop(): void
}

interface Beating {
  owner: Owner
  beatAt: number
  heardAt: number
}

export function makeHearts(): (owner: Owner) => Heart {
  /** Who beat longest ago stands first. */
  const beating = new Set<Beating>()
  /** Of those, who were not heard since. */
  const unanswered = new Set<Beating>()
  let clock: NodeJS.Timeout | undefined

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
  function endIfSilent(heart: Beating): void {
    if (unanswered.has(heart) && isSilent(heart, performance.now())) heart.owner.dead()
  }

  const isSilent = ({ heardAt }: Beating, now: number) => now - heardAt >= SILENCE_MS

  return (owner) => {
    const now = performance.now()
    const heart: Beating = { owner, beatAt: now, heardAt: now }
    beating.add(heart)
    clock ??= setInterval(tick, TICK_MS)
    return {
      heard() {
        heart.heardAt = performance.now()
        unanswered.delete(heart)
      },
      stop() {
        beating.delete(heart)
        unanswered.delete(heart)
        if (beating.size > 0) return
        clearInterval(clock)
        clock = undefined
      },
    }
  }
}

// What is sent within one turn leaves in one write: a message makes five frames, and a write for each costs more than all
// else that is done for it. Partner: hub.ts, which sends.

/** Of the TCP socket beneath. */
export interface Wire {
  cork(): void
  uncork(): void
}

/** Held back at most for one connection: what waits longer than a turn waits for the reader. */
const HELD_MAX_BYTES = 64 * 1024

export type Turns = ReturnType<typeof makeTurns>

export function makeTurns() {
  let held: { wire: Wire; isHeld: boolean; bytes: number }[] = []

  function letGo(): void {
    const all = held
    held = []
    for (const one of all) {
      one.isHeld = false
      one.wire.uncork()
    }
  }

  /** @returns what is called before so many bytes are sent */
  return (wire: Wire): ((bytes: number) => void) => {
    const mine = { wire, isHeld: false, bytes: 0 }
    return (bytes) => {
      if (!mine.isHeld) {
        if (held.length === 0) process.nextTick(letGo)
        held.push(mine)
        mine.isHeld = true
        mine.bytes = 0
        wire.cork()
      } else if (mine.bytes > HELD_MAX_BYTES) {
        wire.uncork()
        wire.cork()
        mine.bytes = 0
      }
      mine.bytes += bytes
    }
  }
}

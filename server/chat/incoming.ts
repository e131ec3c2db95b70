// What comes in: so many frames are begun in a turn of the event loop, the others wait as the text that they are. One that is
// begun takes twenty times the memory, and in a flood of ten thousand all of that was copied by the collector, again and
// again, while it waited for its commit. Partners: sockets.ts; store/lowdb/commits.ts, which runs as many works in a turn.

/** As many as the store keeps in a turn: more would only wait there. */
const BEGUN_IN_A_TURN = 32

/** @returns what takes something that is to be begun: now, or when its turn comes, in the order in which it came. */
export function makeIncoming(): (begin: () => void) => void {
  const waiting: (() => void)[] = []
  let begun = 0

  function nextTurn(): void {
    begun = 0
    while (begun < BEGUN_IN_A_TURN) {
      const begin = waiting.shift()
      if (!begin) break
      begun++
      begin()
    }
    if (begun > 0) setImmediate(nextTurn)
  }

  return (begin) => {
    if (begun === BEGUN_IN_A_TURN) {
      waiting.push(begin)
      return
    }
    if (begun === 0) setImmediate(nextTurn)
    begun++
    begin()
  }
}

// What comes close together is handed on together: the first at once, what follows it within a moment in one piece. Two hundred
// events in a second are drawn twenty times then, and one alone waits for nothing. Partner: socket.ts.

interface Together<One> {
  take(one: One): void
  /** What waits is handed on now: something else comes behind it. */
  now(): void
  /** What waits is let go. */
  drop(): void
}

export function together<One>(withinMs: number, hand: (ones: One[]) => void): Together<One> {
  let waiting: One[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  return { take, now, drop }

  function take(one: One): void {
    waiting.push(one)
    if (timer !== undefined) return
    now()
    timer = setTimeout(rest, withinMs)
  }

  function rest(): void {
    const goesOn = waiting.length > 0
    timer = goesOn ? setTimeout(rest, withinMs) : undefined
    now()
  }

  function now(): void {
    const ones = waiting
    waiting = []
    if (ones.length > 0) hand(ones)
  }

  function drop(): void {
    clearTimeout(timer)
    timer = undefined
    waiting = []
  }
}

// Work in steps: what would keep a page from doing anything else for too long is written as a generator that yields
// between two of them. A server and a test take it in one go, a browser in slices: the same code, the same answer.

export type Steps<T> = Generator<void, T, void>

export function inOneGo<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** With a step that began before it is over, a third of the 50 ms that count as a delay, on a phone too. */
const SLICE_MS = 6

/**
 * The first slice now; where all fits into it, `then` has been called when this returns. The others follow as tasks of
 * their own.
 * @returns what drops the rest
 */
export function inSlices<T>(
  steps: Steps<T>,
  then: (value: T) => void,
  fail: (cause: unknown) => void = (cause) => reportError(cause),
): () => void {
  let isWanted = true
  const { port1, port2 } = new MessageChannel()
  const end = () => {
    isWanted = false
    port1.close()
  }
  const slice = () => {
    const endsAt = performance.now() + SLICE_MS
    try {
      while (isWanted) {
        const { done, value } = steps.next()
        if (done) {
          end()
          then(value)
        } else if (performance.now() > endsAt) return port2.postMessage(null)
      }
    } catch (cause) {
      end()
      fail(cause)
    }
  }
  port1.onmessage = slice
  slice()
  return end
}

export const sliced = <T>(steps: Steps<T>): Promise<T> =>
  new Promise((done, fail) => {
    inSlices(steps, done, fail)
  })

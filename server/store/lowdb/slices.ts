// Long work in memory, cut so that others have their turn between: so long nobody is answered, and a message acknowledged within as much again.

const SLICE_MS = 5
/** A look at the clock costs a hundredth of what is done between two. */
const STEPS_A_LOOK = 16

export class Slices {
  #steps = 0
  #endsAt = performance.now() + SLICE_MS

  /** @returns what is to be waited for, at the end of a slice */
  step(): Promise<void> | null {
    if (++this.#steps % STEPS_A_LOOK !== 0 || performance.now() < this.#endsAt) return null
    return nextTurn().then(() => {
      this.#endsAt = performance.now() + SLICE_MS
    })
  }
}

export const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

// Work beside everybody else's: in slices, with pauses between them that grow with what the others keep the event loop
// busy. A third of an idle one, a tenth of one that is half busy, next to nothing of one that hardly keeps up. Knows not what the work is.

import { performance } from 'node:perf_hooks'

/** Who comes in the middle of it waits no longer than for a commit of somebody else. */
const SLICE_MS = 0.5
/** While nobody else has anything to do. */
const PAUSE_MS = 1
/** So a server that is never idle gets there, too: at half a percent. */
const PAUSE_MAX_MS = 100
/** What a pause adds to what is known of the others: one alone is too short to say much. */
const WEIGHT = 0.2

export class Pace {
  /** Share of the pauses in which the others worked. */
  #busy = 0
  #sliceEndsAt = performance.now() + SLICE_MS
  #isHurried = false
  #wake = () => {}

  isSliceOver(): boolean {
    return performance.now() >= this.#sliceEndsAt
  }

  /** Everybody has a turn, and no more: for work that others wait for, or that holds something. */
  async turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    this.#sliceEndsAt = performance.now() + SLICE_MS
  }

  /**
   * @param idleMs as long as it is while nobody else has anything to do
   * @param mostMs as long as it is at most
   */
  async pause(idleMs = PAUSE_MS, mostMs = PAUSE_MAX_MS): Promise<void> {
    if (this.#isHurried) return
    const before = performance.eventLoopUtilization()
    await this.#wait(Math.min(mostMs, idleMs * slowness(this.#busy)))
    const { utilization } = performance.eventLoopUtilization(before)
    this.#busy += WEIGHT * (utilization - this.#busy)
    this.#sliceEndsAt = performance.now() + SLICE_MS
  }

  /** No pause any more: who works is to see that it should end. */
  hurry(): void {
    this.#isHurried = true
    this.#wake()
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

/** By the square of what is idle: a queue grows faster than what is not. */
function slowness(busy: number): number {
  const idle = 1 - busy
  return 1 / (idle * idle)
}

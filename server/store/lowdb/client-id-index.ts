// Where the record of each client id lies, without the ids themselves: a number of 53 bits and its document, about
// 45 bytes for each message ever written. The record stays on disk and is read when a writer repeats itself.

import type { Home } from './memory.ts'

export class ClientIdIndex {
  /** Two ids with one number are rare, but then both documents must be looked into. */
  readonly #homes = new Map<number, Home | readonly Home[]>()

  homes(key: string): readonly Home[] {
    const homes = this.#homes.get(numberOf(key))
    if (homes === undefined) return NONE
    return 'name' in homes ? [homes] : homes
  }

  add(key: string, home: Home): void {
    const there = this.homes(key)
    if (there.includes(home)) return
    this.#homes.set(numberOf(key), there.length === 0 ? home : [...there, home])
  }
}

const NONE: readonly Home[] = []

/** Two independent multiplicative hashes, 32 and 21 bits: as many as a number holds exactly. */
function numberOf(key: string): number {
  let high = 0x9e3779b9
  let low = 0x85ebca6b
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at)
    high = Math.imul(high ^ code, 0x01000193)
    low = Math.imul(low ^ code, 0x5bd1e995)
    low ^= low >>> 15
  }
  return (high >>> 0) * 2 ** 21 + (low >>> 11)
}

// Where the record of each client id lies, without the ids themselves: a number of 53 bits and its home, some 24 bytes
// for each message ever written. The record stays on disk and is read when a writer repeats itself.

import type { Home } from './memory.ts'

/** Rooms at the beginning: a power of two, as the place of a number is taken from its lowest bits. */
const FIRST_ROOMS = 1_024
/** Past this share of taken rooms, looking for one takes longer than making twice as many is worth. */
const FULL = 0.7

export class ClientIdIndex {
  /** Open addressing in two plain arrays: a Map of a million numbers costs twice that, and the collector walks it. */
  #numbers = new Float64Array(FIRST_ROOMS)
  /** Place in `#homes`, from 1; 0 is a free room. */
  #places = new Uint32Array(FIRST_ROOMS)
  #taken = 0
  readonly #homes: Home[] = []

  /** Two ids with one number are rare, but then both homes must be looked into. */
  homes(number: number): readonly Home[] {
    const found: Home[] = []
    for (let room = this.#roomOf(number); this.#places[room]; room = (room + 1) & (this.#places.length - 1)) {
      if (this.#numbers[room] !== number) continue
      const home = this.#homes[(this.#places[room] ?? 0) - 1]
      if (home) found.push(home)
    }
    return found
  }

  add(number: number, home: Home): void {
    if (home.place === 0) home.place = this.#homes.push(home)
    const { place } = home
    let room = this.#roomOf(number)
    for (; this.#places[room]; room = (room + 1) & (this.#places.length - 1))
      if (this.#numbers[room] === number && this.#places[room] === place) return
    if (++this.#taken > FULL * this.#places.length) {
      this.#grow()
      this.#put(number, place)
      return
    }
    this.#numbers[room] = number
    this.#places[room] = place
  }

  #put(number: number, place: number): void {
    let room = this.#roomOf(number)
    while (this.#places[room]) room = (room + 1) & (this.#places.length - 1)
    this.#numbers[room] = number
    this.#places[room] = place
  }

  #roomOf(number: number): number {
    return (number >>> 0) & (this.#places.length - 1)
  }

  #grow(): void {
    const [numbers, places] = [this.#numbers, this.#places]
    this.#numbers = new Float64Array(2 * numbers.length)
    this.#places = new Uint32Array(2 * numbers.length)
    for (let room = 0; room < places.length; room++) {
      const place = places[room]
      if (place) this.#put(numbers[room] ?? 0, place)
    }
  }
}

/** Two independent multiplicative hashes, 32 and 21 bits: as many as a number holds exactly. Thread files keep it. */
export function numberOf(key: string): number {
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

// Entries, notes or client ids of one home: some are in thread files, the newest wait for a checkpoint, as bytes outside of the collected heap.
// As texts each of them was moved twice by the collector, and printed twice. Partners: memory.ts, whose homes have them; thread-files.ts.

/** Filled one after the other by all homes; goes when nothing in it waits any more. */
const CHUNK_BYTES = 256 * 1024
/** What a character of a string takes at the most. */
const CHARACTER_BYTES = 3
const NEWLINE = 10

let chunk = Buffer.alloc(0)
let filled = 0

/** Most threads have nothing that waits: they share one empty list. */
const NOTHING: Place[] = []
/** For each record the chunk it lies in, where it begins, and where it ends, with the new line. */
type Place = Buffer | number
const PLACES = 3

export class Added {
  /** The first so many are in thread files. */
  saved = 0
  /** Of client ids that wait: the number of each, under which the index has it. */
  numbers: number[] | null = null
  #places = NOTHING

  get waiting(): number {
    return this.#places.length / PLACES
  }

  /** How many there are. */
  get count(): number {
    return this.saved + this.waiting
  }

  /** A record as JSON. */
  push(text: string): void {
    if (this.#places === NOTHING) this.#places = []
    const most = CHARACTER_BYTES * text.length + 1
    if (most > CHUNK_BYTES) {
      const own = Buffer.from(`${text}\n`)
      this.#places.push(own, 0, own.length)
      return
    }
    if (most > chunk.length - filled) {
      chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES)
      filled = 0
    }
    const startsAt = filled
    filled += chunk.write(text, filled)
    chunk[filled++] = NEWLINE
    this.#places.push(chunk, startsAt, filled)
  }

  /** Of those that wait, from 0. */
  textAt(index: number): string | undefined {
    if (index >= this.waiting) return undefined
    const { bytes, startsAt, endsAt } = this.#placeOf(index)
    return bytes.toString('utf8', startsAt, endsAt - 1)
  }

  /** All that wait. */
  texts(): string[] {
    return Array.from({ length: this.waiting }, (_, index) => this.textAt(index) ?? '')
  }

  /** Those that wait, each with a new line. */
  get bytes(): number {
    let bytes = 0
    for (let index = 0; index < this.waiting; index++) {
      const { startsAt, endsAt } = this.#placeOf(index)
      bytes += endsAt - startsAt
    }
    return bytes
  }

  /** @returns where the last of them ends */
  copyTo(target: Buffer, at: number): number {
    for (let index = 0; index < this.waiting; index++) {
      const { bytes, startsAt, endsAt } = this.#placeOf(index)
      at += bytes.copy(target, at, startsAt, endsAt)
    }
    return at
  }

  /** The first so many of those that wait do so no more. */
  leave(count: number): void {
    if (count === 0) return
    this.#places.splice(0, PLACES * count)
    this.numbers?.splice(0, count)
  }

  #placeOf(index: number): { bytes: Buffer; startsAt: number; endsAt: number } {
    const at = PLACES * index
    const [bytes, startsAt, endsAt] = [this.#places[at], this.#places[at + 1], this.#places[at + 2]]
    return { bytes: bytes as Buffer, startsAt: startsAt as number, endsAt: endsAt as number }
  }
}

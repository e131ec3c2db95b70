// A sorted list of strings that stays quick to change at a hundred thousand lines: changes wait until somebody
// looks, and a ticket that changes ten times between two looks is moved once. Partner: memory.ts.

/** Strings in one of the short lists it is made of: moving half of one is a copy of 2 KB. */
const CHUNK = 512
/** Past this share of changed lines, sorting anew is quicker than putting each in its place. */
const MANY = 1 / 8
/** So many changes wait at most: some two milliseconds of work. Until somebody has looked once, as at a start, all wait. */
const WAITING_MOST = 1_024

export class Ordered {
  #chunks: string[][] = []
  /** Not in the chunks yet: true for those to come, false for those to go. */
  readonly #changes = new Map<string, boolean>()
  size = 0

  add(entry: string): void {
    this.size++
    if (this.#changes.get(entry) === false) this.#changes.delete(entry)
    else this.#change(entry, true)
  }

  /** `entry` must be in it. */
  delete(entry: string): void {
    this.size--
    if (this.#changes.get(entry)) this.#changes.delete(entry)
    else this.#change(entry, false)
  }

  /** Smallest first, those above `above`. */
  *ascending(above?: string): Generator<string> {
    this.#settle()
    const first = above === undefined ? 0 : this.#chunkOf(above)
    for (let at = first; at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at] ?? []
      if (above === undefined || at > first) yield* chunk
      else for (const entry of chunk) if (entry > above) yield entry
    }
  }

  /** Greatest first, those below `below`. */
  *descending(below?: string): Generator<string> {
    this.#settle()
    const last = this.#chunks.length - 1
    for (let at = below === undefined ? last : Math.min(this.#chunkOf(below), last); at >= 0; at--) {
      const chunk = this.#chunks[at] ?? []
      let place = (below === undefined ? chunk.length : firstNotBelow(chunk, below)) - 1
      for (; place >= 0; place--) yield chunk[place] ?? ''
    }
  }

  #change(entry: string, comes: boolean): void {
    this.#changes.set(entry, comes)
    if (this.#changes.size > WAITING_MOST && this.#chunks.length > 0) this.#settle()
  }

  #settle(): void {
    if (this.#changes.size > this.size * MANY) this.#sortAnew()
    else for (const [entry, comes] of this.#changes) comes ? this.#insert(entry) : this.#take(entry)
    this.#changes.clear()
  }

  #sortAnew(): void {
    const all = this.#chunks.flat().filter((entry) => !this.#changes.has(entry))
    for (const [entry, comes] of this.#changes) if (comes) all.push(entry)
    all.sort()
    this.#chunks = []
    for (let at = 0; at < all.length; at += CHUNK / 2) this.#chunks.push(all.slice(at, at + CHUNK / 2))
  }

  #insert(entry: string): void {
    const at = Math.min(this.#chunkOf(entry), this.#chunks.length - 1)
    const chunk = this.#chunks[at]
    if (!chunk) {
      this.#chunks.push([entry])
      return
    }
    chunk.splice(firstNotBelow(chunk, entry), 0, entry)
    if (chunk.length > CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(CHUNK / 2))
  }

  #take(entry: string): void {
    const at = this.#chunkOf(entry)
    const chunk = this.#chunks[at]
    if (!chunk) return
    chunk.splice(firstNotBelow(chunk, entry), 1)
    if (chunk.length === 0) this.#chunks.splice(at, 1)
  }

  /** The first chunk that ends at or after `entry`; past the end when there is none. */
  #chunkOf(entry: string): number {
    let low = 0
    let high = this.#chunks.length
    while (low < high) {
      const middle = (low + high) >> 1
      const last = this.#chunks[middle]?.at(-1) ?? ''
      if (last < entry) low = middle + 1
      else high = middle
    }
    return low
  }
}

function firstNotBelow(sorted: string[], entry: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < entry) low = middle + 1
    else high = middle
  }
  return low
}

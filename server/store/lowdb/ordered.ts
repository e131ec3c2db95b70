// A sorted list of strings that stays quick to change at a hundred thousand lines: a list of short lists.
// Partner: memory.ts, which keeps one for each name that records are filed under.

/** Strings in one short list: moving half of it is a copy of 2 KB. */
const CHUNK = 512

export class Ordered {
  #chunks: string[][] = []
  size = 0

  add(entry: string): void {
    const chunk = this.#chunks[this.#chunkOf(entry)] ?? this.#chunks.at(-1)
    this.size++
    if (!chunk) {
      this.#chunks.push([entry])
      return
    }
    chunk.splice(firstNotBelow(chunk, entry), 0, entry)
    if (chunk.length > CHUNK) {
      this.#chunks.splice(this.#chunks.indexOf(chunk) + 1, 0, chunk.splice(CHUNK / 2))
    }
  }

  delete(entry: string): void {
    const at = this.#chunkOf(entry)
    const chunk = this.#chunks[at]
    if (!chunk) return
    const place = firstNotBelow(chunk, entry)
    if (chunk[place] !== entry) return
    chunk.splice(place, 1)
    this.size--
    if (chunk.length === 0) this.#chunks.splice(at, 1)
  }

  /** Smallest first. */
  *ascending(): Generator<string> {
    for (const chunk of this.#chunks) yield* chunk
  }

  /** Greatest first, those below `below`. */
  *descending(below?: string): Generator<string> {
    let at = below === undefined ? this.#chunks.length - 1 : this.#chunkOf(below)
    if (at >= this.#chunks.length) at = this.#chunks.length - 1
    for (; at >= 0; at--) {
      const chunk = this.#chunks[at] ?? []
      let place = (below === undefined ? chunk.length : firstNotBelow(chunk, below)) - 1
      for (; place >= 0; place--) yield chunk[place] ?? ''
    }
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

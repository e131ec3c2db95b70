// Which tickets have a word: for each word a list of small numbers that is only ever added to, in bytes outside of the
// collected heap. A list begins in place, for most words stand in one ticket only, and goes on in slices that grow.
// Order and doubles do not matter to whoever reads them. Partner: ticket-index.ts.

/** Bytes of a word's slices, the next ones as the last: a rare word wastes little, a common one has few seams. */
const SLICES = [16, 32, 64, 128, 256]
/** At the end of a slice: where the next one begins. */
const LINK_BYTES = 4
const FIRST_BYTES = 1 << 20
const FIRST_WORDS = 1 << 12

export class Postings {
  #bytes = new Uint8Array(FIRST_BYTES)
  /** 0 is no address. */
  #used = 1
  // One field a word.
  #only = new Uint32Array(FIRST_WORDS)
  #newest = new Uint32Array(FIRST_WORDS)
  #first = new Uint32Array(FIRST_WORDS)
  #at = new Uint32Array(FIRST_WORDS)
  #end = new Uint32Array(FIRST_WORDS)
  #level = new Uint8Array(FIRST_WORDS)

  /** Bytes that it takes. */
  get bytes(): number {
    return this.#bytes.length + 21 * this.#only.length
  }

  /** The value that came to the word last; -1 where none did. */
  newest(word: number): number {
    return (this.#newest[word] ?? 0) - 1
  }

  /** @param value from 0, below 2³¹ */
  add(word: number, value: number): void {
    if (word >= this.#only.length) this.#makeRoomForWords(word)
    const newest = this.#newest[word] ?? 0
    // From 1: 0 stands for none.
    this.#newest[word] = value + 1
    if (newest === 0) {
      this.#only[word] = value + 1
      return
    }
    const step = value + 1 - newest
    // Steps back are rare and as small as those ahead: the sign is the last bit.
    let rest = step < 0 ? -step * 2 - 1 : step * 2
    for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) this.#put(word, (rest & 0x7f) | 0x80)
    this.#put(word, rest)
  }

  each(word: number, visit: (value: number) => void): void {
    let value = this.#only[word] ?? 0
    if (value === 0) return
    visit(value - 1)
    let at = this.#first[word] ?? 0
    if (at === 0) return
    const bytes = this.#bytes
    const last = this.#at[word] ?? 0
    let level = 0
    let end = at + (SLICES[0] ?? 0) - LINK_BYTES
    for (let rest = 0, unit = 1; ; ) {
      if (at === last) return
      if (at === end) {
        at = this.#linkAt(at)
        level = Math.min(level + 1, SLICES.length - 1)
        end = at + (SLICES[level] ?? 0) - LINK_BYTES
        continue
      }
      const byte = bytes[at++] ?? 0
      rest += (byte & 0x7f) * unit
      if (byte > 0x7f) {
        unit *= 0x80
        continue
      }
      value += rest % 2 === 1 ? -(rest + 1) / 2 : rest / 2
      visit(value - 1)
      rest = 0
      unit = 1
    }
  }

  #put(word: number, byte: number): void {
    let at = this.#at[word] ?? 0
    if (at === (this.#end[word] ?? 0)) at = this.#nextSlice(word, at)
    this.#bytes[at] = byte
    this.#at[word] = at + 1
  }

  #nextSlice(word: number, linkAt: number): number {
    const level = linkAt === 0 ? 0 : Math.min((this.#level[word] ?? 0) + 1, SLICES.length - 1)
    const size = SLICES[level] ?? 0
    if (this.#used + size > this.#bytes.length) {
      const bytes = new Uint8Array(Math.ceil(1.5 * this.#bytes.length))
      bytes.set(this.#bytes)
      this.#bytes = bytes
    }
    const at = this.#used
    this.#used += size
    if (linkAt === 0) this.#first[word] = at
    else for (let byte = 0; byte < LINK_BYTES; byte++) this.#bytes[linkAt + byte] = (at >>> (8 * byte)) & 0xff
    this.#level[word] = level
    this.#end[word] = at + size - LINK_BYTES
    return at
  }

  #linkAt(at: number): number {
    let link = 0
    for (let byte = LINK_BYTES - 1; byte >= 0; byte--) link = link * 0x100 + (this.#bytes[at + byte] ?? 0)
    return link
  }

  #makeRoomForWords(word: number): void {
    const length = Math.max(word + 1, 2 * this.#only.length)
    this.#only = longer(this.#only, length)
    this.#newest = longer(this.#newest, length)
    this.#first = longer(this.#first, length)
    this.#at = longer(this.#at, length)
    this.#end = longer(this.#end, length)
    const level = new Uint8Array(length)
    level.set(this.#level)
    this.#level = level
  }
}

function longer(field: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(length)
  more.set(field)
  return more
}

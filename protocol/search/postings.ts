// Where each term stands, in as few bits as can be read at once: per field, one list of ascending numbers a term,
// written by binary interpolation (Moffat and Stuiver, 2000). Words cluster, since articles on one subject stand
// together, and what clusters costs next to nothing. Lists are read when they are asked for; a mark every so many
// places says where to begin. Partner: index-file.ts, which puts them into a file.

/** Places between two marks: more make the file smaller and a look-up slower. */
const PLACES_A_MARK = 128

/** One field, written. */
export interface Written {
  /** For each term, in how many places it stands: varints. */
  counts: Uint8Array
  /** For each mark, how many bits came since the one before: varints. */
  marks: Uint8Array
  bits: Uint8Array
}

export interface Postings {
  /** Where any of some terms stands, ascending. @param terms ascending */
  placesOf(terms: readonly number[]): Uint32Array
  /** In how many places a term stands. */
  countOf(term: number): number
}

/** @param lists for each term its places, ascending, each below `places` */
export function writePostings(lists: readonly number[][], places: number): Written {
  const bits = bitWriter()
  const counts = lists.map(({ length }) => length)
  const marked = new Set(markedTerms(counts))
  const marks: number[] = []
  let last = 0
  lists.forEach((list, term) => {
    if (marked.has(term)) {
      marks.push(bits.length() - last)
      last = bits.length()
    }
    write(list, 0, list.length - 1, 0, places - 1)
  })
  return { counts: varints(counts), marks: varints(marks), bits: bits.bytes() }

  function write(list: readonly number[], left: number, right: number, low: number, high: number): void {
    if (left > right || high - low === right - left) return
    const middle = (left + right) >> 1
    const value = list[middle] ?? 0
    const lowest = low + middle - left
    bits.put(value - lowest, high - right + middle - lowest + 1)
    write(list, left, middle - 1, low, value - 1)
    write(list, middle + 1, right, value + 1, high)
  }
}

export function readPostings({ counts, marks, bits }: Written, places: number): Postings {
  const countOfTerm = readVarints(counts)
  const marked = markedTerms(countOfTerm)
  const begins: number[] = []
  for (const length of readVarints(marks)) begins.push((begins.at(-1) ?? 0) + length)
  const read = bitReader(bits)
  /** The term whose list begins where the reader stands. */
  let next = 0
  // Used again and again: most lists are of one place or two.
  let list = new Uint32Array(PLACES_A_MARK)
  const isIn = new Uint8Array(places)

  function fill(left: number, right: number, low: number, high: number): void {
    if (left > right) return
    if (high - low === right - left) {
      for (let at = left; at <= right; at++) list[at] = low + at - left
      return
    }
    const middle = (left + right) >> 1
    const lowest = low + middle - left
    const value = lowest + read.next(high - right + middle - lowest + 1)
    list[middle] = value
    fill(left, middle - 1, low, value - 1)
    fill(middle + 1, right, value + 1, high)
  }

  /** Reads the list of a term. @returns how long it is */
  function readList(term: number): number {
    const mark = firstWhere(marked.length, (at) => (marked[at] ?? 0) > term) - 1
    const first = marked[mark] ?? 0
    // Neighbours are asked for one after the other: they begin alike.
    if (next < first || next > term) {
      next = first
      read.goTo(begins[mark] ?? 0)
    }
    let count = 0
    for (; next <= term; next++) {
      count = countOfTerm[next] ?? 0
      if (count > list.length) list = new Uint32Array(count)
      fill(0, count - 1, 0, places - 1)
    }
    return count
  }

  return {
    countOf: (term) => countOfTerm[term] ?? 0,
    placesOf(terms) {
      const found = terms.filter((term) => countOfTerm[term])
      let size = 0
      if (found.length === 1) {
        size = readList(found[0] ?? 0)
        return list.slice(0, size)
      }
      for (const term of found) {
        const count = readList(term)
        for (let at = 0; at < count; at++) {
          const place = list[at] ?? 0
          if (!isIn[place]) size++
          isIn[place] = 1
        }
      }
      const union = new Uint32Array(size)
      for (let at = 0, place = isIn.indexOf(1); at < size; at++, place = isIn.indexOf(1, place + 1)) {
        union[at] = place
        isIn[place] = 0
      }
      return union
    },
  }
}

/** The first of so many places where something is so that is so in all that follow; their number where it is in none. */
export function firstWhere(places: number, isSo: (place: number) => boolean): number {
  let [low, high] = [0, places]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isSo(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** The first term, and each before which enough places have come since the last of these. */
function markedTerms(counts: ArrayLike<number>): number[] {
  const marked: number[] = []
  for (let term = 0, since = PLACES_A_MARK; term < counts.length; term++) {
    if (since >= PLACES_A_MARK) {
      marked.push(term)
      since = 0
    }
    since += counts[term] ?? 0
  }
  return marked
}

export function varints(numbers: readonly number[]): Uint8Array {
  const bytes: number[] = []
  for (let rest of numbers) {
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
    bytes.push(rest)
  }
  return Uint8Array.from(bytes)
}

export function readVarints(bytes: Uint8Array): Uint32Array {
  const numbers = new Uint32Array(bytes.length)
  let count = 0
  let value = 0
  let weight = 1
  for (const byte of bytes) {
    value += (byte % 128) * weight
    weight *= 128
    if (byte > 127) continue
    numbers[count++] = value
    value = 0
    weight = 1
  }
  return numbers.subarray(0, count)
}

/** Numbers below `size` in the fewest whole bits: the first few get one bit less than the others. */
function bitWriter() {
  const bytes: number[] = []
  let bit = 0
  const push = (value: number, width: number) => {
    for (let at = width - 1; at >= 0; at--, bit++) {
      if (bit % 8 === 0) bytes.push(0)
      if ((value >> at) & 1) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | (128 >> (bit % 8))
    }
  }
  return {
    length: () => bit,
    bytes: () => Uint8Array.from(bytes),
    put(value: number, size: number) {
      const width = 31 - Math.clz32(size)
      const short = 2 ** (width + 1) - size
      if (value < short) push(value, width)
      else push(value + short, width + 1)
    },
  }
}

function bitReader(bytes: Uint8Array) {
  let bit = 0
  /** At most 24 bits, the first of which is in the first of four bytes. */
  const pull = (width: number) => {
    const at = bit >> 3
    const four =
      ((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0)
    const value = width && (four << (bit & 7)) >>> (32 - width)
    bit += width
    return value
  }
  return {
    goTo(to: number) {
      bit = to
    },
    next(size: number) {
      const width = 31 - Math.clz32(size)
      const short = 2 ** (width + 1) - size
      const value = pull(width)
      return value < short ? value : value * 2 + pull(1) - short
    },
  }
}

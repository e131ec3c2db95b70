// Where each term stands, in as few bits as can be read at once: per field, one list of ascending numbers a term,
// written by binary interpolation (Moffat and Stuiver, 2000). Words cluster, since articles on one subject stand
// together, and what clusters costs next to nothing. Lists are read when they are asked for; a mark every so many
// terms says where to begin. Partner: index-file.ts, which puts them into a file.

/** Terms between two marks: more make the file smaller and a look-up slower. */
const TERMS_A_MARK = 16

/** One field, written. */
export interface Written {
  /** For each term, in how many places it stands: varints. */
  counts: Uint8Array
  /** For each mark, how many bits came since the one before: varints. */
  marks: Uint8Array
  bits: Uint8Array
}

export interface Postings {
  countOf(term: number): number
  /** Ascending. */
  placesOf(term: number): Uint32Array
}

/** @param lists for each term its places, ascending, each below `places` */
export function writePostings(lists: readonly number[][], places: number): Written {
  const bits = bitWriter()
  const marks: number[] = []
  let marked = 0
  lists.forEach((list, term) => {
    if (term > 0 && term % TERMS_A_MARK === 0) {
      marks.push(bits.length() - marked)
      marked = bits.length()
    }
    write(list, 0, list.length - 1, 0, places - 1)
  })
  return { counts: varints(lists.map(({ length }) => length)), marks: varints(marks), bits: bits.bytes() }

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
  const begins = [0]
  for (const length of readVarints(marks)) begins.push((begins.at(-1) ?? 0) + length)
  const known = new Map<number, Uint32Array>()
  const read = bitReader(bits)

  function fill(list: Uint32Array, left: number, right: number, low: number, high: number): void {
    if (left > right) return
    if (high - low === right - left) {
      for (let at = left; at <= right; at++) list[at] = low + at - left
      return
    }
    const middle = (left + right) >> 1
    const lowest = low + middle - left
    const value = lowest + read.next(high - right + middle - lowest + 1)
    list[middle] = value
    fill(list, left, middle - 1, low, value - 1)
    fill(list, middle + 1, right, value + 1, high)
  }

  return {
    countOf: (term) => countOfTerm[term] ?? 0,
    placesOf(term) {
      const found = known.get(term)
      if (found) return found
      const mark = Math.floor(term / TERMS_A_MARK)
      read.goTo(begins[mark] ?? 0)
      // Those before it have to be read anyway, and neighbours are asked for next: they begin alike.
      for (let next = mark * TERMS_A_MARK; next <= term; next++) {
        const list = new Uint32Array(countOfTerm[next] ?? 0)
        fill(list, 0, list.length - 1, 0, places - 1)
        known.set(next, list)
      }
      return known.get(term) ?? new Uint32Array()
    },
  }
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
  const pull = (width: number) => {
    let value = 0
    for (let left = width; left > 0; ) {
      const inByte = bit & 7
      const taken = Math.min(8 - inByte, left)
      value = (value << taken) | (((bytes[bit >> 3] ?? 0) >> (8 - inByte - taken)) & ((1 << taken) - 1))
      bit += taken
      left -= taken
    }
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

// Where each term stands, in as few bits as can be read at once: per field, one list of ascending numbers a term, written
// by interpolation (Moffat and Stuiver, 2000), each number by an arithmetic code that knows how long the places are: a long
// section has more words. Words cluster, since articles on one subject stand together, and what clusters costs next to
// nothing. Lists are read when they are asked for; a mark every so many places says where to begin. Partner: index-file.ts.

import type { Steps } from '../steps.ts'

/** Places between two marks: more make the file smaller and a look-up slower. */
const PLACES_A_MARK = 512

/** One field, written. */
export interface Written {
  /** For each term, in how many places it stands: varints. */
  counts: Uint8Array
  /** For each mark, how many bytes came since the one before: varints. */
  marks: Uint8Array
  bits: Uint8Array
}

export interface Postings {
  /** Where any of some terms stands, ascending. @param terms ascending */
  placesOf(terms: readonly number[]): Steps<Uint32Array>
  /** In how many places a term stands. */
  countOf(term: number): number
}

/** The places of many terms, ascending, one list behind the other. */
export interface Lists {
  places: Uint32Array
  /** Where the list of each term begins, and behind the last where that ends. */
  begins: Uint32Array
}

/** @param lengths how long each place is (index-file.ts) */
export function writePostings({ places, begins }: Lists, lengths: Uint8Array): Written {
  const coder = encoder()
  const sums = sumsOf(lengths)
  const counts = begins.subarray(1).map((end, term) => end - (begins[term] as number))
  const marked = new Set(markedTerms(counts))
  const marks: number[] = []
  let last = 0
  for (let term = 0; term < counts.length; term++) {
    if (marked.has(term)) {
      coder.end()
      marks.push(coder.bytes.length - last)
      last = coder.bytes.length
    }
    write(begins[term] as number, (begins[term + 1] as number) - 1, 0, lengths.length - 1)
  }
  coder.end()
  return { counts: varints(counts), marks: varints(marks), bits: Uint8Array.from(coder.bytes) }

  function write(left: number, right: number, low: number, high: number): void {
    if (left > right || high - low === right - left) return
    const middle = (left + right) >> 1
    const value = places[middle] as number
    const [from, to] = [sums[low + middle - left] as number, sums[high - right + middle + 1] as number]
    const [begin, end] = [sums[value] as number, sums[value + 1] as number]
    coder.put(begin - from, end - begin, to - from)
    write(left, middle - 1, low, value - 1)
    write(middle + 1, right, value + 1, high)
  }
}

export function readPostings({ counts, marks, bits }: Written, lengths: Uint8Array): Postings {
  const places = lengths.length
  const sums = sumsOf(lengths)
  const countOfTerm = readVarints(counts)
  const marked = markedTerms(countOfTerm)
  const begins: number[] = []
  for (const length of readVarints(marks)) begins.push((begins.at(-1) ?? 0) + length)
  const coder = decoder(bits)
  /** The term whose list begins where the reader stands. */
  let next = countOfTerm.length
  // Used again and again: most lists are of one place or two.
  let list = new Uint32Array(PLACES_A_MARK)

  function fill(left: number, right: number, low: number, high: number): void {
    if (left > right) return
    if (high - low === right - left) {
      for (let at = left; at <= right; at++) list[at] = low + at - left
      return
    }
    const middle = (left + right) >> 1
    let value = low + middle - left
    let end = high - right + middle
    const from = sums[value] as number
    const wanted = from + coder.peek((sums[end + 1] as number) - from)
    // The last place that does not begin behind it.
    while (value < end) {
      const half = (value + end + 1) >> 1
      if ((sums[half] as number) <= wanted) value = half
      else end = half - 1
    }
    const begin = sums[value] as number
    coder.take(begin - from, (sums[value + 1] as number) - begin)
    list[middle] = value
    fill(left, middle - 1, low, value - 1)
    fill(middle + 1, right, value + 1, high)
  }

  /** Reads the list of a term. @returns how long it is */
  function readList(term: number): number {
    const mark = firstWhere(marked.length, (at) => (marked[at] ?? 0) > term) - 1
    const first = marked[mark] ?? 0
    // Neighbours are asked for one after the other: they begin alike. At a mark the code begins anew.
    if (next <= first || next > term) {
      next = first
      coder.goTo(begins[mark] ?? 0)
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
    *placesOf(terms) {
      const found = terms.filter((term) => countOfTerm[term])
      let size = 0
      if (found.length === 1) {
        size = readList(found[0] ?? 0)
        return list.slice(0, size)
      }
      // Nobody else's: others may ask between two steps, and who is sent away never comes back.
      const isIn = new Uint8Array(places)
      for (const [step, term] of found.entries()) {
        if (step % LISTS_A_STEP === LISTS_A_STEP - 1) yield
        const count = readList(term)
        for (let at = 0; at < count; at++) {
          const place = list[at] ?? 0
          if (!isIn[place]) size++
          isIn[place] = 1
        }
      }
      const union = new Uint32Array(size)
      for (let at = 0, place = -1; at < size; at++) {
        place = isIn.indexOf(1, place + 1)
        union[at] = place
      }
      return union
    },
  }
}
/** A beginning of three letters may stand for a thousand words. */
const LISTS_A_STEP = 200

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

export function varints(numbers: ArrayLike<number>): Uint8Array {
  const bytes: number[] = []
  for (let at = 0; at < numbers.length; at++) {
    let rest = numbers[at] as number
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

/**
 * How likely a word is in a place: a little more than its length says, since half of all words are rare ones, and those
 * are in long texts. In whole numbers, the same in every browser.
 */
const weightOf = (length: number) => Math.round(2 ** (0.3 * length))

/** The weights of all places before each, and of all. */
function sumsOf(lengths: Uint8Array): Uint32Array {
  const weights = Uint32Array.from({ length: 256 }, (_, length) => weightOf(length))
  const sums = new Uint32Array(lengths.length + 1)
  let sum = 0
  for (let place = 0; place < lengths.length; place++) {
    sum += weights[lengths[place] as number] as number
    sums[place + 1] = sum
  }
  return sums
}

// An arithmetic code (Martin's range coder) in the 53 bits that a number holds exactly: 48 are in use, one byte at a time.
const WHOLE = 2 ** 48
const BYTE_FROM = 2 ** 40
const MARK_BYTES = 6

function encoder() {
  const bytes: number[] = []
  let low = 0
  let range = WHOLE
  const carry = () => {
    if (low >= WHOLE) {
      low -= WHOLE
      let at = bytes.length - 1
      while (bytes[at] === 255) bytes[at--] = 0
      bytes[at] = (bytes[at] ?? 0) + 1
    }
  }
  return {
    bytes,
    put(begin: number, size: number, total: number) {
      const unit = Math.floor(range / total)
      low += unit * begin
      range = unit * size
      carry()
      while (range < BYTE_FROM) {
        bytes.push(Math.floor(low / BYTE_FROM))
        low = (low % BYTE_FROM) * 256
        range *= 256
      }
    },
    /** The fewest bytes that say it whatever follows them. */
    end() {
      let unit = WHOLE
      let count = 0
      while (Math.ceil(low / unit) * unit + unit > low + range) {
        unit /= 256
        count++
      }
      low = Math.ceil(low / unit) * unit
      carry()
      for (; count > 0; count--) {
        bytes.push(Math.floor(low / BYTE_FROM))
        low = (low % BYTE_FROM) * 256
      }
      low = 0
      range = WHOLE
    },
  }
}

function decoder(bytes: Uint8Array) {
  let at = 0
  let code = 0
  let range = WHOLE
  let unit = 1
  return {
    goTo(to: number) {
      code = 0
      for (at = to; at < to + MARK_BYTES; at++) code = code * 256 + (bytes[at] ?? 0)
      range = WHOLE
    },
    /** Where in `total` the next number stands. */
    peek(total: number) {
      unit = Math.floor(range / total)
      return Math.floor(code / unit)
    },
    take(begin: number, size: number) {
      code -= unit * begin
      range = unit * size
      while (range < BYTE_FROM) {
        code = code * 256 + (bytes[at++] ?? 0)
        range *= 256
      }
    },
  }
}

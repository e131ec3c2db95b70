// A QR code as the path of an SVG: ISO/IEC 18004, bytes only, level M, for addresses that a phone's camera reads from a screen.
// Own, because it is one page of code against one more package in front of every secret. Partner: totp.ts, which makes the text.

/** Of each version from 1: bytes of correction in a block, and blocks. Twenty hold 600 bytes: more than any address. */
const CORRECTION_BYTES = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26]
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16]
/** Level M, as the format's bits say it. */
const LEVEL = 0

interface QrCode {
  /** Modules on a side; around them four more must stay light. */
  size: number
  /** A unit a module. */
  path: string
}

export function qrCode(text: string): QrCode {
  const bytes = new TextEncoder().encode(text)
  const version = versionFor(bytes.length)
  const size = version * 4 + 17
  const data = withCorrection(codewords(bytes, version), version)
  let best: boolean[][] = []
  let least = Infinity
  for (let mask = 0; mask < 8; mask++) {
    const grid = drawn(size, version, data, mask)
    const penalty = penaltyOf(grid)
    if (penalty < least) [least, best] = [penalty, grid]
  }
  return { size, path: pathOf(best) }
}

/** Runs of dark modules, a rectangle each. */
function pathOf(grid: boolean[][]): string {
  let path = ''
  for (const [y, row] of grid.entries())
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x++
      path += `M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`
    }
  return path
}

function versionFor(bytes: number): number {
  for (let version = 1; version <= BLOCKS.length; version++)
    if (bytes * 8 + headBits(version) <= dataBytes(version) * 8) return version
  throw new Error(`A QR code of ours holds ${dataBytes(BLOCKS.length) - 3} bytes; these are ${bytes}.`)
}

const headBits = (version: number) => 4 + (version < 10 ? 8 : 16)
const of = (table: number[], version: number) => table[version - 1] ?? 0
const dataBytes = (version: number) =>
  Math.floor(rawModules(version) / 8) - of(CORRECTION_BYTES, version) * of(BLOCKS, version)

/** What is left of the square without its patterns. */
function rawModules(version: number): number {
  const marks = version < 2 ? 0 : Math.floor(version / 7) + 2
  const aligned = version < 2 ? 0 : (25 * marks - 10) * marks - 55
  return (16 * version + 128) * version + 64 - aligned - (version < 7 ? 0 : 36)
}

/** Mode and length, the bytes, and filling. */
function codewords(bytes: Uint8Array, version: number): number[] {
  const bits: number[] = []
  const put = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit--) bits.push((value >> bit) & 1)
  }
  put(0b0100, 4)
  put(bytes.length, headBits(version) - 4)
  for (const byte of bytes) put(byte, 8)
  const capacity = dataBytes(version) * 8
  put(0, Math.min(4, capacity - bits.length))
  put(0, (8 - (bits.length % 8)) % 8)
  for (let filling = 0xec; bits.length < capacity; filling ^= 0xec ^ 0x11) put(filling, 8)
  return Array.from({ length: bits.length / 8 }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((byte, bit) => byte * 2 + bit, 0),
  )
}

/** In blocks, each with its correction, woven into each other. */
function withCorrection(data: number[], version: number): number[] {
  const [count, extra] = [of(BLOCKS, version), of(CORRECTION_BYTES, version)]
  const total = Math.floor(rawModules(version) / 8)
  const [short, length] = [count - (total % count), Math.floor(total / count) - extra]
  const divisor = generator(extra)
  const blocks: { data: number[]; correction: number[] }[] = []
  for (let block = 0, at = 0; block < count; block++) {
    const end = at + length + (block < short ? 0 : 1)
    const part = data.slice(at, end)
    blocks.push({ data: part, correction: remainder(part, divisor) })
    at = end
  }
  const woven = (of: 'data' | 'correction', length: number) =>
    Array.from({ length }, (_, at) => blocks.flatMap((block) => block[of][at] ?? [])).flat()
  return [...woven('data', length + 1), ...woven('correction', extra)]
}

function generator(degree: number): number[] {
  const result = [...Array(degree - 1).fill(0), 1] as number[]
  let root = 1
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) result[j] = times(result[j] ?? 0, root) ^ (result[j + 1] ?? 0)
    root = times(root, 2)
  }
  return result
}

function remainder(data: number[], divisor: number[]): number[] {
  const result = divisor.map(() => 0)
  for (const byte of data) {
    const factor = byte ^ (result.shift() ?? 0)
    result.push(0)
    for (const [at, part] of divisor.entries()) result[at] = (result[at] ?? 0) ^ times(part, factor)
  }
  return result
}

/** In GF(2⁸) over 0x11d. */
function times(a: number, b: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d)
    product ^= ((b >> bit) & 1) * a
  }
  return product
}

const MASKS: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

function drawn(size: number, version: number, data: number[], mask: number): boolean[][] {
  const grid: boolean[][] = Array.from({ length: size }, () => Array(size).fill(false))
  const fixed: boolean[][] = Array.from({ length: size }, () => Array(size).fill(false))
  const fix = (x: number, y: number, dark: boolean) => {
    const [row, kept] = [grid[y], fixed[y]]
    if (!row || !kept || x < 0 || x >= size) return
    row[x] = dark
    kept[x] = true
  }
  const bit = (value: number, at: number) => ((value >> at) & 1) === 1

  for (let i = 0; i < size; i++) {
    fix(6, i, i % 2 === 0)
    fix(i, 6, i % 2 === 0)
  }
  for (const [left, top] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    for (let dy = -4; dy <= 4; dy++)
      for (let dx = -4; dx <= 4; dx++) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy))
        fix(left + dx, top + dy, ring !== 2 && ring !== 4)
      }
  const places = alignments(version, size)
  for (const x of places)
    for (const y of places) {
      const isCorner = (x === 6 && y === 6) || (x === 6 && y === size - 7) || (x === size - 7 && y === 6)
      if (isCorner) continue
      for (let dy = -2; dy <= 2; dy++)
        for (let dx = -2; dx <= 2; dx++) fix(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1)
    }
  const format = withRemainder((LEVEL << 3) | mask, 10, 0x537) ^ 0x5412
  for (let i = 0; i < 15; i++) {
    fix(8, i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, bit(format, i))
    fix(i < 8 ? size - 1 - i : i < 9 ? 15 - i : 14 - i, 8, bit(format, i))
  }
  fix(8, size - 8, true)
  if (version >= 7) {
    const number = withRemainder(version, 12, 0x1f25)
    for (let i = 0; i < 18; i++) {
      const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)]
      fix(a, b, bit(number, i))
      fix(b, a, bit(number, i))
    }
  }

  let at = 0
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5
    for (let step = 0; step < size; step++)
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step
        const row = grid[y]
        if (!row || fixed[y]?.[x]) continue
        const dark = bit(data[at >> 3] ?? 0, 7 - (at & 7))
        row[x] = dark !== (MASKS[mask]?.(x, y) ?? false)
        at++
      }
  }
  return grid
}

function alignments(version: number, size: number): number[] {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - step * (count - 2 - i))]
}

/** The value, and behind it what is left of it by that polynomial. */
function withRemainder(value: number, bits: number, polynomial: number): number {
  let rest = value
  for (let i = 0; i < bits; i++) rest = (rest << 1) ^ ((rest >> (bits - 1)) * polynomial)
  return (value << bits) | rest
}

/** Less is easier to read: no long runs, no squares, nothing like a corner, as many dark as light. */
function penaltyOf(grid: boolean[][]): number {
  const size = grid.length
  const lines = [...grid, ...Array.from({ length: size }, (_, x) => grid.map((row) => row[x] ?? false))].map(
    (line) => line.map((dark) => (dark ? '1' : '0')).join(''),
  )
  let penalty = 0
  for (const line of lines) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) penalty += run.length - 2
    for (const _like of line.matchAll(/(?=00001011101|10111010000)/g)) penalty += 40
  }
  for (let y = 0; y + 1 < size; y++)
    for (let x = 0; x + 1 < size; x++) {
      const four = [grid[y]?.[x], grid[y]?.[x + 1], grid[y + 1]?.[x], grid[y + 1]?.[x + 1]]
      if (four.every((dark) => dark === four[0])) penalty += 3
    }
  const dark = grid.flat().filter(Boolean).length
  return penalty + 10 * Math.floor(Math.abs((dark * 20) / size ** 2 - 10))
}

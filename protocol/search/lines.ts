// Lines of text that nobody cuts up before one of them is asked for: in blocks, each of which says how long it is. Thousands
// of small texts at once are what makes opening slow, and clearing up after it. Partners: terms.ts, contents.ts.

import type { Streams } from './index-file.ts'
import { readVarints, varints } from './postings.ts'

/** More are smaller in a file, and slower to look up. */
export const BLOCK_LINES = 64

interface Lines {
  length: number
  /** '' behind the last. */
  at(place: number): string
  /** How many blocks there are, and the first line of one, as it stands. */
  blocks: number
  firstOf(block: number): string
}

export function writeLines(name: string, lines: readonly string[]): Streams {
  const lengths: number[] = []
  for (let begin = 0; begin < lines.length; begin += BLOCK_LINES) {
    const block = lines.slice(begin, begin + BLOCK_LINES)
    lengths.push(block.reduce((sum, { length }) => sum + length + 1, 0))
  }
  return { [name]: new TextEncoder().encode(lines.join('\n')), [`${name} marks`]: varints(lengths) }
}

/** @param read what the lines of a block say */
export function openLines(name: string, streams: Streams, read = (lines: string[]) => lines): Lines {
  const text = new TextDecoder().decode(streams[name])
  const begins = [0]
  for (const length of readVarints(streams[`${name} marks`] ?? new Uint8Array()))
    begins.push((begins.at(-1) ?? 0) + length)
  const known: string[][] = []
  const blocks = begins.length - 1
  const linesOf = (block: number) => {
    let lines = known[block]
    if (!lines) {
      lines = read(text.slice(begins[block], (begins[block + 1] ?? 0) - 1).split('\n'))
      known[block] = lines
    }
    return lines
  }
  return {
    length: blocks > 0 ? (blocks - 1) * BLOCK_LINES + linesOf(blocks - 1).length : 0,
    at: (place) =>
      place < blocks * BLOCK_LINES
        ? (linesOf(Math.floor(place / BLOCK_LINES))[place % BLOCK_LINES] ?? '')
        : '',
    blocks,
    firstOf: (block) => text.slice(begins[block], text.indexOf('\n', begins[block]) >>> 0),
  }
}

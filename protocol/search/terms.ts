// The words of an index, ascending: each travels as what it shares with the one before and the rest. A block is read
// when one of its words is asked for, so that opening costs next to nothing. Partner: places.ts.

import { lettersOf } from '../text-analysis.ts'
import { firstWhere } from './postings.ts'

export interface Terms {
  length: number
  at(place: number): string
  /** The place of the first that does not come before `word`. */
  firstFrom(word: string): number
}

/** Words of which only the first is written out: more are smaller, and slower to look up. */
const BLOCK_WORDS = 64
const SHARED_MAX = 35
/** Of the signs from "0" on, which say how many letters are shared. */
const SHARED_NONE = 48

/** One a line, each begun by a sign for how much it shares. */
export function writeTerms(terms: readonly string[]): Uint8Array {
  const lines = terms.map((term, place) => {
    const before = place % BLOCK_WORDS === 0 ? '' : (terms[place - 1] ?? '')
    let shared = 0
    while (shared < SHARED_MAX && shared < term.length && term[shared] === before[shared]) shared++
    return String.fromCharCode(SHARED_NONE + shared) + term.slice(shared)
  })
  return new TextEncoder().encode(lines.join('\n'))
}

export function openTerms(bytes: Uint8Array): Terms {
  const lines = bytes.length > 0 ? new TextDecoder().decode(bytes).split('\n') : []
  const blocks: string[][] = []
  const blockOf = (place: number) => {
    const number = Math.floor(place / BLOCK_WORDS)
    let block = blocks[number]
    if (!block) {
      let before = ''
      block = lines.slice(number * BLOCK_WORDS, (number + 1) * BLOCK_WORDS).map((line) => {
        before = before.slice(0, line.charCodeAt(0) - SHARED_NONE) + line.slice(1)
        return before
      })
      blocks[number] = block
    }
    return block
  }
  const at = (place: number) => blockOf(place)[place % BLOCK_WORDS] ?? ''
  return {
    length: lines.length,
    at,
    firstFrom(word) {
      // Among the blocks' first words, which stand there as they are; then in the block before.
      const blocks = Math.ceil(lines.length / BLOCK_WORDS)
      const next = firstWhere(blocks, (block) => (lines[block * BLOCK_WORDS] ?? '').slice(1) >= word)
      const begin = Math.max(0, next - 1) * BLOCK_WORDS
      const block = blockOf(begin)
      return begin + firstWhere(block.length, (at) => (block[at] ?? '') >= word)
    },
  }
}

/** Finds those of some words that a few slips could make of another one, as far as length and letters say. */
export function likeIn({ length, at }: Pick<Terms, 'length' | 'at'>) {
  const letters = new Int32Array(length)
  const lengths = new Uint8Array(length)
  for (let place = 0; place < length; place++) {
    const word = at(place)
    letters[place] = lettersOf(word)
    lengths[place] = word.length
  }
  return (word: string, slips: number): string[] => {
    const own = lettersOf(word)
    const found: string[] = []
    for (let place = 0; place < length; place++) {
      if (Math.abs((lengths[place] ?? 0) - word.length) > slips) continue
      // A slip changes the set of letters by two at most: that rules out nearly all, at the price of a number.
      if (countOf(own ^ (letters[place] ?? 0)) <= 2 * slips) found.push(at(place))
    }
    return found
  }
}

/** How many bits are set: added up in twos, fours, eights. */
export function countOf(bits: number): number {
  const twos = bits - ((bits >>> 1) & 0x55555555)
  const fours = (twos & 0x33333333) + ((twos >>> 2) & 0x33333333)
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

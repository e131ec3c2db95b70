// The words of an index, ascending: each travels as what it shares with the one before and the rest. A block is read
// when one of its words is asked for, so that opening costs next to nothing. Partner: places.ts.

import type { Steps } from '../steps.ts'
import { lettersOf } from '../text-analysis.ts'
import type { Streams } from './index-file.ts'
import { BLOCK_LINES, openLines, writeLines } from './lines.ts'
import { firstWhere } from './postings.ts'

export interface Terms {
  length: number
  at(place: number): string
  /** The place of the first that does not come before `word`. */
  firstFrom(word: string): number
}

const SHARED_MAX = 35
/** Of the signs from "0" on, which say how many letters are shared. */
const SHARED_NONE = 48

/** One a line, each begun by a sign for how much it shares; the first of a block shares nothing. */
export function writeTerms(terms: readonly string[]): Streams {
  const lines = terms.map((term, place) => {
    const before = place % BLOCK_LINES === 0 ? '' : (terms[place - 1] ?? '')
    let shared = 0
    while (shared < SHARED_MAX && shared < term.length && term[shared] === before[shared]) shared++
    return String.fromCharCode(SHARED_NONE + shared) + term.slice(shared)
  })
  return writeLines('terms', lines)
}

export function openTerms(streams: Streams): Terms {
  const lines = openLines('terms', streams, (block) => {
    let before = ''
    return block.map((line) => {
      before = before.slice(0, line.charCodeAt(0) - SHARED_NONE) + line.slice(1)
      return before
    })
  })
  return {
    length: lines.length,
    at: lines.at,
    firstFrom(word) {
      // Among the blocks' first words, then in the block before.
      const next = firstWhere(lines.blocks, (block) => lines.firstOf(block).slice(1) >= word)
      const begin = Math.max(0, next - 1) * BLOCK_LINES
      const size = Math.min(BLOCK_LINES, lines.length - begin)
      return begin + firstWhere(size, (at) => lines.at(begin + at) >= word)
    },
  }
}

/** Words between two steps. */
const WORDS_A_STEP = 2_000

/**
 * Finds those of some words that a few slips could make of another one, as far as length and letters say. What it has
 * to know of each word it learns when it is first asked; who is sent away meanwhile leaves it to the next.
 */
export function likeIn(open: () => Pick<Terms, 'length' | 'at'>) {
  let words: ReturnType<typeof open>
  let letters: Int32Array
  let lengths: Uint8Array
  let learnt = 0
  function* learning(): Steps<void> {
    if (!words) {
      words = open()
      letters = new Int32Array(words.length)
      lengths = new Uint8Array(words.length)
    }
    while (learnt < words.length) {
      const word = words.at(learnt)
      letters[learnt] = lettersOf(word)
      lengths[learnt] = word.length
      if (++learnt % WORDS_A_STEP === 0) yield
    }
  }
  return {
    learning,
    *like(word: string, slips: number): Steps<string[]> {
      yield* learning()
      const own = lettersOf(word)
      const found: string[] = []
      for (let place = 0; place < learnt; place++) {
        if (Math.abs((lengths[place] ?? 0) - word.length) > slips) continue
        // A slip changes the set of letters by two at most: that rules out nearly all, at the price of a number.
        if (countOf(own ^ (letters[place] ?? 0)) <= 2 * slips) found.push(words.at(place))
      }
      return found
    },
  }
}

/** How many bits are set: added up in twos, fours, eights. */
export function countOf(bits: number): number {
  const twos = bits - ((bits >>> 1) & 0x55555555)
  const fours = (twos & 0x33333333) + ((twos >>> 2) & 0x33333333)
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

// What a word was probably meant to be where fingers slipped: the words that the fewest slips make of it. A word that the
// articles have is right as it was typed, unless it is in hardly any of them and close to one that is in many. Partner: readings.ts.

import type { Steps } from '../steps.ts'
import { ONE_SLIP_MIN_CHARS, slipsBetween, slipsForgiven } from '../text-analysis.ts'
import { FORMS } from './places.ts'
import type { Sections } from './sections.ts'

// Measured on headings with a slip (bench/search-speed.ts); neither is sharp.
/** A word in so few sections may itself be a slip, of a writer or of a name's owner. */
const RARE_MAX_SECTIONS = 3
/** A word that stands in so many times more sections is more likely to be meant. */
const COMMON_TIMES = 30

export interface Meant {
  words: string[]
  /** How many slips it takes, or would have taken at most. */
  slips: number
}

/** @param term of the form */
export function* meantBy(form: string, term: string, index: Sections): Steps<Meant> {
  if (!index.has(term + FORMS)) return yield* nearestTo(form, index)
  const sections = index.frequencyOf(term)
  const isCommon = (other: string) => index.frequencyOf(other) >= COMMON_TIMES * sections
  if (sections > RARE_MAX_SECTIONS || index.count < COMMON_TIMES * sections) return { words: [], slips: 0 }
  const { words, slips } = yield* nearestTo(form, index, term)
  return { words: words.filter((word) => isCommon(index.term(word))), slips }
}

/** @param but its own term is not meant, where the index knows it */
function* nearestTo(form: string, index: Sections, but?: string): Steps<Meant> {
  // A word of four letters that lost one has three.
  const most = form.length === ONE_SLIP_MIN_CHARS - 1 ? 1 : slipsForgiven(form)
  const isLongEnough = (word: string) => Math.max(form.length, word.length) >= ONE_SLIP_MIN_CHARS
  for (let slips = 1; slips <= most; slips++) {
    const like = yield* index.like(form, slips)
    const words = like.filter(
      (word) => isLongEnough(word) && index.term(word) !== but && slipsBetween(form, word, slips) <= slips,
    )
    if (words.length > 0) return { words, slips }
  }
  return { words: [], slips: most }
}

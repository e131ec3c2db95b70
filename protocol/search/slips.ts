// What a word was probably meant to be where fingers slipped: the words that the fewest slips make of it. A word that the
// articles have is right as it was typed, unless it is in hardly any of them and close to one that is in many. Partner: readings.ts.

import type { Steps } from '../steps.ts'
import { ONE_SLIP_MIN_CHARS, slipsBetween, slipsForgiven } from '../text-analysis.ts'
import type { Sections } from './sections.ts'

// Measured on headings with a slip (bench/search-speed.ts); neither is sharp.
/** A word in so few sections may itself be a slip, of a writer or of a name's owner. */
const RARE_MAX_SECTIONS = 3
/** A word that stands in so many times more sections is more likely to be meant. */
const COMMON_TIMES = 30

/** Each key asks for all words of the query, and all but one were asked for at the key before. */
const REMEMBERED_WORDS = 99

export interface Meant {
  words: string[]
  /** How many slips it takes, or would have taken at most. */
  slips: number
}

/** @param term of the form */
export function* meantBy(form: string, term: string, index: Sections): Steps<Meant> {
  const { meant } = index
  if (meant.size > REMEMBERED_WORDS) meant.clear()
  if (!meant.has(form)) meant.set(form, yield* looking(form, term, index))
  return meant.get(form) as Meant
}

function* looking(form: string, term: string, index: Sections): Steps<Meant> {
  const sections = index.frequencyOf(term)
  // A word of four letters that lost one has three.
  const forgiven = form.length === ONE_SLIP_MIN_CHARS - 1 ? 1 : slipsForgiven(form)
  const most = sections > RARE_MAX_SECTIONS ? 0 : forgiven
  for (let slips = 1; slips <= most; slips++) {
    const like = yield* index.like(form, slips)
    const words = like.filter(
      (word) =>
        Math.max(form.length, word.length) >= ONE_SLIP_MIN_CHARS &&
        slipsBetween(form, word, slips) <= slips &&
        // Its own forms are no commoner than itself; where nobody has the word, every other one is.
        index.frequencyOf(index.term(word)) >= COMMON_TIMES * sections,
    )
    if (words.length > 0) return { words, slips }
  }
  return { words: [], slips: most }
}

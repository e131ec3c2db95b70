// What the words of a query may stand for besides themselves: a word mistyped, joined or taken apart, its beginning,
// what it goes on to, another word for the same. What the index knows as it was typed is never taken for a slip.
// Partner: ranking.ts, which asks the index for all of them at once, each at its weight.

import { type Language, lettersOf, slipsBetween, slipsForgiven, wordsOf } from '../text-analysis.ts'
import { BEGINNING } from './places.ts'
import type { Sections } from './sections.ts'

export interface Meaning {
  /** How far it says what was asked: 1 for the word itself. */
  share: number
  /** In the score: the share, and less for words that are in many questions. */
  weight: number
  /** Where it was found, how far the query's word was: a word that goes on was found all but whole. */
  cover: number
  /** Terms of the query that it stands for. */
  of: string[]
}

/** A query, understood. */
export interface Query {
  /** Its terms in order, and the words they are of. */
  terms: string[]
  words: string[]
  /** Each reading, the terms themselves too. */
  readings: Map<string, Meaning>
  /** Terms that nobody knows as they were typed → those that were taken for them. */
  slips: Map<string, Set<string>>
}

// All weights were measured on the development questions of bench/search-quality.ts; none is sharp.
const LONGER_COVER = 0.95
const OTHER_READING_COVER = 0.8
/** Words that only often mean the same. */
const KIN_COVER = 0.5
const KIN_MAX_SHARE = 0.4
const STOP_WEIGHT = 0.1
const COMMON_WEIGHT = 0.4
const COMPOUND_WEIGHT = 0.9
const SLIP_WEIGHT = 0.8
const SHORTER_WEIGHT = 0.4
/** What is known as it was typed is rarely meant to be shorter. */
const SHORTER_OF_KNOWN_WEIGHT = 0.06
const LONGER_WEIGHT = 0.15
/** The word that is being typed is more likely to go on than the others. */
const UNFINISHED_WEIGHT = 0.6
/** Shorter words are too many to be completed, shorter pieces no words. */
const PIECE_MIN_CHARS = 3

/** What is known of a language's words, ready to be asked. */
export interface Lexicon {
  /** How much a term says, whatever the index: 1, and less for words that are in many questions. */
  weightOf(term: string): number
  isStop(term: string): boolean
  /** Does the language know the word, though no article has it? */
  has(term: string): boolean
  kinOf(term: string): [term: string, weight: number][]
}

export function lexiconOf({ stops, common, kin }: Language): Lexicon {
  const weights = new Map([
    ...common.map((term) => [term, COMMON_WEIGHT] as const),
    ...stops.map((term) => [term, STOP_WEIGHT] as const),
  ])
  const others = new Map<string, [string, number][]>()
  for (const [weight, ...group] of kin) {
    for (const term of group) {
      const more = group.filter((other) => other !== term).map((other): [string, number] => [other, weight])
      others.set(term, [...(others.get(term) ?? []), ...more])
    }
  }
  return {
    weightOf: (term) => weights.get(term) ?? 1,
    isStop: (term) => weights.get(term) === STOP_WEIGHT,
    has: (term) => weights.has(term) || others.has(term),
    kinOf: (term) => others.get(term) ?? [],
  }
}

export function understand(query: string, index: Sections, lexicon: Lexicon): Query {
  const words = wordsOf(query).map(({ text }) => text)
  const terms = words.map(index.term)
  const readings = new Map<string, Meaning>()
  const slips = new Map<string, Set<string>>()
  const add = (reading: string, share: number, weight: number, cover: number, of: string[]) => {
    if (weight > (readings.get(reading)?.weight ?? 0)) readings.set(reading, { share, weight, cover, of })
  }
  const addKnown = (term: string, share: number, ...of: string[]) => {
    if (!index.has(term) || terms.includes(term)) return
    add(
      term,
      share,
      share * lexicon.weightOf(term),
      share > KIN_MAX_SHARE ? OTHER_READING_COVER : KIN_COVER,
      of,
    )
  }
  // The last word, while nothing follows it and the index knows only longer words that begin so.
  const last = terms.at(-1) ?? ''
  const isTyped = /[\p{L}\p{N}]$/u.test(query) && last.length >= PIECE_MIN_CHARS
  const unfinished = isTyped && !index.has(last) && index.has(last + BEGINNING) ? last : undefined

  for (const term of terms) add(term, 1, lexicon.weightOf(term), 1, [term])
  terms.forEach((of, place) => {
    const isKnown = index.has(of)
    const next = words[place + 1]
    // "log in" → "login"
    if (next) addKnown(index.term(`${words[place]}${next}`), COMPOUND_WEIGHT, of, terms[place + 1] ?? of)
    for (const [other, weight] of lexicon.kinOf(of)) addKnown(other, weight, of)
    if (lexicon.isStop(of)) return
    if (of.length >= PIECE_MIN_CHARS) {
      const share = of === unfinished ? UNFINISHED_WEIGHT : LONGER_WEIGHT
      add(of + BEGINNING, share, share * lexicon.weightOf(of), LONGER_COVER, [of])
    }
    for (let cut = PIECE_MIN_CHARS; cut < of.length; cut++) {
      const [first, second] = [index.term(of.slice(0, cut)), index.term(of.slice(cut))]
      const shorter = isKnown ? SHORTER_OF_KNOWN_WEIGHT : SHORTER_WEIGHT
      if (!lexicon.isStop(first)) addKnown(first, (shorter * cut) / of.length, of)
      // "login" → "log", "in"
      if (isKnown || !index.has(first) || !index.has(second)) continue
      for (const piece of [first, second]) addKnown(piece, COMPOUND_WEIGHT, of)
    }
    if (isKnown || lexicon.has(of) || of === unfinished) return
    const { nearest, slips: most } = nearestTo(of, index)
    const share = (SLIP_WEIGHT * of.length) / (of.length + most)
    for (const right of nearest) {
      addKnown(right, share, of)
      for (const [other, weight] of lexicon.kinOf(right)) addKnown(other, share * weight, of)
    }
    if (nearest.size > 0) slips.set(of, nearest)
  })
  return { terms, words, readings, slips }
}

/** The words that the fewest slips make of this one. */
function nearestTo(of: string, { words }: Sections): { nearest: Set<string>; slips: number } {
  let slips = slipsForgiven(of)
  let nearest = new Set<string>()
  const own = lettersOf(of)
  const most = slips
  for (let length = of.length - most; most > 0 && length <= of.length + most; length++) {
    for (const [word, letters] of words.get(length) ?? []) {
      // One slip changes the set of letters by two at most: that rules out nearly all, at the price of a number.
      if (countOf(own ^ letters) > 2 * slips) continue
      const needed = slipsBetween(of, word, slips)
      if (needed > slips) continue
      if (needed < slips) nearest = new Set()
      slips = needed
      nearest.add(word)
    }
  }
  return { nearest, slips }
}

function countOf(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}

// What the words of a query may stand for besides themselves: a word mistyped, joined or taken apart, its beginning,
// another word for the same. Other readings are only for what the index does not know as it was typed.
// Partner: ranking.ts, which asks for them at a lower weight than for the words themselves.

import { slipsBetween, slipsForgiven, term, wordsOf } from './text-analysis.ts'

export interface Variant {
  /** Share of the weight that the word itself would have. */
  weight: number
  /** Terms of the query that it stands for. */
  of: string[]
}

/** Measured on the development questions of bench/search-quality.ts, as are the others. */
const OTHER_READING_WEIGHT = 0.9
const BEGINNING_WEIGHT = 0.4
const SYNONYM_WEIGHT = 0.5
const PIECE_MIN_CHARS = 3

export interface Vocabulary {
  locale: string
  stops: Set<string>
  /** All terms of the index, each with its letters as bits. */
  terms: Map<string, number>
  /** Groups of words that mean the same. */
  synonyms: string[][]
}

/**
 * @param asked the terms of the query, in its order
 * @param words the words of the query, in the same order
 * @param unfinished the term that is still being typed: it is not mistyped yet
 */
export function variantsOf(
  asked: string[],
  words: string[],
  unfinished: string | undefined,
  { locale, stops, terms, synonyms }: Vocabulary,
): Map<string, Variant> {
  const found = new Map<string, Variant>()
  const add = (of: string[], weight: number, ...variants: string[]) => {
    for (const variant of variants) {
      const isBetter = weight > (found.get(variant)?.weight ?? 0)
      if (terms.has(variant) && !asked.includes(variant) && isBetter) found.set(variant, { weight, of })
    }
  }
  asked.forEach((of, place) => {
    // "log in" → "login"
    add(
      [of, asked[place + 1] ?? of],
      OTHER_READING_WEIGHT,
      term(words.slice(place, place + 2).join(''), locale),
    )
    if (stops.has(of)) return
    const isUnknown = !terms.has(of)
    for (let cut = PIECE_MIN_CHARS; cut < of.length; cut++) {
      const [first, second] = [of.slice(0, cut), of.slice(cut)].map((piece) => term(piece, locale)) as [
        string,
        string,
      ]
      if (!stops.has(first)) add([of], (BEGINNING_WEIGHT * cut) / of.length, first)
      // "login" → "log", "in"
      if (isUnknown && terms.has(first) && terms.has(second)) add([of], OTHER_READING_WEIGHT, first, second)
    }
    if (!isUnknown) return
    for (const group of synonyms) {
      const members = group.map((member) => wordsOf(member).map(({ text }) => term(text, locale)))
      if (members.some((member) => member.join() === of)) add([of], SYNONYM_WEIGHT, ...members.flat())
    }
    let most = of === unfinished ? 0 : slipsForgiven(of)
    let nearest: string[] = []
    const own = lettersOf(of)
    if (most > 0) {
      for (const [right, letters] of terms) {
        // One slip changes the set of letters by two at most: that rules out nearly all, at the price of a number.
        if (countOf(own ^ letters) > 2 * most) continue
        const slips = slipsBetween(of, right, most)
        if (slips > most) continue
        if (slips < most) nearest = []
        most = slips
        nearest.push(right)
      }
    }
    add([of], (OTHER_READING_WEIGHT * of.length) / (of.length + most), ...nearest)
  })
  return found
}

/** The set of a word's letters, as bits; some letters share one. */
export function lettersOf(word: string): number {
  let letters = 0
  for (let place = 0; place < word.length; place++) letters |= 1 << word.charCodeAt(place)
  return letters
}

function countOf(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}

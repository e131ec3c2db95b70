// What the words of a query may stand for: a word as it was typed, its other forms, a slip of the fingers, two words
// for one or one for two, its beginning, another word for the same. What the index knows as it was typed is never taken
// for a slip. Partner: ranking.ts, which asks the index for all of them at once, each at its weight.

import type { Steps } from '../steps.ts'
import { formOf, type Language, slipsBetween, slipsForgiven, wordsOf } from '../text-analysis.ts'
import { BEGINNING, FORMS } from './places.ts'
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
  /** Its words in order, as they were typed, and their terms. */
  forms: string[]
  terms: string[]
  /** Each reading, the terms themselves too. */
  readings: Map<string, Meaning>
  /** Terms that nobody knows as they were typed → the words that were taken for them. */
  slips: Map<string, Set<string>>
}

// All weights were measured on the development questions of bench/search-quality.ts and on the headings and sentences
// of bench/search-speed.ts; none is sharp.
/** A word as it was typed, and besides that in any of its forms. */
const EXACT_WEIGHT = 0.5
const FORMS_WEIGHT = 0.7
const FORMS_SHARE = 0.9
const FORMS_COVER = 0.95
const LONGER_COVER = 0.95
const OTHER_READING_COVER = 0.8
/** Words that only often mean the same. */
const KIN_COVER = 0.5
const KIN_MAX_SHARE = 0.4
const STOP_WEIGHT = 0.1
const COMMON_WEIGHT = 0.4
const COMPOUND_WEIGHT = 0.9
const SLIP_WEIGHT = 0.8
/** A mended word says nearly all that was asked: whether it was meant, its weight says. */
const MENDED_SHARE = 0.85
const SHORTER_WEIGHT = 0.4
/** What is known as it was typed is rarely meant to be shorter. */
const SHORTER_OF_KNOWN_WEIGHT = 0.06
const LONGER_WEIGHT = 0.15
/** The word that is being typed is more likely to go on than the others. */
const UNFINISHED_WEIGHT = 0.6
/** Shorter words are too many to be completed, shorter pieces no words. */
const PIECE_MIN_CHARS = 3

/** What is known of a language's words, ready to be asked about a term. */
export interface Lexicon {
  /** How much a term says, whatever the index: 1, and less for words that are in many questions. */
  weightOf(term: string): number
  isStop(term: string): boolean
  /** Does the language know the word, though no article has it? */
  has(term: string): boolean
  kinOf(term: string): [term: string, weight: number][]
}

export function lexiconOf({ stops, common, kin }: Language, term: (form: string) => string): Lexicon {
  const weights = new Map([
    ...common.map((word) => [term(word), COMMON_WEIGHT] as const),
    ...stops.map((word) => [term(word), STOP_WEIGHT] as const),
  ])
  const known = new Map<string, [string, number][] | undefined>()
  /** By the letter that one of their words begins with: a term begins as its forms do. */
  let groupsAt: Map<string, Language['kin']> | undefined
  return {
    weightOf: (of) => weights.get(of) ?? 1,
    isStop: (of) => weights.get(of) === STOP_WEIGHT,
    has: (of) => weights.has(of) || kinOf(of) !== undefined,
    kinOf: (of) => kinOf(of) ?? [],
  }

  /** Looked up when asked for: of a language's words a query has a few. undefined: it is in no group. */
  function kinOf(of: string) {
    if (known.has(of)) return known.get(of)
    const begin = of.charAt(0)
    let found: [string, number][] | undefined
    groupsAt ??= byFirstLetter(kin)
    for (const [weight, ...words] of groupsAt.get(begin) ?? []) {
      if (!words.some((word) => word.charAt(0) === begin && term(word) === of)) continue
      const others = new Set(words.map(term))
      others.delete(of)
      found = [...(found ?? []), ...Array.from(others, (other): [string, number] => [other, weight])]
    }
    known.set(of, found)
    return found
  }
}

function byFirstLetter(kin: Language['kin']): Map<string, Language['kin']> {
  const groups = new Map<string, Language['kin']>()
  for (const group of kin) {
    for (let at = 1; at < group.length; at++) {
      const letter = (group[at] as string).charAt(0)
      const here = groups.get(letter)
      if (!here) groups.set(letter, [group])
      else if (here.at(-1) !== group) here.push(group)
    }
  }
  return groups
}

export function* understanding(query: string, index: Sections, lexicon: Lexicon): Steps<Query> {
  const forms = wordsOf(query).map(({ text }) => formOf(text))
  const terms = forms.map(index.term)
  const readings = new Map<string, Meaning>()
  const slips = new Map<string, Set<string>>()
  const add = (reading: string, share: number, weight: number, cover: number, of: string[]) => {
    if (weight > (readings.get(reading)?.weight ?? 0)) readings.set(reading, { share, weight, cover, of })
  }
  const addForm = (form: string, share: number, of: string) =>
    add(
      form,
      share < 1 ? MENDED_SHARE : 1,
      share * EXACT_WEIGHT * lexicon.weightOf(index.term(form)),
      share < 1 ? FORMS_COVER : 1,
      [of],
    )
  const addKnown = (term: string, share: number, ...of: string[]) => {
    if (!index.has(term + FORMS) || terms.includes(term)) return
    const cover = share > KIN_MAX_SHARE ? OTHER_READING_COVER : KIN_COVER
    add(term + FORMS, share, share * lexicon.weightOf(term), cover, of)
  }
  // The last word, while nothing follows it and the index knows only longer words that begin so.
  const last = terms.at(-1) ?? ''
  const isTyped = /[\p{L}\p{N}]$/u.test(query) && last.length >= PIECE_MIN_CHARS
  const unfinished = isTyped && !index.has(last + FORMS) && index.has(last + BEGINNING) ? last : undefined

  terms.forEach((of, place) => {
    add(of + FORMS, FORMS_SHARE, FORMS_WEIGHT * lexicon.weightOf(of), FORMS_COVER, [of])
    addForm(forms[place] ?? '', 1, of)
  })
  for (const [place, of] of terms.entries()) {
    yield
    const form = forms[place] ?? ''
    const isKnown = index.has(of + FORMS)
    const next = forms[place + 1]
    // "log in" → "login"
    if (next) addKnown(index.term(form + next), COMPOUND_WEIGHT, of, terms[place + 1] ?? of)
    for (const [other, weight] of lexicon.kinOf(of)) addKnown(other, weight, of)
    if (lexicon.isStop(of)) continue
    if (of.length >= PIECE_MIN_CHARS) {
      const share = of === unfinished ? UNFINISHED_WEIGHT : LONGER_WEIGHT
      add(of + BEGINNING, share, share * lexicon.weightOf(of), LONGER_COVER, [of])
    }
    for (let cut = PIECE_MIN_CHARS; cut < of.length; cut++) {
      const [first, second] = [index.term(of.slice(0, cut)), index.term(of.slice(cut))]
      const shorter = isKnown ? SHORTER_OF_KNOWN_WEIGHT : SHORTER_WEIGHT
      if (!lexicon.isStop(first)) addKnown(first, (shorter * cut) / of.length, of)
      // "login" → "log", "in"
      if (isKnown || !index.has(first + FORMS) || !index.has(second + FORMS)) continue
      for (const piece of [first, second]) addKnown(piece, COMPOUND_WEIGHT, of)
    }
    if (isKnown || lexicon.has(of) || of === unfinished) continue
    const { nearest, slips: most } = yield* nearestTo(form, index)
    const share = (SLIP_WEIGHT * form.length) / (form.length + most)
    for (const right of nearest) {
      const term = index.term(right)
      addKnown(term, share * FORMS_WEIGHT, of)
      if (index.has(right)) addForm(right, share, of)
      for (const [other, weight] of lexicon.kinOf(term)) addKnown(other, share * weight, of)
    }
    if (nearest.length > 0) slips.set(of, new Set(nearest))
  }
  return { forms, terms, readings, slips }
}

/** The words that the fewest slips make of this one, and how many it takes. */
function* nearestTo(form: string, index: Sections): Steps<{ nearest: string[]; slips: number }> {
  const most = slipsForgiven(form)
  for (let slips = 1; slips <= most; slips++) {
    const like = yield* index.like(form, slips)
    const nearest = like.filter((word) => slipsBetween(form, word, slips) <= slips)
    if (nearest.length > 0) return { nearest, slips }
  }
  return { nearest: [], slips: most }
}

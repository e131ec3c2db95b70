// What the words of a query may stand for: a word as it was typed, its other forms, a slip of the fingers, two words
// for one or one for two, its beginning, another word for the same. Partners: lexicon.ts and slips.ts, which know what else a
// word may be, and ranking.ts, which asks the index for all of them at once, each at its weight.

import type { Steps } from '../steps.ts'
import { formOf, wordsOf } from '../text-analysis.ts'
import type { Lexicon } from './lexicon.ts'
import { BEGINNING, FORMS } from './places.ts'
import type { Sections } from './sections.ts'
import { meantBy } from './slips.ts'

interface Meaning {
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
/** Each of its letters is tried as an end. One sign of a question may stand for eighteen letters (U+FDFA). */
const WORD_MAX_CHARS = 64

export function* understanding(query: string, index: Sections, lexicon: Lexicon): Steps<Query> {
  const forms = wordsOf(query).map(({ text }) => formOf(text).slice(0, WORD_MAX_CHARS))
  const terms = forms.map(index.term)
  const readings = new Map<string, Meaning>()
  const slips = new Map<string, Set<string>>()
  const add = (reading: string, share: number, weight: number, cover: number, of: string[]) => {
    if (weight > (readings.get(reading)?.weight ?? 0)) readings.set(reading, { share, weight, cover, of })
  }
  const addForm = (form: string, share: number, of: string) =>
    add(
      form,
      // Whether a mended word was meant, its weight says.
      1,
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
    if (lexicon.has(of) || of === unfinished) continue
    const meant = yield* meantBy(form, of, index)
    const share = (SLIP_WEIGHT * form.length) / (form.length + meant.slips)
    for (const right of meant.words) {
      const term = index.term(right)
      addKnown(term, share * FORMS_WEIGHT, of)
      if (index.has(right)) addForm(right, share, of)
      for (const [other, weight] of lexicon.kinOf(term)) addKnown(other, share * weight, of)
    }
    if (!isKnown && meant.words.length > 0) slips.set(of, new Set(meant.words))
  }
  return { forms, terms, readings, slips }
}

// How text becomes search terms: the same on both sides, or nothing would match. What is indexed and what is
// typed go through `wordsOf` and then `term`.

import { stemmer } from 'stemmer'

export interface Word {
  /** As written. */
  text: string
  start: number
  end: number
}

/** Letters and digits of any script; an apostrophe inside a word belongs to it ("can't"). */
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu

export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), (found) => ({
    text: found[0],
    start: found.index,
    end: found.index + found[0].length,
  }))
}

/** The term under which a word is found: small letters, no accents, and the stem where the locale has one. */
export function term(word: string, locale: string): string {
  const plain = word
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
  return locale.startsWith('en') ? stemmer(plain) : plain
}

/** Words that carry little: kept, since short questions need them, but at a fraction of the weight. */
const STOP_WORDS: Record<string, string> = {
  en:
    'a about am an and any are as at be because been but by can cannot cant could did didnt do does doesnt dont ' +
    'for from get got had has have havent hi hello how i id if ill im in is isnt it its ive just like me my need ' +
    'no not now of on or our please should so some still than thank thanks that the their them then there these ' +
    'they this to too up us want was wasnt we were what when where which who why will with wont would you your',
}

/** The stop words of a locale, as terms. */
export function stopTerms(locale: string): Set<string> {
  const words = STOP_WORDS[locale.split('-')[0] ?? ''] ?? ''
  return new Set(words.split(' ').map((word) => term(word, locale)))
}

/** Shorter words are one slip away from too many others. */
const ONE_SLIP_MIN_CHARS = 4
const TWO_SLIPS_MIN_CHARS = 8

/** How many slips of the fingers a word of this length is forgiven. */
export function slipsForgiven(of: string): number {
  if (of.length >= TWO_SLIPS_MIN_CHARS) return 2
  return of.length >= ONE_SLIP_MIN_CHARS ? 1 : 0
}

/**
 * Letters to add, drop, change or swap with their neighbour, to make one word of another; more than `most` when it
 * takes more than `most`. Swaps count once: no slip is more common.
 */
export function slipsBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  const cell = (row: number[] | undefined, place: number) => row?.[place] ?? Number.POSITIVE_INFINITY
  const rows = [Array.from({ length: other.length + 1 }, (_, place) => place)]
  for (let i = 1; i <= one.length; i++) {
    const [above, before] = [rows[i - 1], rows[i - 2]]
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1]
      const isSwap = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      row[j] = Math.min(
        cell(above, j - 1) + (isSame ? 0 : 1),
        cell(above, j) + 1,
        cell(row, j - 1) + 1,
        isSwap ? cell(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    if (Math.min(...row) > most) return most + 1
    rows.push(row)
  }
  return cell(rows.at(-1), other.length)
}

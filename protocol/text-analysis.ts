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

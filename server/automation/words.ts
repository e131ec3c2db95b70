// Words of a rule in what somebody wrote: whole words, in a row where there are several, whatever their case and accents.
// Never a part of a word: “pa” stands in no “parking”.

import { foldedOf, wordsOf } from '../../protocol/text-analysis.ts'

export const foldedWords = (text: string): string[] => wordsOf(text).map((word) => foldedOf(word.text))

export function hasAnyOf(phrases: readonly string[], text: string): boolean {
  // Between words stands one space, and one at both ends: so a phrase is found as a piece of it.
  const written = inSpaces(foldedWords(text))
  return phrases.some((phrase) => written.includes(inSpaces(foldedWords(phrase))))
}

const inSpaces = (words: string[]) => ` ${words.join(' ')} `

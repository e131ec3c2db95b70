// What is known of a language's words, ready to be asked about a term: how much it says, and what often means the same.
// Partner: readings.ts.

import type { Language } from '../text-analysis.ts'

// Measured as the weights in readings.ts.
const STOP_WEIGHT = 0.1
const COMMON_WEIGHT = 0.4

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
  /** By the letter that one of their words begins with: a term begins as its forms do. */
  let groupsAt: Map<string, Language['kin']> | undefined
  return {
    weightOf: (of) => weights.get(of) ?? 1,
    isStop: (of) => weights.get(of) === STOP_WEIGHT,
    has: (of) => weights.has(of) || kinOf(of) !== undefined,
    kinOf: (of) => kinOf(of) ?? [],
  }

  /**
   * Looked up when asked for, each time: of a language's words a query has a few, and what was asked is not remembered, for on a server
   * there is no end of it. undefined: it is in no group.
   */
  function kinOf(of: string) {
    const begin = of.charAt(0)
    let found: [string, number][] | undefined
    groupsAt ??= byFirstLetter(kin)
    for (const [weight, ...words] of groupsAt.get(begin) ?? []) {
      if (!words.some((word) => word.charAt(0) === begin && term(word) === of)) continue
      const others = new Set(words.map(term))
      others.delete(of)
      found = [...(found ?? []), ...Array.from(others, (other): [string, number] => [other, weight])]
    }
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

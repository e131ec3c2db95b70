// From the words of a language, as a person writes them down, to what an index carries of them. On the server only.

import { formOf, type Language, termsOf, wordsOf } from '../text-analysis.ts'

/** As written in server/articles/languages and synonyms.yaml: words with blanks between them. */
export interface WrittenLanguage {
  /** See Language. */
  stems: Language['stems']
  /** Words that carry little. */
  stops: string
  /** Words that are in every second question. */
  common: string
  /** The same word in another dress, one group a line. */
  forms: string
  /** Words that often mean the same, one group a line. */
  kin: string
}

// Measured as the weights in readings.ts.
const FORM_WEIGHT = 0.4
const KIN_WEIGHT = 0.25
/** What the editors of these articles say means the same does so here. */
const SYNONYM_WEIGHT = 0.5

/**
 * @param synonyms the editors' own groups of words and phrases
 * @param has does the index know this term? What is kin to none of its terms is left out
 */
export function languageOf(
  locale: string,
  written: WrittenLanguage | undefined,
  synonyms: readonly string[][],
  has: (term: string) => boolean,
): Language {
  const { stems = [], stops = '', common = '', forms = '', kin = '' } = written ?? {}
  const language = { locale, stems }
  const term = termsOf(language)
  const formsIn = (words: string) => [...new Set(wordsOf(words).map(({ text }) => formOf(text)))]
  const groups = (lines: string, weight: number) =>
    lines.split('\n').map((line): Language['kin'][number] => [weight, ...formsIn(line)])
  // A phrase means what its words together mean: alone, none of them does.
  const single = (member: string) => {
    const of = formsIn(member)
    return of.length === 1 ? of : []
  }
  return {
    ...language,
    stops: formsIn(stops),
    common: formsIn(common),
    kin: [
      ...groups(forms, FORM_WEIGHT),
      ...groups(kin, KIN_WEIGHT),
      ...synonyms.map((group): Language['kin'][number] => [SYNONYM_WEIGHT, ...group.flatMap(single)]),
    ].filter(([, ...group]) => group.length > 1 && group.some((one) => has(term(one)))),
  }
}

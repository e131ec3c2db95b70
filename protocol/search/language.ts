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

/** What an index may carry of a language, and how its words are treated. */
interface Known extends Omit<Language, 'locale'> {
  term: (form: string) => string
  isStop(form: string): boolean
}

const NONE: WrittenLanguage = { stems: [], stops: '', common: '', forms: '', kin: '' }
/** Read once: an index is built at each save. */
const known = new WeakMap<WrittenLanguage, Known>()

export function knownOf(written: WrittenLanguage = NONE): Known {
  const before = known.get(written)
  if (before) return before
  const { stems, forms, kin } = written
  const term = termsOf({ stems })
  const groups = (lines: string, weight: number) =>
    lines.split('\n').map((line): Language['kin'][number] => [weight, ...formsIn(line)])
  const [stops, common] = [formsIn(written.stops), formsIn(written.common)]
  const stopTerms = new Set(stops.map(term))
  const found = {
    ...{ stems, stops, common, kin: [...groups(forms, FORM_WEIGHT), ...groups(kin, KIN_WEIGHT)] },
    ...{ term, isStop: (form: string) => stopTerms.has(term(form)) },
  }
  known.set(written, found)
  return found
}

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
  const { term, stems, stops, common, kin } = knownOf(written)
  // A phrase means what its words together mean: alone, none of them does.
  const single = (member: string) => {
    const of = formsIn(member)
    return of.length === 1 ? of : []
  }
  const editors = synonyms.map((group): Language['kin'][number] => [SYNONYM_WEIGHT, ...group.flatMap(single)])
  return {
    ...{ locale, stems, stops, common },
    kin: [...kin, ...editors].filter(
      ([, ...group]) => group.length > 1 && group.some((one) => has(term(one))),
    ),
  }
}

const formsIn = (words: string) => [...new Set(wordsOf(words).map(({ text }) => formOf(text)))]
